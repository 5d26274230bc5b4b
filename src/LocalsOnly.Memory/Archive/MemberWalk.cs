using System.Buffers;

namespace LocalsOnly.Memory.Archive;

/// <summary>A stretch of a file of gzip members: one member, or something else with what is wrong about it.</summary>
/// <param name="Offset">Byte at which it begins.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Fault">The end of a sentence; null for a member whose header is right.</param>
internal readonly record struct MemberSpan(long Offset, long Length, string? Fault);

/// <summary>Walks a file of gzip members from header to header.</summary>
internal static class MemberWalk
{
    private const int Window = 1 << 16;

    /// <summary>
    /// Every stretch from <paramref name="offset"/> on. A last member that was not written to its end is left out when <paramref name="mayBeUnfinished"/>:
    /// its writer is at work or died.
    /// </summary>
    public static IEnumerable<MemberSpan> From(FileStream file, long offset, bool mayBeUnfinished)
    {
        var header = new byte[GzipMember.HeaderLength];
        var end = file.Length;
        while (offset < end)
        {
            file.Position = offset;
            var read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
            var length = read == header.Length ? GzipMember.LengthOf(header) : null;
            if (length is { } whole && offset + whole <= end)
            {
                yield return new MemberSpan(offset, whole, null);
                offset += whole;
                continue;
            }
            // What a write that was cut off leaves has no header behind it; damage in the middle has.
            var next = NextHeader(file, offset + 1, end);
            if (next is null && mayBeUnfinished && (length is not null || GzipMember.MayBegin(header.AsSpan(0, read)) || IsZero(file, offset, end))) yield break;
            yield return new MemberSpan(offset, (next ?? end) - offset, length is null ? "is no gzip member of the archive" : "is unfinished");
            offset = next ?? end;
        }
    }

    /// <summary>Where the unfinished rest of a file begins; its length when there is none.</summary>
    public static long WholeLength(FileStream file)
    {
        var end = 0L;
        foreach (var span in From(file, 0, mayBeUnfinished: true)) end = span.Offset + span.Length;
        return end;
    }

    /// <summary>The bytes of a stretch.</summary>
    public static byte[] Read(FileStream file, long offset, long length)
    {
        var bytes = new byte[length];
        file.Position = offset;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static long? NextHeader(FileStream file, long from, long end)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Window);
        try
        {
            while (from < end)
            {
                file.Position = from;
                var read = file.ReadAtLeast(buffer, Window, throwOnEndOfStream: false);
                var at = GzipMember.IndexOfHeader(buffer.AsSpan(0, read));
                if (at >= 0) return from + at;
                if (read < Window) return null;
                from += read - GzipMember.HeaderLength;
            }
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A file system that lost power may keep a file's length and not its bytes.
    private static bool IsZero(FileStream file, long from, long end)
    {
        var buffer = new byte[4096];
        file.Position = from;
        while (from < end)
        {
            var read = file.Read(buffer);
            if (read == 0) break;
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0)) return false;
            from += read;
        }
        return true;
    }
}
