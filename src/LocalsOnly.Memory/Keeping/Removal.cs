using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Keeping;

/// <summary>
/// Takes what is no longer to be there out of every file: the archive's segments, the index and what is left of old ones, its copy beside the archive, the vectors.
/// That it is due is noted beside the index first, so a kill or a full disk only puts it off: whoever writes to the archive next finishes it.
/// </summary>
internal sealed class Removal(
    ArchiveReader archive, IndexDatabase database, Indexer indexer, SegmentMerger merger, IndexBackup backup, IndexLeftovers leftovers, DenseRecall dense, IOptions<DataOptions> options, ILogger<Removal> logger)
{
    private string Mark => Path.Combine(options.Value.Local, "index.removal");

    /// <summary>Notes that there is something to remove; before it is certain what.</summary>
    /// <exception cref="MemoryStoreException">The directory cannot be written.</exception>
    public void MarkDue()
    {
        try
        {
            using var mark = PrivateFiles.Open(Mark, FileMode.OpenOrCreate, FileShare.ReadWrite | FileShare.Delete);
            mark.Flush(flushToDisk: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw database.Failed(fault);
        }
    }

    /// <summary>Removes what was forgotten. The index is up to the archive.</summary>
    /// <param name="dropUndone">Also what came with imports that are undone.</param>
    /// <exception cref="MemoryStoreException">It cannot be done yet; it stays due.</exception>
    /// <exception cref="SqliteException">The same.</exception>
    public RewriteResult Run(ArchiveWriter writer, bool dropUndone, CancellationToken cancellationToken)
    {
        MarkDue();
        var forgotten = new ForgottenLines(ArchiveReader.ReadFrom(archive.Layout(), ArchivePosition.Start));
        Dictionary<string, int> batches;
        HashSet<int> undone;
        HashSet<Digest> held;
        using (var connection = database.Open())
        {
            var imports = ImportTable.List(connection, MemoryScope.DefaultOwner);
            undone = dropUndone ? [.. imports.Where(import => import.Undone is not null).Select(import => import.Number)] : [];
            batches = ImportTable.Batches(connection);
            held = undone.Count > 0 ? HeldTable.Hashes(connection) : [];
        }
        var rewrite = new ArchiveRewrite(writer, (entry, line) => forgotten.Contains(entry, line) || (undone.Contains(ImportOf(entry)) && !IsHeld(entry)), ImportOf);
        var generation = writer.Manifest.Generation;
        var result = writer.Write(() => rewrite.Write(cancellationToken));
        indexer.HoldWhile(() =>
        {
            rewrite.Replace();
            using var connection = database.Open();
            Relocation.Apply(connection, result, generation, writer.Manifest, writer.End);
        });
        Purge();
        return result;

        bool IsHeld(ArchiveEntry entry) =>
            entry.Conversation is { } conversation && held.Contains(Observations.DigestOf(entry, conversation));

        int ImportOf(ArchiveEntry entry) => entry.Import ?? batches.GetValueOrDefault(entry.Batch ?? "");
    }

    /// <summary>Finishes what was put off, if anything was; when it still cannot be done, that stops nobody.</summary>
    public void FinishDue(ArchiveWriter writer)
    {
        if (!File.Exists(Mark)) return;
        try
        {
            Run(writer, dropUndone: false, CancellationToken.None);
        }
        catch (Exception fault) when (fault is MemoryStoreException or SqliteException)
        {
            logger.LogWarning("What was forgotten is still in some file: {Reason}", fault.Message);
        }
    }

    // Out of everything but the archive.
    private void Purge()
    {
        try
        {
            // Nobody copies or restores the index meanwhile.
            using var turn = FileTurn.TryTake(database.SnapshotLockPath, wait: true);
            backup.Delete();
            database.DeleteSetAside();
            leftovers.Delete(IndexLeftovers.Snapshot, IndexLeftovers.Restore);
            // One that is under way finds by itself that the archive was rewritten.
            leftovers.DeleteRebuild();
            dense.ForgetAsync(CancellationToken.None).GetAwaiter().GetResult();
            merger.Run(all: true, CancellationToken.None);
            using (var connection = database.Open()) IndexPurge.Run(connection);
            File.Delete(Mark);
        }
        catch (Exception fault) when (fault is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new MemoryStoreException(
                $"What was removed is found no more, but its bytes are still in {options.Value.Local} ({fault.Message.TrimEnd('.')}): free space or allow writing there and run locals archive compact.", fault);
        }
    }
}
