namespace LocalsOnly.Treasury.Ledger;

/// <summary>Sums over attempts. Integers throughout, so that parts add up to their whole exactly.</summary>
/// <param name="Attempts">Also those that failed.</param>
/// <param name="Uncached">Prompt tokens that had to be read.</param>
/// <param name="Cached">Prompt tokens that were found in a cache.</param>
/// <param name="Output">Tokens written, without those of reasoning.</param>
/// <param name="Reasoning">Tokens of reasoning.</param>
/// <param name="Queued">Microseconds of waiting for a place.</param>
/// <param name="FirstTokens">How many had a first token.</param>
/// <param name="FirstToken">Microseconds until it, together.</param>
/// <param name="Decoding">Microseconds from first token to last.</param>
/// <param name="Busy">Microseconds from being sent to the end: how long endpoints were at it.</param>
/// <param name="Millijoules">Energy, as far as it is known.</param>
/// <param name="IdleMillijoules">Of it, what the machines would have drawn without work.</param>
internal readonly record struct UsageSum(
    long Attempts,
    long Uncached,
    long Cached,
    long Output,
    long Reasoning,
    long Queued,
    long FirstTokens,
    long FirstToken,
    long Decoding,
    long Busy,
    long Millijoules,
    long IdleMillijoules)
{
    public long Prompt => Uncached + Cached;

    public long Written => Output + Reasoning;

    public long Tokens => Prompt + Written;

    public TimeSpan BusyTime => TimeSpan.FromMicroseconds(Busy);

    /// <summary>Energy that only this work took.</summary>
    public long MarginalMillijoules => Millijoules - IdleMillijoules;

    public static UsageSum operator +(UsageSum a, UsageSum b) => new(
        a.Attempts + b.Attempts, a.Uncached + b.Uncached, a.Cached + b.Cached, a.Output + b.Output, a.Reasoning + b.Reasoning, a.Queued + b.Queued,
        a.FirstTokens + b.FirstTokens, a.FirstToken + b.FirstToken, a.Decoding + b.Decoding, a.Busy + b.Busy,
        a.Millijoules + b.Millijoules, a.IdleMillijoules + b.IdleMillijoules);
}

/// <summary>What began within one slot of time and is of one kind.</summary>
/// <param name="Slot">Its beginning, UTC.</param>
internal sealed record UsageRow(DateTimeOffset Slot, UsageKind Kind, UsageSum Sum);

internal static class UsageSums
{
    public static UsageSum Total(this IEnumerable<UsageRow> rows)
    {
        var total = default(UsageSum);
        foreach (var row in rows) total += row.Sum;
        return total;
    }
}
