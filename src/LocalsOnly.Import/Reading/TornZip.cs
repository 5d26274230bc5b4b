using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LocalsOnly.Import.Reading;

/// <summary>A member of a zip whose directory is lost.</summary>
/// <param name="Name">As its own header says.</param>
/// <param name="Offset">Where its packed bytes begin.</param>
/// <param name="Length">How many of them there are.</param>
/// <param name="IsPacked">Deflated; otherwise stored as it is.</param>
/// <param name="IsEncrypted">Needs a password.</param>
internal sealed record TornMember(string Name, long Offset, long Length, bool IsPacked, bool IsEncrypted)
{
    /// <summary>The unpacked bytes, as far as they go.</summary>
    /// <param name="archive">A stream over the zip of its own, disposed with the result.</param>
    public Stream Open(Stream archive)
    {
        archive.Position = Offset;
        var slice = new SliceStream(archive, Length);
        return IsPacked ? new DeflateStream(slice, CompressionMode.Decompress) : slice;
    }
}

/// <summary>
/// Reads a zip whose download broke off. The directory is at its end and lost, but each member begins with a header of its own (APPNOTE 4.3.7): all members before the
/// break are whole, and of the one at the break everything up to it is there.
/// </summary>
internal static class TornZip
{
    private const int HeaderBytes = 30;
    private const int FirstChunkBytes = 1 << 16;
    private const int ChunkBytes = 1 << 20;
    private const ushort SizesFollow = 1 << 3;

    /// <summary>The members in order; empty when there is none.</summary>
    /// <param name="archive">A stream that can seek.</param>
    public static IEnumerable<TornMember> Members(Stream archive)
    {
        var at = 0L;
        while (ReadHeader(archive, at) is { } header)
        {
            var end = header.PackedLength is { } length && header.Data + length <= archive.Length ? header.Data + length : NextHeader(archive, header.Data);
            if (header.IsReadable && !header.Name.EndsWith('/')) yield return new TornMember(header.Name, header.Data, end - header.Data, header.IsDeflated, header.IsEncrypted);
            at = end;
        }
    }

    private static Header? ReadHeader(Stream archive, long at)
    {
        var fixedPart = new byte[HeaderBytes];
        archive.Position = at;
        if (archive.ReadAtLeast(fixedPart, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !IsHeader(fixedPart)) return null;
        var flags = Word(fixedPart, 6);
        var method = Word(fixedPart, 8);
        var variable = new byte[Word(fixedPart, 26) + Word(fixedPart, 28)];
        if (archive.ReadAtLeast(variable, variable.Length, throwOnEndOfStream: false) < variable.Length) return null;
        var name = Encoding.UTF8.GetString(variable, 0, Word(fixedPart, 26)).Replace('\\', '/');
        long? packed = (flags & SizesFollow) != 0 ? null : BinaryPrimitives.ReadUInt32LittleEndian(fixedPart.AsSpan(18));
        // A size of zip64 stands elsewhere: the next header is looked for instead.
        if (packed == uint.MaxValue) packed = null;
        return new Header(name, at + HeaderBytes + variable.Length, packed, method == 8, method is 0 or 8, (flags & 1) != 0);
    }

    // Four letters may occur in packed bytes: what follows them has to make sense too.
    private static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= HeaderBytes && bytes.StartsWith("PK\x3\x4"u8) && Word(bytes, 4) <= 63 && Word(bytes, 8) is 0 or 8 or 9 or 12 or 14 or 93 or 95 && Word(bytes, 26) is > 0 and < 4096;

    // Where the member that begins here ends: at the next header, at the directory, or with the file.
    private static long NextHeader(Stream archive, long from)
    {
        // Most members are small, and the header is near.
        var chunk = FirstChunkBytes;
        var buffer = new byte[chunk + HeaderBytes];
        for (var at = from; at < archive.Length;)
        {
            archive.Position = at;
            var read = archive.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var seen = buffer.AsSpan(0, read);
            for (var i = 0; i < Math.Min(read, chunk); i++)
            {
                var next = seen[i..].IndexOf("PK"u8);
                if (next < 0) break;
                i += next;
                if (IsHeader(seen[i..]) || seen[i..].StartsWith("PK\x1\x2"u8)) return at + i;
            }
            at += chunk;
            if (chunk == ChunkBytes) continue;
            chunk = ChunkBytes;
            buffer = new byte[chunk + HeaderBytes];
        }
        return archive.Length;
    }

    private static ushort Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private sealed record Header(string Name, long Data, long? PackedLength, bool IsDeflated, bool IsReadable, bool IsEncrypted);
}
