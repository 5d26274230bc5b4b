using System.Buffers;

namespace LocalsOnly.Memory.Archive;

/// <summary>Segments as version 1 wrote them: lines without any packing. They are read for ever and never appended to again.</summary>
internal static class PlainLines
{
    /// <summary>Each line as a block of its own, with bytes of its own: blocks are read ahead of who takes them in.</summary>
    public static IEnumerable<ArchiveBlock> Read(Segment segment, long offset, bool mayBeUnfinished)
    {
        using var stream = ArchiveReader.Open(segment);
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
                    var at = new ArchivePosition(segment.Number, offset);
                    offset += stop - start + 1;
                    yield return new ArchiveBlock(segment, at, new(segment.Number, offset), buffer.AsSpan(start, stop - start).ToArray(), null);
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
            if (end > 0 && !mayBeUnfinished)
                yield return new ArchiveBlock(segment, new(segment.Number, offset), new(segment.Number, offset + end), default, "is unfinished, in a segment that is not the last");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Removes a last line without its line feed, and says how many lines there are.</summary>
    public static long Finish(FileStream segment)
    {
        var lines = 0L;
        var end = 0L;
        var at = 0L;
        var block = new byte[1 << 16];
        segment.Position = 0;
        for (int read; (read = segment.Read(block)) > 0; at += read)
        {
            var part = block.AsSpan(0, read);
            lines += part.Count((byte)'\n');
            if (part.LastIndexOf((byte)'\n') is >= 0 and var feed) end = at + feed + 1;
        }
        if (end != segment.Length) segment.SetLength(end);
        return lines;
    }
}
