using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Memory.Index;

/// <summary>A line that was committed, with what its conversation now is, when that is known.</summary>
internal readonly record struct CommittedLine(ArchiveEntry Entry, LineLocation Line, FoldedConversation? Folded);

/// <summary>
/// Brings the index up to the archive. How far it has read is kept in the same transaction as what it read, so it may be killed anywhere and
/// run by several processes: whoever comes second finds nothing left to do.
/// </summary>
internal sealed class Indexer(ArchiveReader archive, IndexDatabase database, SegmentMerger merger, Redactor redactor, ILogger<Indexer> logger, IndexBackup? backup = null)
{
    // Readers see progress in steps of this size, and the write-ahead log stays small.
    private const int ConversationsPerTransaction = 500;

    // Of text, parsed and counted several times that in memory: large conversations make smaller steps.
    private const long BytesPerTransaction = 12L << 20;

    private readonly Lock _lock = new();
    private TermCounter? _folding;

    /// <summary>What lines are counted with before they come here.</summary>
    public CurrentVocabulary Vocabulary { get; } = new();

    private TermCounter Folding => _folding ??= new TermCounter(Vocabulary);

    /// <summary>Indexes all that is new and returns how many observations that were.</summary>
    /// <exception cref="MemoryStoreException">The archive cannot be read, or is not the one that was indexed and empty.</exception>
    public int CatchUp(CancellationToken cancellationToken, IProgress<IndexingProgress>? progress = null)
    {
        lock (_lock)
        {
            try
            {
                return CatchUpOrRepair(progress, cancellationToken);
            }
            catch (Exception fault) when (fault is SqliteException or DamagedIndexException)
            {
                throw database.Failed(fault);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(fault);
            }
        }
    }

