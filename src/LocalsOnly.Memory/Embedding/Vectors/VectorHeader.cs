using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>
/// The beginning of a file of vectors: <c>[8 × magic][int version][int dimensions][int row bytes][int length of id][UTF-8 id …][ulong check]</c>, and in its
/// last 16 bytes how many rows were durable at the last flush, with a check of their own since they change.
/// </summary>
internal static class VectorHeader
{
    public const int Bytes = 512;
    public const int DurableAt = 496;
    public const int DurableBytes = 16;
    public const int MostIdBytes = CheckAt - IdAt;

    private const int Version = 1;
    private const int VersionAt = 8;
    private const int DimensionsAt = 12;
    private const int RowBytesAt = 16;
    private const int IdLengthAt = 20;
    private const int IdAt = 24;
    private const int CheckAt = 488;

    private static ReadOnlySpan<byte> Magic => "LOCALVEC"u8;

    public static byte[] Write(EmbeddingModel model, VectorLayout layout)
    {
        var header = new byte[Bytes];
        var span = header.AsSpan();
        Magic.CopyTo(span);
        BinaryPrimitives.WriteInt32LittleEndian(span[VersionAt..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(span[DimensionsAt..], model.Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(span[RowBytesAt..], layout.RowBytes);
        BinaryPrimitives.WriteInt32LittleEndian(span[IdLengthAt..], Encoding.UTF8.GetBytes(model.Id, span[IdAt..CheckAt]));
        BinaryPrimitives.WriteUInt64LittleEndian(span[CheckAt..], XxHash3.HashToUInt64(span[..CheckAt]));
        WriteDurable(span[DurableAt..], 0);
        return header;
    }

    /// <summary>Which model made the vectors.</summary>
    /// <exception cref="EmbeddingException">It is another file, damaged, or of a later version.</exception>
    public static EmbeddingModel Read(ReadOnlySpan<byte> header, string path)
    {
        if (!header.StartsWith(Magic)) throw Fault($"{path} is no file of vectors: move it away.");
        if (BinaryPrimitives.ReadInt32LittleEndian(header[VersionAt..]) > Version) throw Fault($"The vectors in {path} are from a later version: update, or delete the file to make them anew.");
        if (BinaryPrimitives.ReadUInt64LittleEndian(header[CheckAt..]) != XxHash3.HashToUInt64(header[..CheckAt]))
            throw Fault($"The beginning of {path} is damaged: delete the file to make its vectors anew.");
        var id = Encoding.UTF8.GetString(header.Slice(IdAt, BinaryPrimitives.ReadInt32LittleEndian(header[IdLengthAt..])));
        return new EmbeddingModel(id, BinaryPrimitives.ReadInt32LittleEndian(header[DimensionsAt..]));
    }

    public static void WriteDurable(Span<byte> place, long rows)
    {
        BinaryPrimitives.WriteInt64LittleEndian(place, rows);
        BinaryPrimitives.WriteUInt64LittleEndian(place[8..], XxHash3.HashToUInt64(place[..8]));
    }

    /// <summary>Rows that were durable at the last flush; null when the number is damaged.</summary>
    public static long? ReadDurable(ReadOnlySpan<byte> header)
    {
        var place = header[DurableAt..];
        return BinaryPrimitives.ReadUInt64LittleEndian(place[8..]) == XxHash3.HashToUInt64(place[..8]) ? BinaryPrimitives.ReadInt64LittleEndian(place) : null;
    }

    private static EmbeddingException Fault(string message) => new(EmbeddingFault.VectorFile, message);
}
