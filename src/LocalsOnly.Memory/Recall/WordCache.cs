using System.Numerics;
using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// What became of words that were met before, so that a word is folded and stemmed once and not each time it is said. Bounded: when it is full it begins anew.
/// For one thread.
/// </summary>
internal sealed class WordCache
{
    private const int Slots = 1 << 17;
    private const int MostEntries = Slots / 2;

    private readonly int[] _slots = new int[Slots];
    private readonly Entry[] _entries = new Entry[MostEntries];
    private char[] _letters = new char[1 << 16];
    private int _used;
    private int _count;

    /// <summary>The number and kind of a word; false when it has none yet.</summary>
    public bool TryGet(ReadOnlySpan<char> word, out int number, out bool isStop)
    {
        var hash = HashOf(word);
        for (var slot = (int)(hash & (Slots - 1)); _slots[slot] != 0; slot = (slot + 1) & (Slots - 1))
        {
            ref readonly var entry = ref _entries[_slots[slot] - 1];
            if (entry.Hash != hash || !word.SequenceEqual(_letters.AsSpan(entry.Start, entry.Length))) continue;
            (number, isStop) = (entry.Number, entry.IsStop);
            return true;
        }
        (number, isStop) = (0, false);
        return false;
    }

    /// <summary>Keeps them for a word that has none yet.</summary>
    public void Add(ReadOnlySpan<char> word, int number, bool isStop)
    {
        if (_count == MostEntries) Clear();
        if (_used + word.Length > _letters.Length) Array.Resize(ref _letters, 2 * _letters.Length);
        var hash = HashOf(word);
        var slot = (int)(hash & (Slots - 1));
        while (_slots[slot] != 0) slot = (slot + 1) & (Slots - 1);
        word.CopyTo(_letters.AsSpan(_used));
        _entries[_count++] = new Entry(hash, _used, word.Length, number, isStop);
        _slots[slot] = _count;
        _used += word.Length;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _slots.AsSpan().Clear();
        (_used, _count) = (0, 0);
    }

    // Two letters at a time (multiplicative hashing, Knuth 6.4).
    private static uint HashOf(ReadOnlySpan<char> word)
    {
        const uint Golden = 0x9E3779B1;
        var hash = (uint)word.Length;
        foreach (var pair in MemoryMarshal.Cast<char, uint>(word)) hash = BitOperations.RotateLeft((hash ^ pair) * Golden, 13);
        if ((word.Length & 1) != 0) hash = (hash ^ word[^1]) * Golden;
        return hash ^ (hash >> 15);
    }

    private readonly record struct Entry(uint Hash, int Start, int Length, int Number, bool IsStop);
}
