using System.Buffers.Binary;

namespace LocalsOnly.Memory.Postings;

/// <summary>
/// Reads a <see cref="PostingList"/>, block after block, or only the blocks that hold some documents. After <see cref="Next"/> or <see cref="Seek"/> the block
/// is in the two spans that the caller lends, of which the first <see cref="Count"/> are filled.
/// </summary>
internal ref struct PostingCursor
{
    private readonly ReadOnlySpan<byte> _skips;
    private readonly ReadOnlySpan<byte> _blocks;
    private readonly int _blockCount;
    private readonly int _tailCount;
    private readonly Span<int> _documents;
    private readonly Span<uint> _occurrences;
    private int _block = -1;

    /// <param name="list">The list's bytes.</param>
    /// <param name="count">How many documents are in it.</param>
    /// <param name="documents">Room for 128 documents.</param>
    /// <param name="occurrences">Room for 128 counts.</param>
    public PostingCursor(ReadOnlySpan<byte> list, int count, Span<int> documents, Span<uint> occurrences)
    {
        _blockCount = count / PostingList.BlockSize;
        _tailCount = count % PostingList.BlockSize;
        if (_blockCount * PostingList.SkipSize > list.Length) throw new DamagedIndexException("a list of documents is cut off");
        _skips = list[..(_blockCount * PostingList.SkipSize)];
        _blocks = list[_skips.Length..];
        _documents = documents;
        _occurrences = occurrences;
    }

    /// <summary>Documents in the block that was read last.</summary>
    public int Count { get; private set; }

    /// <summary>Reads the next block; false at the end.</summary>
    public bool Next() => Read(_block + 1);

    /// <summary>
    /// Reads the block in which <paramref name="document"/> is, if it is anywhere; the one that was read already counts. False when all documents are
    /// before it. Documents must be asked for in ascending order.
    /// </summary>
    public bool Seek(int document)
    {
        if (_block >= 0 && Count > 0 && document <= _documents[Count - 1]) return true;
        // Near ones are asked for most of the time: steps that double, then halves.
        var low = _block + 1;
        var step = 1;
        while (low + step <= _blockCount && Last(low + step - 1) < document)
        {
            low += step;
            step *= 2;
        }
        var high = Math.Min(low + step, _blockCount);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Last(middle) < document) low = middle + 1;
            else high = middle;
        }
        return Read(low) && (low < _blockCount || document <= _documents[Count - 1]);
    }

    private readonly int Last(int block) => BinaryPrimitives.ReadInt32LittleEndian(_skips[(block * PostingList.SkipSize)..]);

    private readonly int End(int block) => block < 0 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(_skips[(block * PostingList.SkipSize + 4)..]);

    private bool Read(int block)
    {
        _block = block;
        var previous = block == 0 ? -1 : block <= _blockCount ? Last(block - 1) : 0;
        if (block < _blockCount)
        {
            var source = _blocks[End(block - 1)..End(block)];
            Span<uint> distances = stackalloc uint[PostingList.BlockSize];
            var read = PostingList.Unpack(source[2..], source[0], distances);
            PostingList.Unpack(source[(2 + read)..], source[1], _occurrences);
            for (var i = 0; i < PostingList.BlockSize; i++) _documents[i] = previous += (int)distances[i] + 1;
            for (var i = 0; i < PostingList.BlockSize; i++) _occurrences[i]++;
            Count = PostingList.BlockSize;
            return true;
        }
        if (block > _blockCount || _tailCount == 0)
        {
            Count = 0;
            return false;
        }
        var tail = new ByteReader(_blocks[End(_blockCount - 1)..]);
        for (var i = 0; i < _tailCount; i++)
        {
            var value = tail.Variable();
            _documents[i] = previous += (int)(value >> 1) + 1;
            _occurrences[i] = (value & 1) == 1 ? 1u : tail.Bytes(1)[0];
        }
        Count = _tailCount;
        return true;
    }
}
