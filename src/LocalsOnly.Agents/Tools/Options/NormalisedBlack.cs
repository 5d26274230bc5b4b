namespace LocalsOnly.Agents.Tools.Options;

/// <summary>
/// Black's formula for an option out of the money, without its units: its undiscounted value over sqrt(forward × strike), as a function of x = −|ln(forward / strike)|
/// and the total volatility v = σ sqrt(T). In this form (P. Jäckel, "By implication", Wilmott 2006) the two terms share their steep factor, so that values far out of the
/// money keep their digits.
/// </summary>
internal static class NormalisedBlack
{
    private const double SqrtTwo = 1.4142135623730950488;

    /// <summary>exp(x/2) N(x/v + v/2) − exp(−x/2) N(x/v − v/2).</summary>
    public static double Value(double x, double v)
    {
        var (h, t) = (x / v, 0.5 * v);
        return h + t < 0
            ? Math.Exp(-0.5 * ((h * h) + (t * t))) * Tails(h, t)
            : (Math.Exp(0.5 * x) * NormalDistribution.Cumulative(h + t)) - (Math.Exp(-0.5 * x) * NormalDistribution.Cumulative(h - t));
    }

    /// <summary>The logarithm of <see cref="Value"/>, which does not vanish where the value itself is too small for a double.</summary>
    public static double LogValue(double x, double v)
    {
        var (h, t) = (x / v, 0.5 * v);
        return h + t < 0
            ? (-0.5 * ((h * h) + (t * t))) + Math.Log(Math.Max(Tails(h, t), double.Epsilon))
            : Math.Log(Value(x, v));
    }

    /// <summary>How much is missing to the highest value, exp(x/2), with all its digits however little it is.</summary>
    public static double Gap(double x, double v)
    {
        var (h, t) = (x / v, 0.5 * v);
        return (Math.Exp(0.5 * x) * NormalDistribution.Cumulative(-h - t)) + (Math.Exp(-0.5 * x) * NormalDistribution.Cumulative(h - t));
    }

    /// <summary>The derivative of <see cref="Value"/> by v.</summary>
    public static double Slope(double x, double v) => NormalDistribution.Density(0) * Math.Exp(LogSlope(x, v));

    /// <summary>Slope over value, where both may be too small for a double.</summary>
    public static double SlopeOverValue(double x, double v) => NormalDistribution.Density(0) * Math.Exp(LogSlope(x, v) - LogValue(x, v));

    private static double LogSlope(double x, double v)
    {
        var (h, t) = (x / v, 0.5 * v);
        return -0.5 * ((h * h) + (t * t));
    }

    private static double Tails(double h, double t) =>
        0.5 * (NormalDistribution.Erfcx(-(h + t) / SqrtTwo) - NormalDistribution.Erfcx(-(h - t) / SqrtTwo));
}
