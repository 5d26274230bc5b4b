namespace LocalsOnly.Agents;

/// <summary>What a persona expects, so that it can be held against what happens: a price above or below a level when it expires.</summary>
/// <param name="Persona">Id of who expects it.</param>
/// <param name="Asset">Symbol, e.g. <c>BTC</c>.</param>
/// <param name="Direction"><c>above</c> or <c>below</c>.</param>
/// <param name="Strike">The level, in USD.</param>
/// <param name="Confidence">Probability, 0 to 1.</param>
/// <param name="Expiry">When it is decided (UTC).</param>
/// <param name="Invalidation">What would show it wrong before.</param>
public sealed record StandupSignal(string Persona, string Asset, string Direction, decimal Strike, double Confidence, DateTimeOffset Expiry, string Invalidation);

/// <summary>A signal that has expired, held against what happened.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="Price">The price it is held against, in USD; null when none could be read near the expiry, and then it has no score.</param>
/// <param name="PriceAt">When that price was read (UTC).</param>
/// <param name="Brier">(confidence − outcome)², 0 is best, 0.25 is a coin's (Brier 1950); null without a price.</param>
public sealed record StandupScore(StandupSignal Signal, decimal? Price, DateTimeOffset? PriceAt, double? Brier);

/// <summary>One persona's part of a standup.</summary>
/// <param name="Persona">Id.</param>
/// <param name="Name">As shown.</param>
/// <param name="Text">At most 60 words; empty when it could not answer.</param>
/// <param name="Problem">Why it could not, one sentence; null when it did.</param>
public sealed record StandupAnswer(string Persona, string Name, string Text, string? Problem = null);

/// <summary>A standup that was held.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Answers">In the order in which they were asked.</param>
/// <param name="Signals">What was expected in it.</param>
/// <param name="Scored">Earlier signals that had expired by then.</param>
/// <param name="Report">Under 300 words.</param>
/// <param name="ByModel">The host of the standup wrote the report; false: it is put together from the answers.</param>
public sealed record Standup(
    DateTimeOffset At, IReadOnlyList<StandupAnswer> Answers, IReadOnlyList<StandupSignal> Signals, IReadOnlyList<StandupScore> Scored, string Report, bool ByModel);

/// <summary>Holds standups.</summary>
public interface IStandups
{
    /// <summary>Asks every persona, scores what has expired, and writes the report.</summary>
    /// <exception cref="TurnRefusedException">There is no persona to host it or to ask.</exception>
    /// <exception cref="Tools.ToolException">What was said before cannot be read, or this cannot be kept.</exception>
    Task<Standup> HoldAsync(CancellationToken cancellationToken = default);

    /// <summary>How well each persona's signals did: number scored and mean Brier score, by id.</summary>
    IReadOnlyDictionary<string, (int Scored, double MeanBrier)> Record();
}
