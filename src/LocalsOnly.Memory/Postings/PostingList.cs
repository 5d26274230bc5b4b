using System.Buffers.Binary;
using System.Numerics;

namespace LocalsOnly.Memory.Postings;

/// <summary>
/// The documents that hold a term, ascending, with how often. Full blocks of 128 are packed with as many bits as the widest value of the block needs,
/// what is left over follows as variable-length integers (the layout of Lucene's postings, Lemire and Boytsov 2015). A list with full blocks begins with a
/// skip table: the last document of each block and where the block ends, so that a reader of a few documents decodes only their blocks.
/// </summary>
internal static class PostingList
{
    public const int BlockSize = 128;

    /// <summary>More occurrences than this in one document count as this many.</summary>
    public const int MostOccurrences = 255;

    /// <summary>Bytes of a skip table's entry.</summary>
    public const int SkipSize = 8;

    /// <summary>Appends the list to <paramref name="output"/>.</summary>
    /// <param name="documents">Ascending.</param>
    /// <param name="occurrences">Of each, at least 1.</param>
    public static void Write(ReadOnlySpan<int> documents, ReadOnlySpan<byte> occurrences, ByteBuffer output)
    {
        var blocks = documents.Length / BlockSize;
        var skip = output.Length;
        output.Advance(blocks * SkipSize);
        var first = output.Length;
        var previous = -1;
        for (var block = 0; block < blocks; block++)
        {
            var from = block * BlockSize;
            WriteBlock(documents.Slice(from, BlockSize), occurrences.Slice(from, BlockSize), previous, output);
            previous = documents[from + BlockSize - 1];
            var entry = output.Span[(skip + block * SkipSize)..];
            BinaryPrimitives.WriteInt32LittleEndian(entry, previous);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], output.Length - first);
        }
        for (var i = blocks * BlockSize; i < documents.Length; i++)
        {
            // Most words occur once: then the count is one bit of the distance.
            var distance = (ulong)(documents[i] - previous - 1);
            previous = documents[i];
            output.WriteVariable((distance << 1) | (occurrences[i] == 1 ? 1u : 0));
            if (occurrences[i] != 1) output.WriteByte(occurrences[i]);
        }
    }

    private static void WriteBlock(ReadOnlySpan<int> documents, ReadOnlySpan<byte> occurrences, int previous, ByteBuffer output)
    {
        Span<uint> values = stackalloc uint[BlockSize];
        uint any = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            any |= values[i] = (uint)(documents[i] - previous - 1);
            previous = documents[i];
        }
        var distanceBits = 32 - BitOperations.LeadingZeroCount(any);
        output.WriteByte((byte)distanceBits);
        uint anyCount = 0;
        foreach (var count in occurrences) anyCount |= count - 1u;
        var countBits = 32 - BitOperations.LeadingZeroCount(anyCount);
        output.WriteByte((byte)countBits);
        Pack(values, distanceBits, output);
        for (var i = 0; i < BlockSize; i++) values[i] = occurrences[i] - 1u;
        Pack(values, countBits, output);
    }

    // 128 values of b bits are 16·b bytes.
    private static void Pack(ReadOnlySpan<uint> values, int bits, ByteBuffer output)
    {
        if (bits == 0) return;
        var at = output.Length;
        output.Advance(16 * bits);
        var target = output.Span[at..];
        ulong buffer = 0;
        var filled = 0;
        var written = 0;
        foreach (var value in values)
        {
            buffer |= (ulong)value << filled;
            filled += bits;
            if (filled < 32) continue;
            BinaryPrimitives.WriteUInt32LittleEndian(target[written..], (uint)buffer);
            written += 4;
            buffer >>= 32;
            filled -= 32;
        }
    }

    /// <summary>Reads 128 values of <paramref name="bits"/> bits, and returns the bytes read.</summary>
    public static int Unpack(ReadOnlySpan<byte> source, int bits, Span<uint> values)
    {
        if (bits == 0)
        {
            values[..BlockSize].Clear();
            return 0;
        }
        source = source[..(16 * bits)];
        var mask = bits == 32 ? uint.MaxValue : (1u << bits) - 1;
        ulong buffer = 0;
        var filled = 0;
        var read = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            if (filled < bits)
            {
                buffer |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(source[read..]) << filled;
                read += 4;
                filled += 32;
            }
            values[i] = (uint)buffer & mask;
            buffer >>= bits;
            filled -= bits;
        }
        return 16 * bits;
    }
}
