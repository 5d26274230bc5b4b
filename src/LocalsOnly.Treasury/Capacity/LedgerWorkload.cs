using LocalsOnly.Inference;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>What an endpoint was really asked, as the plan replays it: the requests of its busiest day, and how fast it was.</summary>
/// <param name="Model">The model that did most of it.</param>
/// <param name="Day">The busiest local day.</param>
/// <param name="Arrivals">Its requests in order of time.</param>
/// <param name="Measured">Over the whole time; simulated attempts tell nothing of the machines.</param>
internal sealed record LedgerWorkload(string Model, DateOnly Day, IReadOnlyList<Arrival> Arrivals, MeasuredRates Measured)
{
    /// <summary>More say no more, and take longer to replay.</summary>
    private const int Most = 4_000;

    /// <summary>Shorter stretches of a busy day are tried until few enough are left.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromHours(1);

    private const int Fewest = 50;

    /// <summary>Tokens a second at which they came.</summary>
    public double TokensPerSecond => Arrivals.Average(arrival => (double)arrival.Tokens) * (Arrivals.Count - 1) / (Arrivals[^1].At - Arrivals[0].At).TotalSeconds;

    /// <summary>What they are made of.</summary>
    public TokenMix Mix
    {
        get
        {
            var all = Arrivals.Sum(arrival => (double)arrival.Tokens);
            var (uncached, cached) = (Arrivals.Sum(arrival => arrival.PromptTokens - arrival.CachedTokens) / all, Arrivals.Sum(arrival => arrival.CachedTokens) / all);
            return new TokenMix(uncached, cached, 1 - uncached - cached, Math.Clamp(all / Arrivals.Count, 10, 10_000_000));
        }
    }

    /// <summary>Null when there is too little to plan by: fewer than 50 requests on the busiest day.</summary>
    /// <param name="rows">Sums over the time that is looked at, in order of time.</param>
    public static LedgerWorkload? Of(LedgerBook book, string endpoint, IReadOnlyList<UsageRow> rows, TimeZoneInfo zone)
    {
        var its = rows.Where(row => row.Kind.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase) && row.Kind.Model.Length > 0).ToList();
        if (its.Count == 0) return null;
        var model = its.GroupBy(row => row.Kind.Model).MaxBy(group => group.Sum(row => row.Sum.Tokens))!.Key;
        its = [.. its.Where(row => row.Kind.Model == model)];
        var day = its.GroupBy(row => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(row.Slot, zone).Date)).MaxBy(group => group.Sum(row => row.Sum.Tokens))!;
        var arrivals = book.Events(day.First().Slot, day.Last().Slot + LedgerFile.Slot)
            .Where(usage => usage.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase) && usage.Model == model && usage.Tokens.Prompt > 0)
            .Select(usage => new Arrival(usage.At - usage.QueueWait, usage.Tokens.Prompt, usage.Tokens.Cached, usage.Tokens.Written)).OrderBy(arrival => arrival.At).ToList();
        if (arrivals.Count < Fewest || arrivals[^1].At - arrivals[0].At < LedgerFile.Slot) return null;
        return new LedgerWorkload(model, day.Key, Few(arrivals), Rates(endpoint, model, its));
    }

    /// <summary>How fast one stream was read and written, over attempts whose server counted their tokens.</summary>
    private static MeasuredRates Rates(string endpoint, string model, IEnumerable<UsageRow> rows)
    {
        var sum = rows.Where(row => row.Kind is { Times: Provenance.Measured, Tokens: Provenance.Measured }).Total();
        return new MeasuredRates(
            endpoint, model, sum is { Uncached: > 0, FirstToken: > 0 } ? sum.Uncached / (sum.FirstToken / 1e6) : null, sum is { Written: > 0, Decoding: > 0 } ? sum.Written / (sum.Decoding / 1e6) : null,
            (int)Math.Min(int.MaxValue, sum.FirstTokens));
    }

    /// <summary>Of too many, those of the busiest hours.</summary>
    private static List<Arrival> Few(List<Arrival> arrivals)
    {
        for (var length = TimeSpan.FromHours(24); arrivals.Count > Most && length >= s_shortest; length /= 2) arrivals = [.. ArrivalWindow.Busiest(arrivals, length)];
        return arrivals.Count > Most ? arrivals[..Most] : arrivals;
    }
}
