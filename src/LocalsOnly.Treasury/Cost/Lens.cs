using LocalsOnly.Inference;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>One way to say what the tokens cost. What it does not lay on them is said to be idle, so that both make the bill.</summary>
/// <param name="Name">Which way.</param>
/// <param name="Cost">Laid on the tokens.</param>
/// <param name="Idle">The rest of the bill.</param>
/// <param name="PerMillion">Cost of a million tokens of all kinds; null when there were none.</param>
/// <param name="Provenance">Of the figures it needs beside the bill.</param>
internal sealed record Lens(string Name, decimal Cost, decimal Idle, decimal? PerMillion, Provenance Provenance)
{
    public const string MarginalName = "marginal";
    public const string MeasuredName = "fully loaded at measured use";
    public const string BatchedName = "fully loaded at batched capacity";

    private const decimal Million = 1_000_000m;

    /// <summary>
    /// The three ways side by side. Marginal: only what the work added. At measured use: the whole bill. At batched capacity: what the work added, and of
    /// what stands the share of the machines' capacity that was used.
    /// </summary>
    /// <param name="bill">In cents.</param>
    /// <param name="capacity">Tokens that the machines could have served in the time; null when nobody knows.</param>
    /// <param name="energy">Where the energy in the bill comes from, by its least certain part.</param>
    public static IReadOnlyList<Lens> Of(Bill bill, UsageSum usage, TokenCapacity? capacity, Provenance energy = Provenance.Measured)
    {
        List<Lens> lenses = [Make(MarginalName, bill.Marginal, energy), Make(MeasuredName, bill.Total, energy)];
        if (capacity is { Tokens: > 0 } could)
        {
            var used = Math.Min(1, usage.Tokens / could.Tokens);
            lenses.Add(Make(BatchedName, Cents.Round(bill.Marginal + (bill.Standing * used)), could.Provenance > energy ? could.Provenance : energy));
        }

        return lenses;

        Lens Make(string name, decimal cost, Provenance provenance) =>
            new(name, cost, bill.Total - cost, usage.Tokens > 0 ? cost / usage.Tokens * Million : null, provenance);
    }
}

/// <summary>What machines could serve.</summary>
/// <param name="Tokens">Tokens of the month's own mix, over the same time.</param>
/// <param name="How">Where that comes from, a clause.</param>
internal sealed record TokenCapacity(decimal Tokens, Provenance Provenance, string How)
{
    /// <summary>
    /// The busiest quarter of an hour of each endpoint, all the time: no less than that is possible. Null when nothing was asked.
    /// </summary>
    public static TokenCapacity? FromBusiest(IReadOnlyList<UsageRow> rows, DateTimeOffset from, DateTimeOffset to)
    {
        if (rows.Count == 0) return null;
        var busiest = rows.GroupBy(row => row.Kind.Endpoint).Sum(endpoint => endpoint.GroupBy(row => row.Slot).Max(slot => slot.Sum(row => row.Sum.Tokens)));
        return busiest == 0 ? null : new TokenCapacity(busiest * (decimal)((to - from) / LedgerFile.Slot), Provenance.Estimated, "the busiest quarter of an hour of each endpoint, around the clock");
    }
}

/// <summary>A part's share of the bill.</summary>
/// <param name="Name">Persona or task; empty for work of none.</param>
/// <param name="Marginal">What its work added, in cents.</param>
/// <param name="Standing">Of what stands anyway, by its share of the machines' time, in cents.</param>
internal sealed record Share(string Name, UsageSum Usage, decimal Marginal, decimal Standing)
{
    public decimal Cost => Marginal + Standing;

    /// <summary>Shares that add up to the bill. What stands is nobody's when nothing was asked.</summary>
    public static IReadOnlyList<Share> Of(IReadOnlyList<UsageRow> rows, Func<UsageKind, string> by, Bill bill, Tariff tariff)
    {
        var parts = rows.GroupBy(row => by(row.Kind)).Select(group => (Name: group.Key, Usage: group.Total(), Work: tariff.Cost(group))).OrderByDescending(part => part.Usage.Busy).ToList();
        if (parts.Count == 0) return [];
        var marginal = Spread(bill.Marginal, [.. parts.Select(part => part.Work)]);
        var standing = Spread(bill.Standing, [.. parts.Select(part => (decimal)part.Usage.Busy)]);
        return [.. parts.Select((part, i) => new Share(part.Name, part.Usage, marginal[i], standing[i]))];
    }

    private static decimal[] Spread(decimal money, IReadOnlyList<decimal> weights)
    {
        var sum = weights.Sum();
        return Cents.Split([.. weights.Select(weight => sum > 0 ? money * weight / sum : money / weights.Count)]);
    }
}
