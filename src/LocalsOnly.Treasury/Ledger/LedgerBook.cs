using LocalsOnly.Inference;
using LocalsOnly.Memory;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Treasury.Ledger;

/// <summary>Reads the ledger while the host, in this process or another, goes on writing it. A ledger that is not there yet is an empty one.</summary>
internal sealed class LedgerBook(string directory)
{
    public string Path { get; } = System.IO.Path.Combine(directory, "ledger.db");

    public string Directory => directory;

    /// <exception cref="TreasuryException">It cannot be read.</exception>
    public IReadOnlyList<UsageRow> Rows(DateTimeOffset from, DateTimeOffset to) => Read(file => file.Rows(from, to)) ?? [];

    /// <exception cref="TreasuryException">It cannot be read.</exception>
    public IReadOnlyList<UsageRow> Folded(DateTimeOffset from, DateTimeOffset to) => Read(file => file.Folded(from, to)) ?? [];

    /// <exception cref="TreasuryException">It cannot be read.</exception>
    public IReadOnlyList<(UsageKind Kind, UsageSum Sum)> Totals(DateTimeOffset from, DateTimeOffset to) => Read(file => file.Totals(from, to)) ?? [];

    /// <exception cref="TreasuryException">It cannot be read.</exception>
    public DateTimeOffset? First() => Read(file => file.First());

    /// <exception cref="TreasuryException">It cannot be read.</exception>
    public IEnumerable<UsageEvent> Events(DateTimeOffset from, DateTimeOffset to, string? session = null)
    {
        using var file = Open();
        using var events = file?.Events(from, to, session).GetEnumerator();
        while (events is not null && Next(events)) yield return events.Current;
    }

    private static bool Next(IEnumerator<UsageEvent> events)
    {
        try
        {
            return events.MoveNext();
        }
        catch (SqliteException broken)
        {
            throw Broken(broken);
        }
    }

    private T? Read<T>(Func<LedgerFile, T> read)
    {
        using var file = Open();
        try
        {
            return file is null ? default : read(file);
        }
        catch (SqliteException broken)
        {
            throw Broken(broken);
        }
    }

    private LedgerFile? Open()
    {
        if (!File.Exists(Path)) return null;
        try
        {
            return new LedgerFile(Path);
        }
        catch (Exception broken) when (broken is SqliteException or SqliteFileException)
        {
            throw Broken(broken);
        }
    }

    private static TreasuryException Broken(Exception broken) => new($"The usage ledger cannot be read ({broken.Message.TrimEnd('.')}).", broken);
}
