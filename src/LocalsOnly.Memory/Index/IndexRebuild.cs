using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Redaction;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Makes the index anew from the archive, beside the one in use, and puts it in its place when it is done: until then questions are answered from the old one.
/// Killed anywhere, the old one stays, and the next rebuild goes on where this one stopped.
/// </summary>
internal sealed class IndexRebuild(
    ArchiveReader archive, IndexDatabase live, Indexer indexer, IndexLeftovers leftovers, Redactor redactor, IOptions<DataOptions> options, TimeProvider time, ILoggerFactory loggers) : IIndexRebuild
{
    public Task<int> RunAsync(IProgress<IndexingProgress>? progress, CancellationToken cancellationToken) => Task.Run(() => Run(progress, cancellationToken), cancellationToken);

    private int Run(IProgress<IndexingProgress>? progress, CancellationToken cancellationToken)
    {
        if (archive.Layout().IsEmpty)
            throw new MemoryStoreException($"The archive directory {archive.Directory} is empty, so there is nothing to rebuild the index from: mount it, or import something first.");
        // Makes the directory, and says so when it cannot.
        using (live.Open())
        {
        }
        using var turn = live.TakeTurn(live.RebuildLockPath, wait: false, cancellationToken) ??
            throw new MemoryStoreException("The index is being made anew already: wait until that has finished.");
        int read;
        try
        {
            read = MakeAndReplace(progress, cancellationToken);
        }
        catch (Exception fault) when (((fault as MemoryStoreException)?.InnerException ?? fault) is SqliteException cause)
        {
            // On a full disk, half an index would only keep it full.
            if (IndexDatabase.IsUnwritable(cause)) leftovers.Delete(IndexLeftovers.Rebuild);
            throw new MemoryStoreException(
                $"The new index cannot be made ({cause.Message.TrimEnd('.')}); the old one is still in use. Free space in {options.Value.Local}, or allow writing there, and run locals memory rebuild again.", fault);
        }
        leftovers.Delete(IndexLeftovers.Rebuild);
        // What was archived while the last of it was being put in place.
        indexer.CatchUp(cancellationToken);
        return read;
    }

    private int MakeAndReplace(IProgress<IndexingProgress>? progress, CancellationToken cancellationToken)
    {
        using var database = new IndexDatabase(options, time, loggers.CreateLogger<IndexDatabase>(), fileName: IndexLeftovers.Rebuild);
        var making = new Indexer(archive, database, new SegmentMerger(database), redactor, loggers.CreateLogger<Indexer>());
        var read = making.CatchUp(cancellationToken, progress);
        using var source = database.Open();
        live.Replace(source);
        return read;
    }
}
