using System.Collections.Immutable;
using static LocalsOnly.Agents.Tools.Paper.PaperText;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Shows the book at the prices of now. It writes nothing: a stop that is passed here is filled by the marker.</summary>
internal sealed class PaperStatus(PaperLedger ledger, PaperPrices prices)
{
    public async Task<string> ShowAsync(CancellationToken cancellationToken)
    {
        var book = ledger.Book;
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        var found = await prices.LookAsync(book.Positions.Keys, missing, cancellationToken);
        book = ledger.Book;
        var at = book.At;
        foreach (var (symbol, price) in found)
        {
            if (PaperMarking.IsFresh(price, at) && book.Positions.TryGetValue(symbol, out var position) && price.At >= position.PriceAt)
                book = book.With(new Marked(symbol, price.Price, price.HourlyFunding, price.Source, price.At));
            else if (price.Stale is { } why)
                missing[symbol] = why;
        }

        var (gain, today) = (book.Equity - book.Start, book.Equity - book.DayStart);
        var (share, risk) = (book.Equity > 0 ? book.Margin / book.Equity : 0m, PaperSizing.Risk(book));
        List<string> lines =
        [
            $"Paper book at {At(at)}: imaginary money, no real order anywhere.",
            $"equity: {Usd(book.Equity)} (cash {Usd(book.Cash)}, open profit {Usd(book.Unrealised)})",
            $"since the beginning with {Usd(book.Start)}: {Usd(gain)} ({Percent(gain / book.Start)}), realised {Usd(book.Cash - book.Start)} after fees and funding",
            $"today (UTC) from {Usd(book.DayStart)}: {Usd(today)}; daily loss {Limited(book, PaperBreaker.Daily)}",
            $"drawdown from {Usd(book.From(PaperBreaker.Drawdown))}: {Limited(book, PaperBreaker.Drawdown)}",
            $"exposure: margin {Usd(book.Margin)} ({Percent(share)} of the equity, limit {Percent(PaperRules.MostExposure)}), notional {Usd(book.Notional)}",
            $"risk for a trade: {Usd(Math.Max(0m, risk * book.Equity))} ({Percent(risk)} of the equity{(book.Trades.Count >= PaperRules.KellyTrades ? ", half-Kelly considered" : "")})",
        ];
        if (book.Positions.Count == 0) lines.Add("positions: none open");
        foreach (var position in book.Positions.Values) Describe(lines, position, at, missing.GetValueOrDefault(position.Symbol));
        var waiting = book.Signals.Values.Where(signal => signal.Failures.Count == 0 && signal.Position is null && signal.Expires > at).ToList();
        foreach (var signal in waiting)
            lines.Add($"signal {signal.Id}: {signal.Symbol} {Side(signal.Side)} passes the gate, expires {At(signal.Expires)}, ended by: {signal.Invalidation}");
        lines.Add($"signals: {book.SignalsRecorded} recorded, {book.SignalsPassed} passed the entry gate; refused for: {Counts(book.SignalRefusals)}");
        lines.Add($"openings: {book.PositionsOpened} made; refused for: {Counts(book.OpeningRefusals)}");
        return string.Join('\n', lines);
    }

    private static void Describe(List<string> lines, PaperPosition position, DateTimeOffset at, string? problem)
    {
        var age = at - position.PriceAt;
        var old = age > PaperRules.FreshPrice ? $", STALE: {Age(age)} old" : "";
        var rate = position.HourlyFunding is { } hourly ? $"now {PaperLines.Rate(hourly)}" : "rate unknown";
        var passed = position.Stopped(position.Mark) ? "; this price has passed it, and the next mark fills it" : "";
        var targets = position.Targets.Count == 0 ? "none left" : string.Join(", ", position.Targets.Select(target => $"{Plain(target.Price)} ({R(target.R)})"));
        lines.Add(
            $"{position.Id} {position.Symbol} {Side(position.Side)}: {Plain(position.Quantity)} from {Plain(position.Entry)} ({At(position.OpenedAt)}), "
            + $"{Plain(position.Leverage)}x, setup {position.Setup}");
        lines.Add($"  mark: {Plain(position.Mark)} USD ({position.Source}, {At(position.PriceAt)}{old}){(problem is null ? "" : $"; {problem.TrimEnd('.')}")}");
        lines.Add(
            $"  open profit: {Usd(position.Unrealised)}; realised {Usd(position.Realised)}; fees {Usd(position.Fees)}; funding {PaperLines.Cost(position.Funding)}, {rate}");
        lines.Add($"  stop: {Plain(position.Stop)} (at risk from the entry {Usd(PaperStop.Risk(position, position.Stop))}){passed}; targets: {targets}");
        if (position.Invalidation is { } ends) lines.Add($"  ended by: {ends}");
    }

    private static string Limited(PaperBook book, PaperBreaker breaker)
    {
        var held = book.Tripped.TryGetValue(breaker, out var tripped) ? $", TRIPPED at {Percent(tripped.Loss)}: nothing is opened {PaperLines.Until(breaker)}" : "";
        return $"{Percent(book.Loss(breaker))}, breaker at {Percent(PaperRules.Limit(breaker))}{held}";
    }

    private static string Counts(ImmutableSortedDictionary<string, int> counts) => counts.Count == 0
        ? "nothing"
        : string.Join(", ", counts.OrderByDescending(one => one.Value).Select(one => $"{one.Key} {one.Value}"));
}
