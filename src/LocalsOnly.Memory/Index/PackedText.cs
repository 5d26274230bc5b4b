using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LocalsOnly.Memory.Postings;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Index;

/// <summary>
/// Texts of messages as the index stores them: short ones as text, long ones packed by Brotli (RFC 7932) where that saves room, as a blob of their length in
/// UTF-8 (four bytes, little-endian) and the packed bytes.
/// </summary>
internal static class PackedText
{
    // In bytes of UTF-8. Below, the few bytes saved are not worth the work.
    private const int ShortestPacked = 192;

    private const int MostBytes = 1 << 30;

    // 173 MB/s on messages of an export; the next level saves a tenth of the room at 108 MB/s.
    private const int Quality = 0;
    private const int WindowBits = 18;

    /// <summary>Binds a text to a parameter of a statement.</summary>
    public static void Bind(Statement statement, int parameter, string text)
    {
        if (text.Length < ShortestPacked / 3)
        {
            statement.Bind(parameter, text);
            return;
        }
        var length = Encoding.UTF8.GetByteCount(text);
        var (plain, packed) = (ArrayPool<byte>.Shared.Rent(length), ArrayPool<byte>.Shared.Rent(length + sizeof(int)));
        try
        {
            Encoding.UTF8.GetBytes(text, plain);
            BinaryPrimitives.WriteInt32LittleEndian(packed, length);
            var room = packed.AsSpan(sizeof(int), length - (length / 8));
            if (length >= ShortestPacked && BrotliEncoder.TryCompress(plain.AsSpan(0, length), room, out var written, Quality, WindowBits))
                statement.Bind(parameter, packed.AsSpan(0, sizeof(int) + written));
            else
                statement.Bind(parameter, text);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(packed);
        }
    }

    /// <summary>The text in a column.</summary>
    /// <exception cref="DamagedIndexException">It does not unpack.</exception>
    public static string Of(Statement statement, int column) => statement.IsBlob(column) ? Unpack(statement.Blob(column)) : statement.Text(column)!;

    /// <inheritdoc cref="Of(Statement, int)"/>
    public static string Of(SqliteDataReader reader, int column) => Of(reader.GetValue(column))!;

    /// <summary>The text of a value; null for null.</summary>
    /// <exception cref="DamagedIndexException">It does not unpack.</exception>
    public static string? Of(object? value) => value is byte[] packed ? Unpack(packed) : value as string;

    private static string Unpack(ReadOnlySpan<byte> packed)
    {
        var length = packed.Length > sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(packed) : -1;
        if (length is < 0 or > MostBytes) throw new DamagedIndexException("a text does not unpack");
        var plain = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return BrotliDecoder.TryDecompress(packed[sizeof(int)..], plain.AsSpan(0, length), out var written) && written == length
                ? Encoding.UTF8.GetString(plain, 0, length)
                : throw new DamagedIndexException("a text does not unpack");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain);
        }
    }
}
