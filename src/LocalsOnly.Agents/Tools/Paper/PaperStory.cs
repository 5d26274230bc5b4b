using static LocalsOnly.Agents.Tools.Paper.PaperText;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Tells the journal: what happened last, or one position from its signal to its end.</summary>
internal sealed class PaperStory(PaperLedger ledger)
{
    /// <summary>How far the last events are looked for; a position is looked for from its opening on.</summary>
    private static readonly TimeSpan s_reach = TimeSpan.FromDays(62);

    /// <summary>The last events; marks and single hours of funding are left out.</summary>
    public string Last(int count)
    {
        var told = ledger.Since(ledger.Book.At - s_reach)
            .SelectMany(line => line.Events.Select(happened => (line.At, Event: happened)))
            .Where(one => one.Event is not (Marked or FundingPaid))
            .TakeLast(count)
            .ToList();
        return told.Count == 0
            ? "The paper journal has nothing of the last two months."
            : $"Paper journal, the last {told.Count}, oldest first (marks and funding left out):\n" + string.Join('\n', told.Select(one => Told(one.At, one.Event)));
    }

    /// <exception cref="ToolException">There was no such position.</exception>
    public string Of(string id)
    {
        var book = ledger.Book;
        var open = book.Positions.Values.FirstOrDefault(position => Same(position.Id, id) || Same(position.Symbol, id));
        var closed = book.Trades.LastOrDefault(trade => Same(trade.Id, id)) ?? book.Trades.LastOrDefault(trade => Same(trade.Symbol, id));
        var (its, symbol, from) = open is not null ? (open.Id, open.Symbol, open.OpenedAt)
            : closed is not null ? (closed.Id, closed.Symbol, closed.OpenedAt)
            : throw new ToolException(book.PositionsOpened == 0
                ? "No paper position was ever opened, so there is no story of one."
                : $"There was no paper position '{PersonSentences.Plain(id)}'; there are P1 to P{book.PositionsOpened}.");
        List<string> lines = [$"Paper position {its} ({symbol}):"];
        List<FundingPaid> funding = [];
        foreach (var line in ledger.Since(from))
        {
            foreach (var happened in line.Events)
            {
                if (happened is FundingPaid paid && paid.Position == its) funding.Add(paid);
                else if (IsOf(happened, its)) lines.Add(Told(line.At, happened));
            }
        }

        lines.Add(
            $"funding: {funding.Count} hours, {PaperLines.Cost(funding.Sum(hour => hour.Amount))}, {funding.Count(hour => hour.Estimated)} of them estimated");
        lines.Add(closed is not null && open is null
            ? $"result: {Usd(closed.Net)} after fees and funding, {R(closed.R)}, closed {At(closed.ClosedAt)}"
            : $"still open: {Plain(open!.Quantity)} at a mark of {Plain(open.Mark)} ({open.Source}, {At(open.PriceAt)}), open profit {Usd(open.Unrealised)}");
        return string.Join('\n', lines);
    }

    private static bool IsOf(PaperEvent happened, string id) => happened switch
    {
        PositionOpened opened => opened.Position.Id == id,
        PositionReduced reduced => reduced.Position == id,
        StopMoved moved => moved.Position == id,
        _ => false,
    };

    private static string Told(DateTimeOffset at, PaperEvent happened) => $"{At(at)} {PaperLines.Line(happened)}";

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
