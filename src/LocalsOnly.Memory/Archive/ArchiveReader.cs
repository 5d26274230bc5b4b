using System.Buffers;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory.Archive;

/// <summary>Something read from the archive: an entry, or a fault with its place.</summary>
/// <param name="At">Where it starts.</param>
/// <param name="Next">Where reading goes on; persisting it makes the next reading incremental.</param>
/// <param name="Entry">Null when the line is damaged.</param>
/// <param name="Fault">What is wrong with the line, as the end of a sentence; null when nothing is.</param>
internal readonly record struct ArchiveItem(ArchivePosition At, ArchivePosition Next, ArchiveEntry? Entry, string? Fault);

/// <summary>Reads the archive from any position on, line by line, in memory that one line needs.</summary>
internal sealed class ArchiveReader(IOptions<DataOptions> options)
{
    public string Directory => options.Value.Nas;

    /// <summary>
    /// Everything from <paramref name="from"/> on. A last line without its line feed is unfinished and not read: its writer is at work or died,
    /// and the next writer removes it.
    /// </summary>
    public IEnumerable<ArchiveItem> ReadFrom(ArchivePosition from)
    {
        var segments = Segments.List(Directory);
        for (var i = 0; i < segments.Count; i++)
        {
            var segment = segments[i];
            if (segment < from.Segment) continue;
            var offset = segment == from.Segment ? from.Offset : 0;
            foreach (var item in ReadSegment(segment, offset, last: i == segments.Count - 1)) yield return item;
        }
    }

    /// <summary>What stands at one position; null when nothing whole does.</summary>
    public ArchiveItem? ReadAt(ArchivePosition position) =>
        File.Exists(Segments.PathOf(Directory, position.Segment)) ? ReadSegment(position.Segment, position.Offset, last: true).Cast<ArchiveItem?>().FirstOrDefault() : null;

    /// <summary>
    /// Identity of the archive: its very first line's checksum characters. Null when there is none. An index that was made from another archive is of no use.
    /// </summary>
    public string? Fingerprint()
    {
        var segments = Segments.List(Directory);
        if (segments.Count == 0) return null;
        using var stream = Open(segments[0]);
        Span<byte> head = stackalloc byte[80];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return read < head.Length ? null : System.Text.Encoding.Latin1.GetString(head);
    }

    /// <summary>Whether a position is still the end of a line in this archive.</summary>
    public bool Holds(ArchivePosition position)
    {
        if (position == ArchivePosition.Start) return true;
        var path = Segments.PathOf(Directory, position.Segment);
        if (!File.Exists(path)) return false;
        using var stream = Open(position.Segment);
        if (position.Offset == 0) return true;
        if (stream.Length < position.Offset) return false;
        stream.Position = position.Offset - 1;
        return stream.ReadByte() == '\n';
    }

    private IEnumerable<ArchiveItem> ReadSegment(int segment, long offset, bool last)
    {
        using var stream = Open(segment);
        if (offset > stream.Length) yield break;
        stream.Position = offset;
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            int start = 0, scanned = 0, end = 0;
            while (true)
            {
                var length = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
                if (length >= 0)
                {
                    var stop = scanned + length;
                    var at = new ArchivePosition(segment, offset);
                    offset += stop - start + 1;
                    var entry = ArchiveLine.Parse(buffer.AsSpan(start, stop - start), out var fault);
                    yield return new ArchiveItem(at, new ArchivePosition(segment, offset), entry, fault);
                    start = scanned = stop + 1;
                    continue;
                }
                if (start > 0)
                {
                    buffer.AsSpan(start, end - start).CopyTo(buffer);
                    end -= start;
                    start = 0;
                }
                scanned = end;
                if (end == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan(0, end).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
                var read = stream.Read(buffer, end, buffer.Length - end);
                if (read == 0) break;
                end += read;
            }
            if (end > 0 && !last)
                yield return new ArchiveItem(new(segment, offset), new(segment + 1, 0), null, "is unfinished, in a segment that is not the last");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FileStream Open(int segment) =>
        new(Segments.PathOf(Directory, segment), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
}
