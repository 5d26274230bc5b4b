using System.Globalization;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>The mistakes that comparisons of local and API make (the user's own document, "Caveats").</summary>
internal enum CaveatKind
{
    /// <summary>Counting the speed of a single request as all that the machines can do.</summary>
    Batching,

    /// <summary>Calling a machine worthless after a year.</summary>
    Resale,

    /// <summary>Comparing with the cheapest reseller.</summary>
    Provider,

    /// <summary>Counting what is written and forgetting what is read.</summary>
    InputAndCache,

    /// <summary>Counting only money.</summary>
    OtherReasons,
}

/// <summary>One of the five, with what it does to the house's own figures.</summary>
/// <param name="With">The advantage of home over the official API when the mistake is made.</param>
/// <param name="Without">When it is not.</param>
/// <param name="Said">What was counted, a sentence.</param>
internal sealed record Caveat(CaveatKind Kind, decimal? With, decimal? Without, string Said)
{
    /// <summary>What the mistake takes off the advantage of home; null when it is not money, or cannot be told.</summary>
    public decimal? Effect => Without - With;

    /// <param name="rows">All attempts.</param>
    /// <param name="capacity">What the machines could serve; null when nobody knows.</param>
    public static IReadOnlyList<Caveat> Of(Comparison month, IReadOnlyList<UsageRow> rows, TokenCapacity? capacity, TreasuryOptions options, DateTimeOffset from, DateTimeOffset to) =>
    [
        Batching(month, rows, capacity, to - from),
        Resale(month, options),
        new(CaveatKind.Provider, month.Cheapest.Cost - month.Home.Total, month.Advantage,
            Text($"{month.Cheapest.Price.Id} would have taken {month.Cheapest.Cost:N2}, {month.Official.Price.Id} {month.Official.Cost:N2}; another model and another uptime are not the same thing.")),
        new(CaveatKind.InputAndCache, month.Official.OutputOnly - month.Home.Total, month.Advantage,
            Text($"What was written alone would have cost {month.Official.OutputOnly:N2}; with the {month.Usage.Prompt:N0} prompt tokens, {month.Usage.Cached:N0} of them cached, it is {month.Official.Cost:N2}.")),
        new(CaveatKind.OtherReasons, null, null,
            Text($"{month.Usage.Attempts:N0} prompts with {month.Usage.Prompt:N0} tokens of yours were answered in the house: no copy elsewhere, no rate limit, no outage but your own. No price stands for that here.")),
    ];

    /// <summary>
    /// The mistake lays the whole standing cost on what one request at a time could write: what is served beyond that would need more machines.
    /// Rightly, machines serve many at once, and cost no more for it.
    /// </summary>
    private static Caveat Batching(Comparison month, IReadOnlyList<UsageRow> rows, TokenCapacity? capacity, TimeSpan time)
    {
        var all = rows.Total();
        if (capacity is null || all.Decoding == 0 || all.Written == 0) return new Caveat(CaveatKind.Batching, null, null, "Nothing was written yet, so there is no speed to tell.");
        var single = all.Written / ((decimal)all.Decoding / 1_000_000m);
        // Tokens of the same mix that one request at a time would serve, all the time: what a request takes from beginning to end.
        var alone = all.Busy > 0 ? all.Tokens / ((decimal)all.Busy / 1_000_000m) * (decimal)time.TotalSeconds : capacity.Tokens;
        var perTokenAlone = month.Home.Standing / Math.Max(alone, 1);
        var perTokenBatched = month.Home.Standing / Math.Max(capacity.Tokens, alone);
        var with = month.Official.Cost - Cents.Round(month.Home.Marginal + (perTokenAlone * all.Tokens));
        var without = month.Official.Cost - Cents.Round(month.Home.Marginal + (perTokenBatched * all.Tokens));
        return new Caveat(CaveatKind.Batching, with, without, Text(
            $"One request at a time wrote {single:N1} tokens/s and would serve {alone / 1e6m:N1}M tokens in this time; many at once {Math.Max(capacity.Tokens, alone) / 1e6m:N1}M ({capacity.How}): {Math.Max(capacity.Tokens, alone) / Math.Max(alone, 1):N1} times as many for what stands anyway."));
    }

    private static Caveat Resale(Comparison month, TreasuryOptions options)
    {
        if (options.Assets.Count == 0) return new Caveat(CaveatKind.Resale, null, null, "No Treasury:Assets are set, so there is nothing that could lose value.");
        var writtenOff = Cents.Round(options.Assets.Values.Sum(asset => asset.Price * (1 - asset.OtherUse)) / 12 * month.Months);
        return new Caveat(CaveatKind.Resale, month.Advantage + month.Home.Depreciation - writtenOff, month.Advantage,
            Text($"Written off within a year they would cost {writtenOff:N2}; they lost {month.Home.Depreciation:N2} of their value."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
