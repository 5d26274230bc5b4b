using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>
/// A line of the journal: all that happened to the book at one moment. A stop and the breaker that it trips are one line, so a process that is killed while
/// it writes leaves both or neither.
/// </summary>
/// <param name="At">When the book took it (UTC), never earlier than the line before.</param>
internal sealed record PaperEntry(DateTimeOffset At, IReadOnlyList<PaperEvent> Events);

/// <summary>Something that happened, with every number that the fold needs: replay computes no price, fee or size again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AccountOpened), "account_opened")]
[JsonDerivedType(typeof(SignalRecorded), "signal_recorded")]
[JsonDerivedType(typeof(OpeningRefused), "opening_refused")]
[JsonDerivedType(typeof(PositionOpened), "opened")]
[JsonDerivedType(typeof(Marked), "marked")]
[JsonDerivedType(typeof(FundingPaid), "funding_paid")]
[JsonDerivedType(typeof(Stopped), "stopped")]
[JsonDerivedType(typeof(TargetTaken), "target_taken")]
[JsonDerivedType(typeof(Closed), "closed")]
[JsonDerivedType(typeof(StopMoved), "stop_moved")]
[JsonDerivedType(typeof(BreakerTripped), "breaker_tripped")]
[JsonDerivedType(typeof(BreakerReset), "breaker_reset")]
[JsonDerivedType(typeof(Checkpoint), "checkpoint")]
internal abstract record PaperEvent;

internal sealed record AccountOpened(decimal Cash) : PaperEvent;

internal sealed record SignalRecorded(PaperSignal Signal) : PaperEvent;

internal sealed record OpeningRefused(string Symbol, PaperRefusal Refusal) : PaperEvent;

/// <param name="Position">As it stands after the fill, its fee in it.</param>
/// <param name="Mark">The price before slippage.</param>
/// <param name="Slippage">Fraction of the price.</param>
internal sealed record PositionOpened(PaperPosition Position, decimal Mark, decimal Slippage, decimal Fee) : PaperEvent;

/// <param name="PriceAt">When the source was read.</param>
internal sealed record Marked(string Symbol, decimal Price, decimal? HourlyFunding, string Source, DateTimeOffset PriceAt) : PaperEvent;

/// <param name="Hour">The full hour (UTC) it is due at.</param>
/// <param name="Rate">Of that hour, as a fraction of the notional.</param>
/// <param name="Amount">What the position paid; negative when it was paid.</param>
/// <param name="Estimated">The hour was missed: its rate and price are the last known ones.</param>
internal sealed record FundingPaid(
    string Position, string Symbol, DateTimeOffset Hour, decimal Rate, decimal Price, decimal Quantity, decimal Amount, bool Estimated) : PaperEvent;

/// <summary>Some or all of a position was closed.</summary>
internal abstract record PositionReduced(string Position, string Symbol, PaperFill Fill) : PaperEvent
{
    public abstract PaperExit Exit { get; }
}

/// <param name="Unseen">Since when the price had not been seen, when it passed the stop meanwhile.</param>
internal sealed record Stopped(string Position, string Symbol, PaperFill Fill, decimal Stop, DateTimeOffset? Unseen) : PositionReduced(Position, Symbol, Fill)
{
    [JsonIgnore]
    public override PaperExit Exit => PaperExit.Stop;
}

internal sealed record TargetTaken(string Position, string Symbol, PaperFill Fill, decimal R) : PositionReduced(Position, Symbol, Fill)
{
    [JsonIgnore]
    public override PaperExit Exit => PaperExit.Target;
}

/// <param name="Gone">Time of the last mark, when it was closed at that because no source knows the market any more.</param>
internal sealed record Closed(string Position, string Symbol, PaperFill Fill, DateTimeOffset? Gone = null) : PositionReduced(Position, Symbol, Fill)
{
    [JsonIgnore]
    public override PaperExit Exit => PaperExit.Close;
}

/// <summary>An imaginary fill that closes.</summary>
/// <param name="Mark">The price that set it off.</param>
/// <param name="Slippage">Fraction of the price; none for a resting limit order.</param>
/// <param name="Gain">Profit of this part, before the fee.</param>
internal sealed record PaperFill(decimal Quantity, decimal Mark, decimal Price, decimal Slippage, decimal Fee, decimal Gain);

internal sealed record StopMoved(string Position, string Symbol, decimal From, decimal To) : PaperEvent;

/// <param name="From">The equity that the loss is counted from.</param>
/// <param name="Loss">Fraction of it.</param>
internal sealed record BreakerTripped(PaperBreaker Breaker, decimal From, decimal Equity, decimal Loss) : PaperEvent;

/// <summary>A person lets the book go on: the breaker counts from this equity now.</summary>
internal sealed record BreakerReset(PaperBreaker Breaker, decimal Equity) : PaperEvent;

/// <summary>The first line of a month's file: the book as it was, so that older files need not be read.</summary>
internal sealed record Checkpoint(PaperBook Book) : PaperEvent;

internal enum PaperBreaker
{
    Daily,
    Drawdown,
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(PaperEntry))]
[JsonSerializable(typeof(PaperBook))]
internal sealed partial class PaperJson : JsonSerializerContext;
