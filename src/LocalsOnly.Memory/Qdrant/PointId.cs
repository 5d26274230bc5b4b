using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>
/// The id of a point follows from whose message it is of and that message's key, so that storing it twice stores it once and nothing has to be looked up.
/// The owner is part of it because two people may import the same export: their keys are equal, their points must not be.
/// </summary>
internal static class PointId
{
    /// <summary>Made once at random; with another one every stored point would be a stranger.</summary>
    private static readonly Guid s_namespace = new("8f0c3a52-6e1d-4b7b-9c0e-2d4f7a61b5e3");

    public static Guid Of(string owner, string messageKey) => Named(s_namespace, $"{owner}\0{messageKey}");

    /// <summary>A version 5 UUID (RFC 9562 §5.5): the first 16 bytes of SHA-1 over a namespace and a name in UTF-8, with version and variant set.</summary>
    public static Guid Named(Guid space, string name)
    {
        const int Size = 16;
        var buffer = ArrayPool<byte>.Shared.Rent(Size + Encoding.UTF8.GetMaxByteCount(name.Length));
        space.TryWriteBytes(buffer, bigEndian: true, out _);
        var length = Size + Encoding.UTF8.GetBytes(name, buffer.AsSpan(Size));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
#pragma warning disable CA5350 // The RFC wants SHA-1; nothing is kept secret by it.
        SHA1.HashData(buffer.AsSpan(0, length), hash);
#pragma warning restore CA5350
        ArrayPool<byte>.Shared.Return(buffer);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..Size], bigEndian: true);
    }
}
