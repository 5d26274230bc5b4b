using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Keeps segments few: eight of about a size become one of the next size (<see cref="MergeChoice"/>), so each document is written again once for each of a handful of sizes. A merge reads
/// what is immutable and writes pages that nobody knows of yet, in short transactions; only the last makes it count. Killed anywhere, what it wrote is
/// garbage, which the next one clears away.
/// </summary>
internal sealed class SegmentMerger(IndexDatabase database)
{
    /// <summary>Merges until there is nothing to merge; returns how many times it did.</summary>
    /// <param name="all">Every segment with something dead in it, however little: what is forgotten must not stay in a file.</param>
    /// <exception cref="MemoryStoreException">The directory cannot be written.</exception>
    /// <exception cref="SqliteException">The index cannot be read or written.</exception>
    /// <exception cref="DamagedIndexException">A page is not what was written.</exception>
    public int Run(bool all, CancellationToken cancellationToken)
    {
        using var turn = database.TakeTurn(database.MergeLockPath, wait: all, cancellationToken);
        if (turn is null) return 0;
        var merges = 0;
        while (MergeOnce(all, cancellationToken)) merges++;
        if (merges > 0) GiveBack();
        return merges;
    }

    // What was merged leaves as much room as it took; a file that keeps it would be half as large again as what is in it.
    private void GiveBack()
    {
        using var connection = database.Open();
        connection.Execute("PRAGMA incremental_vacuum");
    }

    private bool MergeOnce(bool all, CancellationToken cancellationToken)
    {
        using var reading = Open();
        using var transaction = reading.BeginTransaction(deferred: true);
        using var pages = new PageReader(reading);
        var choice = new MergeChoice(reading, pages, database.Snapshots);
        var chosen = choice.Next(all);
        if (chosen.Count == 0) return false;
        var merge = new SegmentMerge(reading, chosen);
        using var writing = Open();
        ClearGarbage(writing);
        long id;
        using (var output = new MergeOutput(writing))
        {
            id = SegmentTable.NewId(writing);
            merge.Write(new SegmentWriter(output.Pages, id), cancellationToken);
            output.Complete();
        }
        return Replace(writing, chosen, merge.Count > 0 ? id : null, merge.Count, choice.Identity);
    }

    // Every page is read or written once, so a cache for more than a transaction of them is memory for nothing. The next who opens a connection sets it back.
    private SqliteConnection Open()
    {
        var connection = database.Open();
        connection.Execute("PRAGMA cache_size = -4096");
        return connection;
    }

    // False when something of the inputs was taken out or replaced meanwhile: then the work was for nothing.
    private static bool Replace(SqliteConnection connection, List<(Segment Segment, DeadBlocks Dead)> inputs, long? merged, int documents, long identity)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var isSame = SnapshotVersion.Read(connection).Identity == identity && inputs.All(input =>
            connection.Scalar("SELECT count(*) FROM dead_blocks WHERE segment = $id AND EXISTS (SELECT 1 FROM segments WHERE id = $id)", ("$id", input.Segment.Id)) is long dead &&
            dead == input.Dead.Count && connection.Scalar("SELECT 1 FROM segments WHERE id = $id", ("$id", input.Segment.Id)) is not null);
        if (isSame)
        {
            foreach (var (segment, _) in inputs) SegmentTable.Delete(connection, segment.Id);
            if (merged is { } id) SegmentTable.Insert(connection, id, documents);
            SegmentTable.Changed(connection);
        }
        transaction.Commit();
        return isSame;
    }

    // Of a merge that was killed. Only who has the turn may do this, and a commit makes pages and segment at once.
    private static void ClearGarbage(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("DELETE FROM pages WHERE id >> 24 NOT IN (SELECT id FROM segments)");
        transaction.Commit();
    }
}
