using System.Globalization;
using LocalsOnly.Agents.Journals;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>
/// Keeps the paper book: in memory as the fold so far, and below <c>Data:Local</c> as one journal for each month (<c>desks/paper/2026-11.jsonl</c>). A month's
/// file begins with a checkpoint of the book, so a start reads one month and not years. What is not in the journal has not happened.
/// </summary>
internal sealed class PaperLedger(IOptions<DataOptions> options, TimeProvider time)
{
    private readonly string _folder = Path.Combine(options.Value.Local, "desks", "paper");
    private readonly Lock _gate = new();
    private PaperBook? _book;
    private string? _month;

    /// <summary>The book as it is now: a day that has ended since the last line has ended in it.</summary>
    /// <exception cref="ToolException">The journal cannot be read.</exception>
    public PaperBook Book
    {
        get
        {
            lock (_gate)
            {
                var book = Load();
                return book.Turn(Now(book));
            }
        }
    }

    /// <summary>
    /// Decides and writes in one step, so that two calls at once never decide on the same book. What <paramref name="decide"/> throws leaves everything as it was.
    /// </summary>
    /// <exception cref="ToolException">The journal cannot be read or written; the book is as it was.</exception>
    public T Write<T>(Func<PaperDraft, T> decide)
    {
        lock (_gate)
        {
            var book = Load();
            var draft = new PaperDraft(book, Now(book));
            var result = decide(draft);
            if (draft.Seal() is { } entry) Append(book, entry);
            return result;
        }
    }

    /// <summary>The lines from a time on, oldest first, without checkpoints.</summary>
    public IReadOnlyList<PaperEntry> Since(DateTimeOffset from)
    {
        lock (_gate)
        {
            var first = Month(from);
            return
            [
                .. Months().Where(month => string.CompareOrdinal(month, first) >= 0)
                    .SelectMany(month => JournalOf(month).Read())
                    .Where(entry => entry.At >= from && entry.Events is not [Checkpoint]),
            ];
        }
    }

    private PaperBook Load()
    {
        if (_book is { } known) return known;
        // Newest first, back to a file that begins with a checkpoint. One whose checkpoint was torn has no line at all, and the month before speaks.
        var read = new Stack<IReadOnlyList<PaperEntry>>();
        string? newest = null;
        foreach (var month in Months().AsEnumerable().Reverse())
        {
            var entries = JournalOf(month).Read();
            if (entries.Count == 0) continue;
            newest ??= month;
            read.Push(entries);
            if (entries is [{ Events: [Checkpoint] }, ..]) break;
        }

        _month = newest;
        return _book = read.SelectMany(entries => entries).Aggregate(PaperBook.Empty, (book, entry) => book.Apply(entry));
    }

    private void Append(PaperBook book, PaperEntry entry)
    {
        // The clock may be set back over the end of a month; the journal does not go back with it.
        var month = Month(entry.At);
        if (_month is { } last && string.CompareOrdinal(month, last) < 0) month = last;
        var journal = JournalOf(month);
        if (book.Opened && month != _month) journal.Append(new PaperEntry(book.At, [new Checkpoint(book)]));
        _month = month;
        journal.Append(entry);
        _book = book.Apply(entry);
    }

    /// <summary>Time does not go back in the book, whatever the clock does.</summary>
    private DateTimeOffset Now(PaperBook book)
    {
        var now = time.GetUtcNow();
        return now > book.At ? now : book.At;
    }

    private Journal<PaperEntry> JournalOf(string month) => new(Path.Combine(_folder, month + ".jsonl"), PaperJson.Default.PaperEntry);

    private List<string> Months() => !Directory.Exists(_folder)
        ? []
        : [.. Directory.EnumerateFiles(_folder, "????-??.jsonl").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    private static string Month(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
