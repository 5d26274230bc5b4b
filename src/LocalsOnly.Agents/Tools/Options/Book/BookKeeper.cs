using LocalsOnly.Agents.Journals;

namespace LocalsOnly.Agents.Tools.Options.Book;

/// <summary>Keeps the book: everything is read from its file each time, so a restart changes nothing.</summary>
internal sealed class BookKeeper(string path)
{
    private readonly Journal<BookEntry> _journal = new(path, BookJson.Default.BookEntry);
    private readonly Lock _gate = new();

    /// <summary>The state now.</summary>
    public WheelBook Read() => WheelBook.After(_journal.Read());

    /// <summary>The lines, oldest first.</summary>
    public IReadOnlyList<BookEntry> Lines() => _journal.Read();

    /// <summary>Writes a line when what it says can have happened, and returns its number with the state before and after it.</summary>
    /// <param name="make">Makes the line from the state before it, and refuses what its time forbids.</param>
    /// <exception cref="ToolException">It cannot have happened, or was written in this turn already.</exception>
    public (int Line, WheelBook Before, WheelBook After) Write(Func<WheelBook, BookEntry> make)
    {
        lock (_gate)
        {
            var lines = _journal.Read();
            var before = WheelBook.After(lines);
            var entry = make(before);

            // All calls of a turn have its time: the same line with the same time is a model that repeats itself.
            var reversed = WheelBook.Reversed(lines);
            if (lines.Where((_, index) => !reversed.Contains(index + 1)).Contains(entry))
                throw new ToolException("That was written in this turn already; if it happened twice, say so in another message.");
            var after = WheelBook.After(lines, entry);
            _journal.Append(entry);
            return (lines.Count + 1, before, after);
        }
    }
}
