using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>
/// Where things lie in a file of vectors, all little-endian. A header of <see cref="VectorHeader.Bytes"/>, then rows of
/// <c>[long id][float scale][uint check][sbyte × d]</c> with zeros up to a multiple of 16. A negative id is the complement of a deleted one's; of its vector
/// nothing is left. The check covers all of the row.
/// </summary>
internal readonly record struct VectorLayout(int Dimensions)
{
    public const int HeadBytes = 16;

    private const int ScaleAt = 8;
    private const int CheckAt = 12;

    /// <summary>Bytes of a row's vector, the zeros behind it included.</summary>
    public int VectorBytes => (Dimensions + Dot.Block - 1) / Dot.Block * Dot.Block;

    public int RowBytes => HeadBytes + VectorBytes;

    public long OffsetOf(int row) => VectorHeader.Bytes + ((long)row * RowBytes);

    public int RowsIn(long fileLength) => checked((int)Math.Max(0, (fileLength - VectorHeader.Bytes) / RowBytes));

    public static long Id(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadInt64LittleEndian(row);

    public static float Scale(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadSingleLittleEndian(row[ScaleAt..]);

    public static ReadOnlySpan<sbyte> Vector(ReadOnlySpan<byte> row) => MemoryMarshal.Cast<byte, sbyte>(row[HeadBytes..]);

    public static void Write(Span<byte> row, long id, ReadOnlySpan<float> vector)
    {
        var scale = Int8.Write(vector, MemoryMarshal.Cast<byte, sbyte>(row[HeadBytes..]));
        BinaryPrimitives.WriteSingleLittleEndian(row[ScaleAt..], scale);
        Seal(row, id);
    }

    public static void WriteTombstone(Span<byte> row, long id)
    {
        row.Clear();
        Seal(row, ~id);
    }

    public static bool IsSound(ReadOnlySpan<byte> row) => BinaryPrimitives.ReadUInt32LittleEndian(row[CheckAt..]) == Check(row);

    private static void Seal(Span<byte> row, long id)
    {
        BinaryPrimitives.WriteInt64LittleEndian(row, id);
        BinaryPrimitives.WriteUInt32LittleEndian(row[CheckAt..], Check(row));
    }

    // Id and scale go in as the seed: what lies between them and the vector is the check itself. Never 0, so that room not written yet is no row.
    private static uint Check(ReadOnlySpan<byte> row)
    {
        var scale = BinaryPrimitives.ReadUInt32LittleEndian(row[ScaleAt..]);
        var seed = Id(row) ^ unchecked((long)(scale * 0x9E3779B97F4A7C15UL));
        var check = (uint)XxHash3.HashToUInt64(row[HeadBytes..], seed);
        return check == 0 ? 1 : check;
    }
}
