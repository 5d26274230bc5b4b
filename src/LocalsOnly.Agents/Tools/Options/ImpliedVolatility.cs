namespace LocalsOnly.Agents.Tools.Options;

/// <summary>Whether a price tells a volatility.</summary>
internal enum VolatilityOutcome
{
    /// <summary>It does.</summary>
    Found,

    /// <summary>The price is below what the option is worth without any movement.</summary>
    BelowBounds,

    /// <summary>The price is at or above what the option can be worth at most.</summary>
    AboveBounds,

    /// <summary>The price is so near one of its bounds that a double cannot hold the part that depends on the volatility.</summary>
    NoInformation,
}

/// <summary>What a price tells of the volatility.</summary>
/// <param name="Outcome">Whether it tells one.</param>
/// <param name="Volatility">A year, as a fraction; NaN when none is told.</param>
internal readonly record struct VolatilityReading(VolatilityOutcome Outcome, double Volatility = double.NaN);

/// <summary>
/// The volatility at which the model gives a price: Newton's method, kept inside a bracket by bisection, in a variable in which the problem is almost linear.
/// </summary>
internal static class ImpliedVolatility
{
    // Half the distance between 1 and the next double: the rounding that any price has already.
    private const double Rounding = 1.1102230246251565e-16;

    // A volatility that the price's own rounding moves by more than this share is not told by the price.
    private const double Uncertain = 1e-6;

    /// <summary>Reads the volatility out of a price per unit.</summary>
    public static VolatilityReading Of(EuropeanOption option, double price)
    {
        var (forward, strike, undiscounted) = (option.Forward, option.Strike, price / option.Discount);
        var isCall = option.Kind == OptionKind.Call;
        var intrinsic = Math.Max(isCall ? forward - strike : strike - forward, 0);
        var highest = isCall ? forward : strike;
        var unit = Math.Sqrt(forward) * Math.Sqrt(strike);

        // Near the least number above 0 a double has fewer digits, and that number is its rounding.
        var noise = (Rounding * (intrinsic > 0 ? undiscounted + forward + strike : undiscounted)) + (double.Epsilon * (1 + unit));
        if (undiscounted < 0 || undiscounted < intrinsic - (4 * noise)) return new(VolatilityOutcome.BelowBounds);
        if (undiscounted >= highest) return new(VolatilityOutcome.AboveBounds);
        if (undiscounted - intrinsic <= 4 * noise) return new(VolatilityOutcome.NoInformation);

        var x = -Math.Abs(option.LogMoneyness);
        var v = Total(x, (undiscounted - intrinsic) / unit, (highest - undiscounted) / unit);
        var uncertainty = (noise / unit) / (v * NormalisedBlack.Slope(x, v));
        return v > 0 && uncertainty <= Uncertain ? new(VolatilityOutcome.Found, v / Math.Sqrt(option.Years)) : new(VolatilityOutcome.NoInformation);
    }

    /// <summary>The total volatility at which <see cref="NormalisedBlack"/> has a value, and so a gap to its highest value.</summary>
    private static double Total(double x, double value, double gap)
    {
        // Left of this the value is convex in v, right of it concave.
        var inflection = Math.Sqrt(-2 * x);
        if (x < 0 && value < NormalisedBlack.Value(x, inflection))
        {
            // ln(value) ≈ −x²/2 · v⁻²: almost a straight line in w = v⁻².
            var target = Math.Log(value);
            return 1 / Math.Sqrt(Root(
                w =>
                {
                    var v = 1 / Math.Sqrt(w);
                    return (target - NormalisedBlack.LogValue(x, v), NormalisedBlack.SlopeOverValue(x, v) * 0.5 * v * v * v);
                },
                -0.5 / x));
        }

        var start = Math.Max(inflection, 1e-12);
        if (value <= gap) return Root(v => (NormalisedBlack.Value(x, v) - value, NormalisedBlack.Slope(x, v)), start);
        var end = Math.Log(gap);
        return Root(
            v =>
            {
                var left = NormalisedBlack.Gap(x, v);
                return (end - Math.Log(left), NormalisedBlack.Slope(x, v) / left);
            },
            start);
    }

    /// <summary>Where a rising function is 0, at or above <paramref name="low"/>.</summary>
    private static double Root(Func<double, (double Value, double Slope)> function, double low)
    {
        var high = Math.Max(2 * low, 0.1);
        while (function(high).Value < 0)
        {
            low = high;
            high *= 2;
            if (high > 1e18) return double.NaN;
        }

        var at = low;
        for (var round = 0; round < 200; round++)
        {
            var (value, slope) = function(at);
            if (value == 0) return at;
            if (value < 0) low = at;
            else high = at;
            var next = at - (value / slope);
            if (!(next > low && next < high)) next = 0.5 * (low + high);
            if (Math.Abs(next - at) <= 4 * Rounding * next) return next;
            at = next;
        }

        return at;
    }
}
