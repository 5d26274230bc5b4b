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
    ArchiveReader archive, IndexDatabase live, Indexer indexer, Redactor redactor, IOptions<DataOptions> options, TimeProvider time, ILoggerFactory loggers) : IIndexRebuild
{
    private const string FileName = "index.rebuild.db";

    public Task<int> RunAsync(IProgress<IndexingProgress>? progress, CancellationToken cancellationToken) => Task.Run(() => Run(progress, cancellationToken), cancellationToken);

    private int Run(IProgress<IndexingProgress>? progress, CancellationToken cancellationToken)
    {
        if (archive.Layout().IsEmpty)
            throw new MemoryStoreException($"The archive directory {archive.Directory} is empty, so there is nothing to rebuild the index from: mount it, or import something first.");
        int read;
        using (var database = new IndexDatabase(options, time, loggers.CreateLogger<IndexDatabase>(), fileName: FileName))
        {
            var merger = new SegmentMerger(database);
            var making = new Indexer(archive, database, merger, redactor, loggers.CreateLogger<Indexer>());
            read = making.CatchUp(cancellationToken, progress);
            try
            {
                using var source = database.Open();
                live.Replace(source);
            }
            catch (SqliteException fault)
            {
                throw new MemoryStoreException($"The new index cannot be put in place ({fault.Message.TrimEnd('.')}); the old one is still in use. Free space in Data:Local and run locals memory rebuild again.", fault);
            }
        }
        foreach (var part in (ReadOnlySpan<string>)["", "-wal", "-shm", ".merge"]) File.Delete(Path.Combine(options.Value.Local, FileName + part));
        // What was archived while the last of it was being put in place.
        indexer.CatchUp(cancellationToken);
        return read;
    }
}
