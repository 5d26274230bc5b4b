using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory.Index;

/// <summary>How far indexing has come.</summary>
/// <param name="BytesDone">Bytes of the archive that are read.</param>
/// <param name="BytesTotal">Bytes of the archive.</param>
/// <param name="Observations">Conversations read, each as often as it was imported differently.</param>
public readonly record struct IndexingProgress(long BytesDone, long BytesTotal, int Observations);

/// <summary>The sizes of an archive's segments.</summary>
internal sealed class ArchiveExtent(ArchiveLayout layout)
{
    private readonly List<(int Number, long Length)> _segments = [.. layout.Lines.Select(segment => (segment.Number, new FileInfo(segment.Path).Length))];

    public long Bytes => _segments.Sum(segment => segment.Length);

    /// <summary>How many bytes are before a position.</summary>
    public long Before(ArchivePosition position) => _segments.Where(segment => segment.Number < position.Segment).Sum(segment => segment.Length) + position.Offset;
}
