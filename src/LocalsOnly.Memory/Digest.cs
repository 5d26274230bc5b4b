using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Memory;

/// <summary>A SHA-256, small enough to be a key in memory by the hundred thousand.</summary>
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D) : IComparable<Digest>
{
    /// <summary>Of 32 bytes.</summary>
    public static Digest From(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));

    /// <summary>The digest of some bytes.</summary>
    public static Digest OfBytes(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return From(hash);
    }

    /// <summary>Of a conversation's JSON: equal for equal conversations, whatever list types they hold.</summary>
    public static Digest Of(Conversation conversation) => OfBytes(JsonSerializer.SerializeToUtf8Bytes(conversation, ArchiveFormat.Json.Conversation));

    /// <summary>From 64 hexadecimal digits.</summary>
    /// <exception cref="FormatException">They are something else.</exception>
    public static Digest Parse(string hex) => From(Convert.FromHexString(hex));

    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, A);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), B);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(16), C);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), D);
        return bytes;
    }

    public int CompareTo(Digest other)
    {
        var order = A.CompareTo(other.A);
        if (order == 0) order = B.CompareTo(other.B);
        if (order == 0) order = C.CompareTo(other.C);
        return order != 0 ? order : D.CompareTo(other.D);
    }

    public override string ToString() => Convert.ToHexStringLower(ToBytes());
}
