using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LocalsOnly.Memory.Index;

/// <summary>A word as the index counts it.</summary>
/// <param name="Number">The number of its term; -1 when the word leaves no term.</param>
/// <param name="Stop">The word carries grammar.</param>
internal readonly record struct KnownWord(int Number, bool Stop);

/// <summary>
/// Words seen before, for one language and one vocabulary: a table that grows from 16 KiB, which is enough for a message, to 1 MiB, in which a word that comes anew pushes out the oldest of the three in its
/// place. Words follow Zipf's law, so that nearly all are found. For one thread.
/// </summary>
internal sealed class KnownWords
{
    private const int FewestPlaces = 8;
    private const int MostPlaces = 14;
    private const int GrowthBits = 2;

    // A place is a line of the processor's cache, so that what is not in the cache is waited for once. The array never moves.
    private byte[] _places;
    private int _start;
    private int _bits;
    private int _left;

    public KnownWords() => Take(FewestPlaces);

    /// <param name="word">Its UTF-8, with zeros behind it.</param>
    public bool TryFind(Vector128<byte> word, out KnownWord known)
    {
        ref var place = ref PlaceOf(word);
        var term = place.FirstWord == word ? place.FirstTerm : place.SecondWord == word ? place.SecondTerm : place.ThirdWord == word ? place.ThirdTerm : 0;
        known = new KnownWord((term >>> 1) - 2, (term & 1) != 0);
        return term != 0;
    }

    /// <inheritdoc cref="TryFind"/>
    public void Add(Vector128<byte> word, KnownWord known)
    {
        if (--_left < 0 && _bits < MostPlaces) Grow();
        Put(word, ((known.Number + 2) << 1) | (known.Stop ? 1 : 0));
    }

    /// <summary>Forgets all of them: their numbers are those of another vocabulary.</summary>
    public void Clear() => Array.Clear(_places);

    private void Put(Vector128<byte> word, int term)
    {
        ref var place = ref PlaceOf(word);
        (place.ThirdWord, place.ThirdTerm) = (place.SecondWord, place.SecondTerm);
        (place.SecondWord, place.SecondTerm) = (place.FirstWord, place.FirstTerm);
        (place.FirstWord, place.FirstTerm) = (word, term);
    }

    // Before places are full for the most part: a word for each of them.
    [MemberNotNull(nameof(_places))]
    private unsafe void Take(int bits)
    {
        _places = GC.AllocateArray<byte>((Unsafe.SizeOf<Place>() << bits) + Unsafe.SizeOf<Place>(), pinned: true);
        _start = (int)(-(nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_places)) & (Unsafe.SizeOf<Place>() - 1));
        (_bits, _left) = (bits, 1 << bits);
    }

    private void Grow()
    {
        var known = MemoryMarshal.Cast<byte, Place>(_places.AsSpan(_start, Unsafe.SizeOf<Place>() << _bits));
        Take(_bits + GrowthBits);
        foreach (ref readonly var place in known)
        {
            // The oldest first, as they came.
            if (place.ThirdTerm != 0) Put(place.ThirdWord, place.ThirdTerm);
            if (place.SecondTerm != 0) Put(place.SecondWord, place.SecondTerm);
            if (place.FirstTerm != 0) Put(place.FirstWord, place.FirstTerm);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Place PlaceOf(Vector128<byte> word)
    {
        var parts = word.AsUInt64();
        var hash = ((parts[0] * 0x9E3779B97F4A7C15) ^ parts[1]) * 0xC2B2AE3D27D4EB4F;
        var place = (nint)(((hash ^ (hash >> 29)) * 0x165667B19E3779F9) >> (64 - _bits));
        return ref Unsafe.Add(ref Unsafe.As<byte, Place>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_places), _start)), place);
    }

    // No word is all zeros. Terms are number + 2, and whether it is a stop word in the lowest bit; 0 where there is none.
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Place
    {
        public Vector128<byte> FirstWord;
        public Vector128<byte> SecondWord;
        public Vector128<byte> ThirdWord;
        public int FirstTerm;
        public int SecondTerm;
        public int ThirdTerm;
    }
}
