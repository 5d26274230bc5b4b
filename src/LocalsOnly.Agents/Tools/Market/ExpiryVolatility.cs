namespace LocalsOnly.Agents.Tools.Market;

/// <summary>What the options of one expiry say.</summary>
/// <param name="Years">Until it expires, of 365 days.</param>
/// <param name="AtTheMoney">Implied volatility at the forward, a year, as a fraction; null without options on both sides of it.</param>
/// <param name="Put25">At the put whose delta is −0.25; null when that lies outside what is listed.</param>
/// <param name="Call25">At the call whose delta is 0.25.</param>
/// <param name="OpenInterest">Of all its options, in units of the coin.</param>
internal sealed record ExpiryVolatility(DateTimeOffset Expiry, double Years, double Forward, double? AtTheMoney, double? Put25, double? Call25, decimal OpenInterest)
{
    /// <summary>What puts cost above calls: volatility at the 25-delta put less that at the 25-delta call, as a fraction.</summary>
    public double? Skew => Put25 - Call25;

    /// <summary>One for each expiry that is still to come, the nearest first.</summary>
    public static IReadOnlyList<ExpiryVolatility> Of(IEnumerable<DeribitOption> options, DateTimeOffset now) =>
        options.Where(option => option.Expiry > now && option.Forward is not null)
            .GroupBy(option => option.Expiry)
            .OrderBy(expiry => expiry.Key)
            .Select(expiry => Of(expiry.Key, [.. expiry], (expiry.Key - now).TotalDays / 365))
            .ToList();

    private static ExpiryVolatility Of(DateTimeOffset expiry, IReadOnlyList<DeribitOption> options, double years)
    {
        var forward = options[0].Forward!.Value;
        var marked = options.Where(option => option.Volatility is not null).ToList();
        // The mark volatility of a put and a call at one strike is the same but for rounding.
        var smile = marked.GroupBy(option => option.Strike).Select(strike => (X: strike.Key, Y: strike.Average(option => option.Volatility!.Value)));
        return new ExpiryVolatility(
            expiry,
            years,
            forward,
            At(forward, smile),
            At(-0.25, marked.Where(option => option.IsPut).Select(option => (Delta(option, forward, years), option.Volatility!.Value))),
            At(0.25, marked.Where(option => !option.IsPut).Select(option => (Delta(option, forward, years), option.Volatility!.Value))),
            options.Sum(option => option.OpenInterest));
    }

    /// <summary>
    /// Delta on the forward (Black 1976, without discounting): N(d1) for a call, N(d1) − 1 for a put, d1 = ln(F/K)/(σ√T) + σ√T/2, with the option's own mark
    /// volatility.
    /// </summary>
    internal static double Delta(DeribitOption option, double forward, double years)
    {
        var deviation = option.Volatility!.Value * Math.Sqrt(years);
        var d1 = (Math.Log(forward / option.Strike) / deviation) + (deviation / 2);
        return option.IsPut ? Normal(d1) - 1 : Normal(d1);
    }

    /// <summary>The straight line between the two points around x; null when x is outside them. It is never drawn further.</summary>
    private static double? At(double x, IEnumerable<(double X, double Y)> points)
    {
        (double X, double Y)? below = null, above = null;
        foreach (var point in points)
        {
            if (point.X <= x && (below is null || point.X > below.Value.X)) below = point;
            if (point.X >= x && (above is null || point.X < above.Value.X)) above = point;
        }

        if (below is not { } low || above is not { } high) return null;
        return high.X - low.X < 1e-12 ? low.Y : low.Y + ((high.Y - low.Y) * (x - low.X) / (high.X - low.X));
    }

    /// <summary>The standard normal distribution function, to 7.5e-8 (Abramowitz and Stegun 1964, 26.2.17).</summary>
    internal static double Normal(double x)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        var tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x >= 0 ? 1 - tail : tail;
    }
}
