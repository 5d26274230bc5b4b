using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace LocalsOnly.Memory.Archive;

/// <summary>
/// A gzip member (RFC 1952) whose header says how long the member is, in an extra field <c>LO</c> of four bytes: a file of members is walked without
/// inflating anything, and a member that was not written to its end is recognised. Any gunzip reads it and skips the field.
/// </summary>
internal static class GzipMember
{
    public const int HeaderLength = 20;
    private const int TrailerLength = 8;

    /// <summary>A member without a deflate stream, which earlier builds made of nothing: it is read as empty, though no gunzip does.</summary>
    public const int TruncatedLength = HeaderLength + TrailerLength;

    // Magic, deflate, FEXTRA, no time, no level, unknown system, 8 bytes of extra field, LO, 4 bytes.
    private static readonly byte[] s_header = [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, (byte)'L', (byte)'O', 4, 0];

    /// <summary>Deflate cannot do better than 1032:1; a header that says otherwise is damaged, and nothing is allocated for it.</summary>
    private const int MostRatio = 1040;

    /// <summary>Packs content into one member.</summary>
    public static MemoryStream Pack(ReadOnlySpan<byte> content)
    {
        var packed = new MemoryStream();
        Pack(packed, content);
        return packed;
    }

    /// <summary>Packs content, given in two parts, into one member, which is then all that the stream holds.</summary>
    public static void Pack(MemoryStream packed, ReadOnlySpan<byte> content, ReadOnlySpan<byte> end = default)
    {
        packed.SetLength(0);
        packed.Write(s_header);
        packed.Write([0, 0, 0, 0]);
        if (content.IsEmpty && end.IsEmpty)
        {
            // DeflateStream writes nothing of nothing; this is one last block of fixed codes, and its end.
            packed.Write([3, 0]);
        }
        else
        {
            using var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true);
            deflate.Write(content);
            deflate.Write(end);
        }
        var sum = new Crc32();
        sum.Append(content);
        sum.Append(end);
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, sum.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)(content.Length + end.Length));
        packed.Write(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(packed.GetBuffer().AsSpan(s_header.Length), (uint)packed.Length);
    }

    /// <summary>Length of the whole member that a header begins; null when it is no header of ours.</summary>
    /// <param name="header">At least <see cref="HeaderLength"/> bytes.</param>
    public static long? LengthOf(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith(s_header)) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[s_header.Length..]);
        return length >= TruncatedLength ? length : null;
    }

    /// <summary>Whether these first bytes may become a header: what a write that was cut off there leaves.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> start) => start.Length < HeaderLength && start[..Math.Min(start.Length, s_header.Length)].SequenceEqual(s_header.AsSpan(0, Math.Min(start.Length, s_header.Length)));

    /// <summary>Where the next header of ours is in some bytes; -1 when there is none.</summary>
    public static int IndexOfHeader(ReadOnlySpan<byte> bytes) => bytes.IndexOf(s_header);

    /// <summary>The content of a member; null when it is damaged.</summary>
    public static byte[]? Unpack(ReadOnlyMemory<byte> member)
    {
        var span = member.Span;
        if (span.Length < TruncatedLength || LengthOf(span) != span.Length) return null;
        if (span.Length == TruncatedLength) return span[HeaderLength..].ContainsAnyExcept((byte)0) ? null : [];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(span[^4..]);
        if (length > (ulong)span.Length * MostRatio || length > Array.MaxLength) return null;
        var content = new byte[length];
        try
        {
            using var deflate = new DeflateStream(Reading(member[HeaderLength..^TrailerLength]), CompressionMode.Decompress);
            if (deflate.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) != content.Length || deflate.ReadByte() >= 0) return null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
        return Crc32.HashToUInt32(content) == BinaryPrimitives.ReadUInt32LittleEndian(span[^TrailerLength..]) ? content : null;
    }

    private static MemoryStream Reading(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);
}
