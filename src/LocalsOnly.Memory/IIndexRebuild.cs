using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory;

/// <summary>Makes the index anew.</summary>
public interface IIndexRebuild
{
    /// <summary>
    /// Makes the index anew from the archive, beside the one in use, which answers until the new one takes its place in one step. Returns how many observations
    /// were read.
    /// </summary>
    /// <exception cref="MemoryStoreException">The archive cannot be read or is empty, or the index cannot be written; the old index is still in use.</exception>
    Task<int> RunAsync(IProgress<IndexingProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>Keeps a copy of the index beside the archive, so that a new machine need not make it anew.</summary>
public interface IIndexSnapshot
{
    /// <summary>Writes a new copy; false when the one that is there is of the same content.</summary>
    /// <exception cref="MemoryStoreException">It cannot be written; the copy before it is kept.</exception>
    Task<bool> WriteAsync(CancellationToken cancellationToken = default);

    /// <summary>The copy that is there; null when there is none.</summary>
    SnapshotInfo? Find();

    /// <summary>Deletes it.</summary>
    /// <exception cref="MemoryStoreException">It cannot be deleted.</exception>
    void Delete();
}

/// <summary>A copy of the index.</summary>
/// <param name="Written">UTC.</param>
/// <param name="Bytes">Its size.</param>
public sealed record SnapshotInfo(DateTimeOffset Written, long Bytes);
