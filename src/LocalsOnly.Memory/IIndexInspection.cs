namespace LocalsOnly.Memory;

/// <summary>Says how the index is.</summary>
public interface IIndexInspection
{
    /// <summary>Looks at it.</summary>
    /// <exception cref="MemoryStoreException">It cannot be read.</exception>
    Task<IndexStatus> InspectAsync(CancellationToken cancellationToken = default);
}

/// <summary>How the index is.</summary>
/// <param name="Schema">Version of its form; another one is made anew.</param>
/// <param name="Messages">Messages that can be recalled, of all owners.</param>
/// <param name="Authors">How many authors they have.</param>
/// <param name="Segments">Parts of the inverted index.</param>
/// <param name="Dead">Messages that are gone and still in a part.</param>
/// <param name="Bytes">On the local disk.</param>
/// <param name="Ranking">Version of the ranking's weights.</param>
/// <param name="Snapshot">The copy beside the archive; null when there is none.</param>
public sealed record IndexStatus(int Schema, long Messages, int Authors, int Segments, long Dead, long Bytes, string Ranking, SnapshotInfo? Snapshot);
