using static LocalsOnly.Agents.Tools.Paper.PaperText;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>What happened, one line each.</summary>
internal static class PaperLines
{
    public static string Line(PaperEvent happened) => happened switch
    {
        AccountOpened account => $"paper account opened with {Usd(account.Cash)}, imaginary",
        SignalRecorded { Signal: var signal } => Recorded(signal),
        OpeningRefused refused => $"opening in {refused.Symbol} refused: {refused.Refusal.Sentence}",
        PositionOpened opened => Opened(opened),
        Marked mark => $"{mark.Symbol} marked at {Plain(mark.Price)} USD ({mark.Source}, {At(mark.PriceAt)})",
        FundingPaid funding => $"{funding.Position} {funding.Symbol} funding of {At(funding.Hour)}: {Cost(funding.Amount)} (rate {Rate(funding.Rate)} of "
            + $"{Usd(funding.Quantity * funding.Price)}{(funding.Estimated ? ", estimated: the hour was missed or told no rate" : "")})",
        Stopped stopped => $"{stopped.Position} {stopped.Symbol} stopped at {Plain(stopped.Stop)}: {Fill(stopped.Fill)}{Gap(stopped)}",
        TargetTaken target => $"{target.Position} {target.Symbol} target of {R(target.R)} taken: {Fill(target.Fill)}",
        Closed closed => $"{closed.Position} {closed.Symbol} closed: {Fill(closed.Fill)}{Last(closed)}",
        StopMoved moved => $"{moved.Position} {moved.Symbol} stop moved from {Plain(moved.From)} to {Plain(moved.To)}",
        BreakerTripped tripped => $"{Breaker(tripped.Breaker)} breaker tripped: equity {Usd(tripped.Equity)} is {Percent(tripped.Loss)} below {Usd(tripped.From)}; "
            + $"nothing is opened on paper {Until(tripped.Breaker)}",
        BreakerReset reset => $"{Breaker(reset.Breaker)} breaker reset at an equity of {Usd(reset.Equity)}",
        _ => happened.GetType().Name,
    };

    /// <summary>Money that goes the other way when it is negative.</summary>
    public static string Cost(decimal amount) => amount >= 0 ? $"{Money(amount)} USD paid" : $"{Money(-amount)} USD received";

    public static string Rate(decimal hourly) => $"{Plain(hourly * 100m)} % per hour";

    /// <summary>How long a breaker holds.</summary>
    public static string Until(PaperBreaker breaker) => breaker == PaperBreaker.Daily ? "until 00:00 UTC or a reset" : "until a reset";

    private static string Recorded(PaperSignal signal)
    {
        var verdict = signal.Failures.Count == 0 ? "passes the entry gate" : $"refused for {string.Join(", ", signal.Failures.Select(failure => failure.Reason))}";
        return $"signal {signal.Id} recorded by {signal.By}: {signal.Symbol} {Side(signal.Side)}, strength {Plain(signal.Strength)}, "
            + $"confidence {Plain(signal.Confidence)}, {verdict}";
    }

    private static string Opened(PositionOpened opened)
    {
        var position = opened.Position;
        return $"{position.Id} {position.Symbol} {Side(position.Side)} opened{(position.Signal is { } signal ? $" from {signal}" : "")}: "
            + $"{Plain(position.Quantity)} at {Plain(position.Entry)} (mark {Plain(opened.Mark)} of {position.Source}, slippage {Bps(opened.Slippage)}), "
            + $"stop {Plain(position.Stop)}, at risk {Usd(position.Risk)}, {Plain(position.Leverage)}x, margin {Usd(position.Margin)}, fee {Money(opened.Fee)} USD, "
            + $"targets {string.Join(", ", position.Targets.Select(target => $"{Plain(target.Price)} ({R(target.R)})"))}";
    }

    private static string Fill(PaperFill fill) =>
        $"{Plain(fill.Quantity)} at {Plain(fill.Price)} (mark {Plain(fill.Mark)}, slippage {Bps(fill.Slippage)}), profit {Usd(fill.Gain)}, fee {Money(fill.Fee)} USD";

    private static string Gap(Stopped stopped) => stopped.Unseen is { } since
        ? $"; no price was seen since {At(since)}, so it filled at the first one that was seen and not at the stop"
        : "";

    private static string Last(Closed closed) => closed.Gone is { } since
        ? $"; no source knows the market any more, so this is at its last mark, of {At(since)}"
        : "";

    /// <summary>Fees and funding of small positions are below a cent.</summary>
    private static string Money(decimal amount) => amount == 0 || Math.Abs(amount) >= 0.01m ? Cents(amount) : Plain(amount);
}
