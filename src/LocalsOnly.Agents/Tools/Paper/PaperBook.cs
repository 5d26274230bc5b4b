using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>
/// The paper account at one moment: a pure fold over the journal's lines, and nothing else. It is immutable; whoever holds one may read it without a lock.
/// Money in USD, fractions of one.
/// </summary>
internal sealed record PaperBook
{
    /// <summary>Before the first line: an account that is opened by whatever is written first.</summary>
    public static PaperBook Empty { get; } = new();

    /// <summary>The account's opening is in the journal.</summary>
    public bool Opened { get; init; }

    /// <summary>Time of the last line.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What the account began with.</summary>
    public decimal Start { get; init; } = PaperRules.OpeningCash;

    /// <summary>Start, and all that is realised: profits, less fees and funding. Margin is not taken out of it.</summary>
    public decimal Cash { get; init; } = PaperRules.OpeningCash;

    /// <summary>The UTC day of the last line.</summary>
    public DateOnly Day { get; init; }

    /// <summary>Equity that the day's loss counts from: that of the day's beginning, or of the breaker's reset.</summary>
    public decimal DayStart { get; init; } = PaperRules.OpeningCash;

    /// <summary>Highest equity after any line.</summary>
    public decimal Peak { get; init; } = PaperRules.OpeningCash;

    /// <summary>Highest equity since the drawdown breaker was reset.</summary>
    public decimal BreakerPeak { get; init; } = PaperRules.OpeningCash;

    /// <summary>Largest fall from <see cref="Peak"/> that was ever seen.</summary>
    public decimal DeepestDrawdown { get; init; }

    /// <summary>Breakers that have tripped and hold.</summary>
    public ImmutableSortedDictionary<PaperBreaker, BreakerTripped> Tripped { get; init; } = ImmutableSortedDictionary<PaperBreaker, BreakerTripped>.Empty;

    /// <summary>By symbol: one position for each asset at most.</summary>
    public ImmutableSortedDictionary<string, PaperPosition> Positions { get; init; } =
        ImmutableSortedDictionary.Create<string, PaperPosition>(StringComparer.Ordinal);

    /// <summary>When the last position in an asset was closed.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> LastClosed { get; init; } =
        ImmutableSortedDictionary.Create<string, DateTimeOffset>(StringComparer.Ordinal);

    /// <summary>Signals by id; those that expired a week ago are dropped when another is recorded.</summary>
    public ImmutableSortedDictionary<string, PaperSignal> Signals { get; init; } =
        ImmutableSortedDictionary.Create<string, PaperSignal>(StringComparer.Ordinal);

    /// <summary>Closed positions, oldest first.</summary>
    public ImmutableList<PaperTrade> Trades { get; init; } = [];

    /// <summary>Equity at the end of every UTC day that had a line.</summary>
    public ImmutableList<PaperDay> Days { get; init; } = [];

