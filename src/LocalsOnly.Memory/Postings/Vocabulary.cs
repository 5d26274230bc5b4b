using System.IO.Hashing;
using System.Text;
using LocalsOnly.Memory.Recall.Language;

namespace LocalsOnly.Memory.Postings;

/// <summary>
/// Numbers for terms, so that what is counted need not be compared as text. For any number of threads: one adds at a time, and those that read wait for nobody.
/// </summary>
/// <param name="most">Numbers there are: by default what fits beside a count of occurrences into one integer.</param>
internal sealed class Vocabulary(int most = Vocabulary.Most)
{
    /// <summary>When there are more, whoever adds should begin a new one: what is rare would be kept forever.</summary>
    private const int Full = 1 << 18;

    /// <summary>Numbers are below this: a number and a count of occurrences make one integer.</summary>
    private const int Most = 1 << 24;

    // A mark and a word, whose letters take three bytes at most and may be two where they were one.
    private const int LongestTerm = 3 * (Folding.Room * WordScan.LongestWord + 1);

    private const int ChunkSize = 1 << 16;

    private readonly Lock _adding = new();

    // Open addressing, at most half full: half of the hash above the number + 1. Like the arrays below, it is grown by a copy, and what others may see in it stays.
    private volatile ulong[] _slots = new ulong[4096];
    private volatile int[] _places = new int[1024];
    private volatile byte[][] _chunks = [new byte[ChunkSize]];
    private volatile int _count;
    private int _end;

    public bool IsFull => _count >= Full;

    /// <summary>The number of a term, known or new; -1 when there is no number left, which takes one conversation of sixteen million different words.</summary>
    public int NumberOf(ReadOnlySpan<char> term)
    {
        Span<byte> bytes = stackalloc byte[LongestTerm];
        bytes = bytes[..Encoding.UTF8.GetBytes(term, bytes)];
        var hash = XxHash3.HashToUInt64(bytes);
        return Find(bytes, hash) is >= 0 and var number ? number : Add(bytes, hash);
    }

    /// <summary>The UTF-8 bytes of a term.</summary>
    public ReadOnlySpan<byte> Term(int number)
    {
        var place = _places[number];
        var chunk = _chunks[place / ChunkSize].AsSpan(place % ChunkSize);
        return chunk.Slice(2, chunk[0] | chunk[1] << 8);
    }

    private int Find(ReadOnlySpan<byte> term, ulong hash)
    {
        var slots = _slots;
        for (var at = (int)hash & (slots.Length - 1); Volatile.Read(ref slots[at]) is > 0 and var slot; at = (at + 1) & (slots.Length - 1))
            if (slot >> 32 == hash >> 32 && Term((int)(uint)slot - 1).SequenceEqual(term)) return (int)(uint)slot - 1;
        return -1;
    }

    private int Add(ReadOnlySpan<byte> term, ulong hash)
    {
        lock (_adding)
        {
            if (Find(term, hash) is >= 0 and var known) return known;
            var number = _count;
            if (number >= most) return -1;
            if (number == _places.Length) _places = [.. _places, .. new int[number]];
            _places[number] = Keep(term);
            if (2 * number >= _slots.Length) Grow();
            Put(_slots, hash, number);
            _count = number + 1;
            return number;
        }
    }

    private int Keep(ReadOnlySpan<byte> term)
    {
        if (_end % ChunkSize + term.Length + 2 > ChunkSize || _end == _chunks.Length * ChunkSize)
        {
            _end = _chunks.Length * ChunkSize;
            _chunks = [.. _chunks, new byte[ChunkSize]];
        }
        var place = _end;
        var chunk = _chunks[place / ChunkSize].AsSpan(place % ChunkSize);
        (chunk[0], chunk[1]) = ((byte)term.Length, (byte)(term.Length >> 8));
        term.CopyTo(chunk[2..]);
        _end += term.Length + 2;
        return place;
    }

    private void Grow()
    {
        var larger = new ulong[4 * _slots.Length];
        for (var number = 0; number < _count; number++) Put(larger, XxHash3.HashToUInt64(Term(number)), number);
        _slots = larger;
    }

    private static void Put(ulong[] slots, ulong hash, int number)
    {
        var at = (int)hash & (slots.Length - 1);
        while (slots[at] != 0) at = (at + 1) & (slots.Length - 1);
        Volatile.Write(ref slots[at], (hash & 0xFFFFFFFF_00000000) | (uint)(number + 1));
    }
}
