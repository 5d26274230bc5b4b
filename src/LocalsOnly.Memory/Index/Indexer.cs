using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Brings the index up to the archive. How far it has read is kept in the same transaction as what it read, so it may be killed anywhere and
/// run by several processes: whoever comes second finds nothing left to do.
/// </summary>
internal sealed class Indexer(ArchiveReader archive, IndexDatabase database, Redactor redactor, ILogger<Indexer> logger)
{
    // Readers see progress in steps of this size, and the write-ahead log stays small.
    private const int ConversationsPerTransaction = 500;

    private readonly Lock _lock = new();

    /// <summary>Indexes all that is new and returns how many conversations that were.</summary>
    /// <exception cref="MemoryStoreException">The archive cannot be read, or is not the one that was indexed and empty.</exception>
    public int CatchUp(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            try
            {
                return CatchUpOrRepair(cancellationToken);
            }
            catch (SqliteException fault)
            {
                throw new MemoryStoreException(
                    $"The index cannot be written ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.", fault);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new MemoryStoreException(
                    $"The archive directory {archive.Directory} cannot be read ({fault.Message.TrimEnd('.')}): mount it or allow reading there, or set Data:Nas to another directory.",
                    fault);
            }
        }
    }

    private int CatchUpOrRepair(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var generation = 0;
            try
            {
                using (var connection = database.Open(out generation))
                {
                    var same = IsSameArchive(connection);
                    if (same && IsSameRedaction(connection))
                    {
                        var indexed = IndexAll(connection, cancellationToken);
                        // A reader may have set this index aside meanwhile: then the one in its place is filled.
                        if (database.CaughtUp(generation) || attempt >= IndexDatabase.MostAttempts) return indexed;
                        continue;
                    }
                    connection.Close();
                    if (same) database.Discard("was made under other rules of redaction", generation);
                    else database.SetAside("was made from another archive", generation);
                }
            }
            catch (SqliteException fault) when (IndexDatabase.IsDamage(fault) && attempt < IndexDatabase.MostAttempts)
            {
                database.SetAside("is damaged", generation);
            }
        }
    }

    private int IndexAll(SqliteConnection connection, CancellationToken cancellationToken)
    {
        var indexed = 0;
        var damaged = 0;
        while (true)
        {
            var (conversations, faults, more) = IndexSome(connection, cancellationToken);
            indexed += conversations;
            damaged += faults;
            if (!more) break;
        }
        if (damaged > 0)
            logger.LogWarning("{Count} damaged lines of the archive {Directory} were skipped; run locals doctor for their places", damaged, archive.Directory);
        return indexed;
    }

    private (int Conversations, int Faults, bool More) IndexSome(SqliteConnection connection, CancellationToken cancellationToken)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var writer = new IndexWriter(connection, redactor);
        var start = ReadProgress(connection).Position;
        var next = start;
        int conversations = 0, faults = 0;
        var more = false;
        foreach (var item in archive.ReadFrom(start))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (item.Entry is { } entry)
            {
                writer.Put(entry, item.At);
                conversations++;
            }
            else
            {
                faults++;
                logger.LogWarning("Archive segment {Segment}: the line at byte {Offset} {Fault}; skipped", item.At.Segment, item.At.Offset, item.Fault);
            }
            next = item.Next;
            if (conversations < ConversationsPerTransaction) continue;
            more = true;
            break;
        }
        writer.Complete();
        if (next != start)
            connection.Execute("UPDATE progress SET segment = $segment, offset = $offset, fingerprint = $fingerprint, redaction = $redaction",
                ("$segment", next.Segment), ("$offset", next.Offset), ("$fingerprint", archive.Fingerprint()), ("$redaction", redactor.Fingerprint));
        transaction.Commit();
        return (conversations, faults, more);
    }

    private bool IsSameArchive(SqliteConnection connection)
    {
        var (position, fingerprint) = ReadProgress(connection);
        if (position == ArchivePosition.Start) return true;
        var found = archive.Fingerprint();
        // An unmounted share looks like an empty directory. Forgetting everything because of it would be absence deleting.
        if (found is null)
            throw new MemoryStoreException(
                $"The archive directory {archive.Directory} is empty, but conversations from it are indexed: mount it again. Until then what is indexed still answers, and nothing new can be stored.");
        return found == fingerprint && archive.Holds(position);
    }

    // What was indexed under other rules holds what is to be redacted now, or lacks what no longer is.
    private bool IsSameRedaction(SqliteConnection connection) =>
        ReadProgress(connection).Position == ArchivePosition.Start || connection.Scalar("SELECT redaction FROM progress") as string == redactor.Fingerprint;

    private static (ArchivePosition Position, string? Fingerprint) ReadProgress(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT segment, offset, fingerprint FROM progress");
        using var reader = command.ExecuteReader();
        return reader.Read() ? (new(reader.GetInt32(0), reader.GetInt64(1)), reader.TextOrNull(2)) : (ArchivePosition.Start, null);
    }
}
