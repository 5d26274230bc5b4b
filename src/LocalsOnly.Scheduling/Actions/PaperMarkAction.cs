using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Paper;
using static LocalsOnly.Agents.Tools.Paper.PaperText;

namespace LocalsOnly.Scheduling;

/// <summary>
/// <c>paper_mark</c>: marks the paper book at the prices of now and tells what was closed or tripped since it last told, whoever marked it, or that the equity is 1 % away from
/// what was told last. Otherwise it says nothing. It runs by the clock and so can close a position at its stop or target, and never open one.
/// </summary>
internal sealed class PaperMarkAction(PaperLedger ledger, PaperPrices prices, TaskMarks marks) : ITaskAction
{
    /// <summary>Change of the equity that is told, as a fraction.</summary>
    private const decimal Notable = 0.01m;

    public string Name => "paper_mark";

    public async Task<string> RunAsync(ActionCall call, CancellationToken cancellationToken)
    {
        var missing = await MarkAsync(cancellationToken);
        var mark = marks.Find(call.Task.Id, Name, call.LastSuccess);
        var since = mark?.At ?? call.LastSuccess;
        // The book first: what is written meanwhile is told the next time.
        var book = ledger.Book;
        var happened = ledger.Since(since).Where(entry => entry.At > since && entry.At <= book.At).SelectMany(entry => entry.Events).Where(one => one is Stopped or TargetTaken or BreakerTripped).ToList();
        var told = mark?.Value ?? book.Equity;
        var change = told > 0 ? (book.Equity / told) - 1 : 0;
        var tells = happened.Count > 0 || Math.Abs(change) >= Notable;
        marks.Put(new TaskMark(call.Task.Id, Name, call.Due, book.At, tells ? book.Equity : told, ForRun: tells), call.LastSuccess);
        if (!tells) return "";
        List<string> lines =
        [
            "**Paper book**, imaginary money",
            .. happened.Select(one => $"- {PaperLines.Line(one)}"),
            $"Equity {Usd(book.Equity)}, {Percent(change)} since it was last told; {book.Positions.Count} open.",
        ];
        if (missing.Count > 0) lines.Add($"Not marked: {string.Join(" ", missing.Values.Distinct())}");
        return string.Join('\n', lines);
    }

    /// <exception cref="ToolException">Not one position could be marked.</exception>
    private async Task<Dictionary<string, string>> MarkAsync(CancellationToken cancellationToken)
    {
        var missing = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = ledger.Book.Positions.Keys.ToList();
        if (open.Count == 0) return missing;
        var found = await prices.LookAsync(open, missing, cancellationToken);
        if (found.Count == 0) throw new ToolException(string.Join(' ', missing.Values.Distinct()));
        ledger.Write(draft =>
        {
            PaperMarking.Round(draft, found);
            return draft;
        });
        return missing;
    }
}
