using LocalsOnly.Agents.Tools.Paper;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>paper_positions</c>: the paper book has open positions, or one was closed since the task last succeeded, so that the end of the last one is told too. Nothing is asked
/// outside the house.
/// </summary>
internal sealed class PaperPositionsGate(PaperLedger ledger) : ITaskGate
{
    public string Name => "paper_positions";

    public string Example => "paper_positions";

    public void Validate(GateSetting setting) => setting.Only();

    public Task<GateVerdict> TestAsync(GateCall call, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var book = ledger.Book;
            var closed = book.Trades.Count(trade => trade.ClosedAt > call.LastSuccess);
            var open = book.Positions.Count == 0 ? "no paper position is open" : FormattableString.Invariant($"{book.Positions.Count} open on paper: {string.Join(", ", book.Positions.Keys)}");
            return new GateVerdict(book.Positions.Count + closed > 0, closed == 0 ? open : FormattableString.Invariant($"{open}, and {closed} closed since {FileTimes.Text(call.LastSuccess)}"));
        },
        cancellationToken);
}