    /// <summary>Asks the index what is stored; one that does not hold the archive yet, which would call everything new, is brought up to it first.</summary>
    /// <exception cref="MemoryStoreException">The index or the archive cannot be read.</exception>
    public T Ask<T>(Func<SqliteConnection, T> ask, CancellationToken cancellationToken)
    {
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                var generation = 0;
                try
                {
                    if (database.NeedsCatchUp) CatchUp(cancellationToken);
                    using var connection = database.Open(out generation);
                    return ask(connection);
                }
                catch (Exception fault) when (IndexDatabase.IsDamage(fault) && attempt < IndexDatabase.MostAttempts)
                {
                    database.SetAside("is damaged", generation);
                    CatchUp(cancellationToken);
                }
            }
        }
        catch (SqliteException fault)
        {
            throw new MemoryStoreException(
                $"The index cannot be read ({fault.Message.TrimEnd('.')}): try again, and if it stays so, delete index.db in Data:Local; it is rebuilt from the archive.", fault);
        }
    }

    /// <summary>
    /// Indexes lines that this process has just committed, without reading them again; when the index is not where they begin, or is damaged, it catches up
    /// from the archive instead.
    /// </summary>
    /// <exception cref="MemoryStoreException">As <see cref="CatchUp"/>.</exception>
    public void Index(Manifest manifest, ArchivePosition from, ArchivePosition to, IReadOnlyList<CommittedLine> lines)
    {
        lock (_lock)
        {
            try
            {
                using var connection = database.Open(out var generation);
                using var transaction = connection.BeginTransaction(deferred: false);
                var progress = IndexProgress.Read(connection);
                var isNext = (progress.Archive == manifest.Archive && progress.Generation == manifest.Generation && progress.Position == from && progress.Redaction == redactor.Fingerprint) ||
                    (progress.Position == ArchivePosition.Start && from == ArchivePosition.Start);
                if (isNext && !database.NeedsCatchUp)
                {
                    using (var entries = new EntryIndexer(connection, database.Snapshots, redactor, Folding))
                    using (var reader = new LineReader(archive.Layout()))
                    {
                        foreach (var line in lines) entries.Add(line.Entry, line.Line, line.Folded);
                        entries.Complete(reader);
                    }
                    new IndexProgress(manifest.Archive, manifest.Generation, to, redactor.Fingerprint).Write(connection);
                    transaction.Commit();
                    return;
                }
            }
            catch (SqliteException fault) when (!IndexDatabase.IsDamage(fault))
            {
                logger.LogWarning("The index could not be written ({Reason}) and is brought up to the archive", fault.Message);
            }
            catch (Exception fault) when (IndexDatabase.IsDamage(fault))
            {
                // Catching up meets the same damage, and repairs it.
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw Unreadable(fault);
            }
        }
        CatchUp(CancellationToken.None);
    }

    /// <summary>Does something while nobody in this process indexes: between a rewrite of the archive and the index's being told of it everything would be indexed anew.</summary>
    public void HoldWhile(Action action)
    {
        lock (_lock) action();
    }

    /// <summary>Merges segments where there are many. What is in the way is left for the next time: it costs time only.</summary>
    public void Merge()
    {
        try
        {
            merger.Run(all: false, CancellationToken.None);
        }
        catch (Exception fault) when (fault is SqliteException or DamagedIndexException or IOException or UnauthorizedAccessException or MemoryStoreException)
        {
            logger.LogDebug("Segments could not be merged: {Reason}", fault.Message);
        }
    }

    private int CatchUpOrRepair(IProgress<IndexingProgress>? progress, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var generation = 0;
            try
            {
                bool isSame;
                using (var connection = database.Open(out generation))
                {
                    var layout = archive.Layout();
                    backup?.Restore(connection, layout);
                    isSame = IsSameArchive(connection, ref layout);
                    if (isSame && IsSameRedaction(connection))
                    {
                        var indexed = IndexAll(connection, layout, progress, cancellationToken);
                        // A reader may have set this index aside meanwhile: then the one in its place is filled.
                        if (database.CaughtUp(generation) || attempt >= IndexDatabase.MostAttempts) return indexed;
                        continue;
                    }
                }
                if (isSame)
                {
                    // The copy was made under them too.
                    backup?.Delete();
                    database.Discard("was made under other rules of redaction", generation);
                }
                else database.SetAside("was made from another archive", generation);
            }
            catch (Exception fault) when (IndexDatabase.IsDamage(fault) && attempt < IndexDatabase.MostAttempts)
            {
                database.SetAside("is damaged", generation);
            }
        }
    }

    private int IndexAll(SqliteConnection connection, ArchiveLayout layout, IProgress<IndexingProgress>? progress, CancellationToken cancellationToken)
    {
        var counts = new IndexingCounts();
        // Whoever else indexes may be further by the next transaction: then reading begins where that is.
        while (IndexSome(connection, layout, counts, progress, cancellationToken)) Merge();
        if (counts.Faults > 0)
            logger.LogWarning("{Count} damaged places of the archive {Directory} were skipped; run locals archive verify for them", counts.Faults, archive.Directory);
        return counts.Observations;
    }

    // True when another process went on with the index meanwhile.
    private bool IndexSome(SqliteConnection connection, ArchiveLayout layout, IndexingCounts counts, IProgress<IndexingProgress>? progress, CancellationToken cancellationToken)
    {
        var start = IndexProgress.Read(connection).Position;
        var total = new ArchiveExtent(layout);
        var batch = new List<PreparedBlock>();
        var (observations, bytes) = (0, 0L);
        foreach (var block in PreparedBlocks.ReadFrom(layout, start, redactor, Vocabulary, cancellationToken).ToBlockingEnumerable(cancellationToken))
        {
            batch.Add(block);
            observations += block.Lines.Count;
            bytes += block.Block.Text.Length;
            if (observations < ConversationsPerTransaction && bytes < BytesPerTransaction) continue;
            if (!Store(connection, layout, start, batch, counts)) return true;
            start = batch[^1].Block.Next;
            progress?.Report(new IndexingProgress(total.Before(start), total.Bytes, counts.Observations));
            (batch, observations, bytes) = ([], 0, 0);
            Merge();
        }
        if (batch.Count == 0) return false;
        var isNext = Store(connection, layout, start, batch, counts);
        progress?.Report(new IndexingProgress(total.Before(batch[^1].Block.Next), total.Bytes, counts.Observations));
        Merge();
        return !isNext;
    }

    private bool Store(SqliteConnection connection, ArchiveLayout layout, ArchivePosition start, List<PreparedBlock> batch, IndexingCounts counts)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        if (IndexProgress.Read(connection).Position != start) return false;
        using var entries = new EntryIndexer(connection, database.Snapshots, redactor, Folding);
        using var reader = new LineReader(layout);
        foreach (var (block, lines) in batch)
        {
            if (block.Fault is not null) Skip(block, block.Fault);
            foreach (var line in lines)
            {
                if (line.Entry is not { } entry)
                {
                    Skip(block, line.Fault!);
                    continue;
                }
                entries.Add(entry, line.Line, alone: line.Alone);
                if (entry.Kind == EntryKind.Observation) counts.Observations++;
            }
        }
        entries.Complete(reader);
        new IndexProgress(layout.Identity(), layout.Manifest?.Generation ?? 0, batch[^1].Block.Next, redactor.Fingerprint).Write(connection);
        transaction.Commit();
        return true;

        void Skip(ArchiveBlock block, string fault)
        {
            counts.Faults++;
            logger.LogWarning("Archive segment {Segment}: what is at byte {Offset} {Fault}; skipped", block.Segment.Name, block.At.Offset, fault);
        }
    }

    // The layout is read again where the archive was rewritten since.
    private bool IsSameArchive(SqliteConnection connection, ref ArchiveLayout layout)
    {
        var progress = IndexProgress.Read(connection);
        if (progress.Position == ArchivePosition.Start) return true;
        ThrowIfAway(archive.Directory, layout, progress);
        if (layout.Identity() != progress.Archive) return false;
        if ((layout.Manifest?.Generation ?? 0) is var generation && generation != progress.Generation && progress.Generation + generation > 1)
        {
            // Rewritten by another program, or by one that died before it could tell the index. What was forgotten must not stay in a file set aside.
            using (var transaction = connection.BeginTransaction(deferred: false))
            {
                layout = archive.Layout();
                // Who rewrote it may have told the index while this waited for its turn.
                if (IndexProgress.Read(connection) != progress || (layout.Manifest?.Generation ?? 0) != generation)
                {
                    transaction.Rollback();
                    return IsSameArchive(connection, ref layout);
                }
                connection.Execute(IndexSchema.Clear);
                transaction.Commit();
            }
            merger.Run(all: true, CancellationToken.None);
            IndexPurge.Run(connection);
            return true;
        }
        return ArchiveReader.Holds(layout, progress.Position);
    }

    /// <summary>An unmounted share looks like an empty directory. Forgetting everything because of it would be absence deleting.</summary>
    /// <exception cref="MemoryStoreException">The archive is empty, and something of it was indexed.</exception>
    public static void ThrowIfAway(string directory, ArchiveLayout layout, IndexProgress progress)
    {
        if (layout.IsEmpty && progress.Position != ArchivePosition.Start)
            throw new MemoryStoreException(
                $"The archive directory {directory} is empty, but conversations from it are indexed: mount it again. Until then what is indexed still answers, and nothing new can be stored.");
    }

    // What was indexed under other rules holds what is to be redacted now, or lacks what no longer is.
    private bool IsSameRedaction(SqliteConnection connection) =>
        IndexProgress.Read(connection) is var progress && (progress.Position == ArchivePosition.Start || progress.Redaction == redactor.Fingerprint);

    private sealed class IndexingCounts
    {
        public int Observations { get; set; }

        public int Faults { get; set; }
    }

    private MemoryStoreException Unreadable(Exception fault) => new(
        $"The archive directory {archive.Directory} cannot be read ({fault.Message.TrimEnd('.')}): mount it or allow reading there, or set Data:Nas to another directory.",
        fault);
}