    /// <summary>How often each reason stood against a signal.</summary>
    public ImmutableSortedDictionary<string, int> SignalRefusals { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>How often each reason stood against an opening.</summary>
    public ImmutableSortedDictionary<string, int> OpeningRefusals { get; init; } = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public int SignalsRecorded { get; init; }

    public int SignalsPassed { get; init; }

    public int PositionsOpened { get; init; }

    [JsonIgnore]
    public decimal Unrealised => Sum(position => position.Unrealised);

    [JsonIgnore]
    public decimal Equity => Cash + Unrealised;

    /// <summary>Margin of all positions.</summary>
    [JsonIgnore]
    public decimal Margin => Sum(position => position.Margin);

    [JsonIgnore]
    public decimal Notional => Sum(position => position.Notional);

    /// <summary>Fall from the highest equity.</summary>
    [JsonIgnore]
    public decimal DrawdownNow => Fall(Math.Max(Peak, Equity), Equity);

    /// <summary>What a breaker measures.</summary>
    public decimal Loss(PaperBreaker breaker) => Fall(From(breaker), Equity);

    /// <summary>The equity that a breaker counts from.</summary>
    public decimal From(PaperBreaker breaker) => breaker == PaperBreaker.Daily ? DayStart : Math.Max(BreakerPeak, Equity);

    /// <summary>The book after a line.</summary>
    public PaperBook Apply(PaperEntry entry)
    {
        var book = Turn(entry.At);
        foreach (var happened in entry.Events) book = book.With(happened);
        return book.Settle();
    }

    /// <summary>Time goes on: a new UTC day begins with the equity that the last one ended with, and lifts the daily breaker.</summary>
    public PaperBook Turn(DateTimeOffset at)
    {
        var day = PaperRules.Day(at);
        if (day <= Day) return this with { At = at };
        return this with
        {
            At = at,
            Day = day,
            DayStart = Equity,
            Days = Opened ? Days.Add(new(Day, Equity)) : Days,
            Tripped = Tripped.Remove(PaperBreaker.Daily),
        };
    }

    /// <summary>One event of the line whose time this is.</summary>
    public PaperBook With(PaperEvent happened) => happened switch
    {
        Marked mark => With(mark),
        FundingPaid funding => With(funding),
        PositionReduced reduced => With(reduced),
        PositionOpened opened => With(opened),
        SignalRecorded signal => With(signal.Signal),
        OpeningRefused refused => this with { OpeningRefusals = Count(OpeningRefusals, refused.Refusal.Reason) },
        StopMoved moved => Positions.TryGetValue(moved.Symbol, out var position) ? Keep(position with { Stop = moved.To }) : this,
        BreakerTripped tripped => this with { Tripped = Tripped.SetItem(tripped.Breaker, tripped) },
        BreakerReset { Breaker: PaperBreaker.Daily } reset => this with { Tripped = Tripped.Remove(PaperBreaker.Daily), DayStart = reset.Equity },
        BreakerReset reset => this with { Tripped = Tripped.Remove(PaperBreaker.Drawdown), BreakerPeak = reset.Equity },
        AccountOpened account => this with
        {
            Opened = true,
            Start = account.Cash,
            Cash = account.Cash,
            DayStart = account.Cash,
            Peak = account.Cash,
            BreakerPeak = account.Cash,
        },
        Checkpoint checkpoint => checkpoint.Book.Ordered(),
        _ => throw new InvalidOperationException($"The paper book does not know {happened.GetType().Name}."),
    };

    /// <summary>The end of a line: only here are all its marks in, so only here is the equity one that was really there.</summary>
    public PaperBook Settle()
    {
        var equity = Equity;
        var peak = Math.Max(Peak, equity);
        return this with { Peak = peak, BreakerPeak = Math.Max(BreakerPeak, equity), DeepestDrawdown = Math.Max(DeepestDrawdown, Fall(peak, equity)) };
    }

    private PaperBook With(Marked mark) => Positions.TryGetValue(mark.Symbol, out var position)
        ? Keep(position with
        {
            Mark = mark.Price,
            MarkedAt = At,
            PriceAt = mark.PriceAt,
            Source = mark.Source,
            HourlyFunding = mark.HourlyFunding ?? position.HourlyFunding,
        })
        : this;

    private PaperBook With(FundingPaid funding) => Positions.TryGetValue(funding.Symbol, out var position)
        ? Keep(position with { FundedThrough = funding.Hour, Funding = position.Funding + funding.Amount }) with { Cash = Cash - funding.Amount }
        : this;

    private PaperBook With(PositionOpened opened)
    {
        var position = opened.Position;
        return Keep(position) with
        {
            Cash = Cash - opened.Fee,
            PositionsOpened = PositionsOpened + 1,
            Signals = position.Signal is { } id && Signals.TryGetValue(id, out var signal) ? Signals.SetItem(id, signal with { Position = position.Id }) : Signals,
        };
    }

    private PaperBook With(PositionReduced reduced)
    {
        if (!Positions.TryGetValue(reduced.Symbol, out var position)) return this;
        var fill = reduced.Fill;
        var rest = position.Quantity - fill.Quantity;
        position = position with
        {
            Quantity = rest,
            Fees = position.Fees + fill.Fee,
            Realised = position.Realised + fill.Gain,
            Targets = reduced.Exit == PaperExit.Target ? position.Targets.RemoveAt(0) : Shrunk(position.Targets, rest, position.Quantity),
        };
        var book = this with { Cash = Cash + fill.Gain - fill.Fee };
        if (rest > 0) return book.Keep(position);
        var net = position.Realised - position.Fees - position.Funding;
        return book with
        {
            Positions = Positions.Remove(position.Symbol),
            LastClosed = LastClosed.SetItem(position.Symbol, At),
            Trades = Trades.Add(new(
                position.Id, position.Symbol, position.Side, position.Setup, position.OpenedAt, At, net, Math.Round(net / position.Risk, 6), reduced.Exit)),
        };
    }

    private PaperBook With(PaperSignal signal) => this with
    {
        Signals = Signals.RemoveRange(Signals.Values.Where(old => old.Expires < At.AddDays(-7)).Select(old => old.Id)).SetItem(signal.Id, signal),
        SignalsRecorded = SignalsRecorded + 1,
        SignalsPassed = SignalsPassed + (signal.Failures.Count == 0 ? 1 : 0),
        SignalRefusals = signal.Failures.Aggregate(SignalRefusals, (counts, failure) => Count(counts, failure.Reason)),
    };

    private PaperBook Keep(PaperPosition position) => this with { Positions = Positions.SetItem(position.Symbol, position) };

    /// <summary>JSON knows no comparers: a book that was read has its own again.</summary>
    private PaperBook Ordered() => this with
    {
        Positions = Positions.WithComparers(StringComparer.Ordinal),
        LastClosed = LastClosed.WithComparers(StringComparer.Ordinal),
        Signals = Signals.WithComparers(StringComparer.Ordinal),
        SignalRefusals = SignalRefusals.WithComparers(StringComparer.Ordinal),
        OpeningRefusals = OpeningRefusals.WithComparers(StringComparer.Ordinal),
    };

    private decimal Sum(Func<PaperPosition, decimal> figure)
    {
        var sum = 0m;
        foreach (var (_, position) in Positions) sum += figure(position);
        return sum;
    }

    /// <summary>When a person closes a part, the targets keep their shares of what is left.</summary>
    private static ImmutableList<PaperTarget> Shrunk(ImmutableList<PaperTarget> targets, decimal rest, decimal before) =>
        targets.ConvertAll(target => target with { Quantity = PaperRules.Quantity(target.Quantity * rest / before) });

    private static ImmutableSortedDictionary<string, int> Count(ImmutableSortedDictionary<string, int> counts, string reason) =>
        counts.SetItem(reason, counts.GetValueOrDefault(reason) + 1);

    private static decimal Fall(decimal from, decimal to) => from > 0 ? Math.Max(0m, (from - to) / from) : 0m;
}

/// <summary>Equity at the end of a UTC day.</summary>
internal sealed record PaperDay(DateOnly Day, decimal Equity);
