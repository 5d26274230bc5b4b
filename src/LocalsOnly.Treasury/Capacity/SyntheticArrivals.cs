namespace LocalsOnly.Treasury.Capacity;

/// <summary>
/// Requests made up for a monthly need: a Poisson process around the clock, with sizes spread log-normally (sigma 0.8) around the mean of the mix. The same
/// seed gives the same requests on every machine.
/// </summary>
public static class SyntheticArrivals
{
    private const double Sigma = 0.8;
    private const int Least = 500;
    private const int Most = 4000;
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>About a day of requests: 500 to 4,000 of them.</summary>
    /// <param name="tokensPerMonth">All tokens of a month of 30 days, more than 0.</param>
    /// <exception cref="CapacityException">The need is not positive, or the mix is not one.</exception>
    public static IReadOnlyList<Arrival> Of(double tokensPerMonth, TokenMix mix, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(mix);
        if (!(tokensPerMonth > 0 && double.IsFinite(tokensPerMonth))) throw new CapacityException("The monthly need must be a number of tokens above 0, such as 1.9e9.");
        mix.Checked();
        var random = new Random(seed);
        var perSecond = tokensPerMonth / TokenMix.SecondsPerMonth / mix.TokensPerRequest;
        var count = (int)Math.Clamp(perSecond * 86_400, Least, Most);
        var sizes = new double[count];
        var gaps = new double[count];
        for (var i = 0; i < count; i++)
        {
            gaps[i] = -Math.Log(1 - random.NextDouble());
            // Box-Muller.
            sizes[i] = Math.Exp(Sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        // To the exact means, so that a sample offers what was asked for.
        var (size, gap) = (mix.TokensPerRequest / sizes.Average(), 1 / (perSecond * gaps.Average()));
        var arrivals = new List<Arrival>(count);
        var at = 0.0;
        for (var i = 0; i < count; i++)
        {
            at += gaps[i] * gap;
            var tokens = sizes[i] * size;
            var (cached, output) = ((long)Math.Round(tokens * mix.CachedShare), Math.Max(1, (long)Math.Round(tokens * mix.OutputShare)));
            arrivals.Add(new Arrival(s_start.AddSeconds(at), cached + Math.Max(1, (long)Math.Round(tokens * mix.UncachedShare)), cached, output));
        }

        return arrivals;
    }
}
