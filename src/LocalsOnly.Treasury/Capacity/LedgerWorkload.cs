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
    private const int Most = 1_000;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMinutes(5);

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
        var (from, to) = Busiest(day);
        var arrivals = book.Events(from, to)
            .Where(usage => usage.Endpoint.Equals(endpoint, StringComparison.OrdinalIgnoreCase) && usage.Model == model && usage.Tokens.Prompt > 0)
            .Select(usage => new Arrival(usage.At - usage.QueueWait, usage.Tokens.Prompt, usage.Tokens.Cached, usage.Tokens.Written)).OrderBy(arrival => arrival.At).ToList();
        if (arrivals.Count < Fewest || arrivals[^1].At - arrivals[0].At < s_shortest) return null;
        return new LedgerWorkload(model, day.Key, arrivals.Count > Most ? arrivals[..Most] : arrivals, Rates(endpoint, model, its));
    }

    /// <summary>How fast one stream was read and written, over attempts whose server counted their tokens.</summary>
    private static MeasuredRates Rates(string endpoint, string model, IEnumerable<UsageRow> rows)
    {
        var sum = rows.Where(row => row.Kind is { Times: Provenance.Measured, Tokens: Provenance.Measured }).Total();
        return new MeasuredRates(
            endpoint, model, sum is { Uncached: > 0, FirstToken: > 0 } ? sum.Uncached / (sum.FirstToken / 1e6) : null, sum is { Written: > 0, Decoding: > 0 } ? sum.Written / (sum.Decoding / 1e6) : null,
            (int)Math.Min(int.MaxValue, sum.FirstTokens));
    }

    /// <summary>The day, or of a day with too many requests the stretch around its busiest quarter of an hour that has few enough.</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Busiest(IEnumerable<UsageRow> day)
    {
        var slots = day.GroupBy(row => row.Slot).Select(slot => (At: slot.Key, Sum: slot.Total())).OrderBy(slot => slot.At).ToList();
        var (first, last) = (0, slots.Count - 1);
        if (slots.Sum(slot => slot.Sum.Attempts) > Most)
        {
            first = last = slots.FindIndex(slot => slot.Sum.Tokens == slots.Max(one => one.Sum.Tokens));
            for (var taken = slots[first].Sum.Attempts; ;)
            {
                var (before, after) = (first > 0 ? slots[first - 1].Sum : default, last < slots.Count - 1 ? slots[last + 1].Sum : default);
                var next = before.Tokens >= after.Tokens ? before : after;
                if (next.Attempts == 0 || taken + next.Attempts > Most) break;
                taken += next.Attempts;
                if (before.Tokens >= after.Tokens) first--;
                else last++;
            }
        }

        return (slots[first].At, slots[last].At + LedgerFile.Slot);
    }
}
