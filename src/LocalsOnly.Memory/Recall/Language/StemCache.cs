using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The terms of words seen before, for one language: a table of fixed size in which a word has one place, and the word that came last keeps it. Words follow
/// Zipf's law, so that nearly all are found. For one thread.
/// </summary>
internal sealed class StemCache
{
    /// <summary>Longer words are rare enough to be stemmed each time.</summary>
    public const int LongestWord = 16;

    private const int Places = 1 << 13;

    private readonly Place[] _places = new Place[Places];

    /// <summary>The term of <paramref name="word"/>, when it is known.</summary>
    /// <param name="word">Exactly <see cref="LongestWord"/> characters, with zeros behind the word.</param>
    public bool TryGet(ReadOnlySpan<char> word, out ReadOnlySpan<char> term, out bool stop)
    {
        ref var place = ref _places[At(word)];
        term = place.Term[..place.Length];
        stop = place.Stop;
        return place.Length > 0 && word.SequenceEqual(place.Word);
    }

    /// <summary>Keeps a term; one that is empty or too long is not kept.</summary>
    /// <inheritdoc cref="TryGet"/>
    public void Keep(ReadOnlySpan<char> word, ReadOnlySpan<char> term, bool stop)
    {
        if (term.IsEmpty || term.Length > LongestWord) return;
        ref var place = ref _places[At(word)];
        word.CopyTo(place.Word);
        term.CopyTo(place.Term);
        place.Length = (byte)term.Length;
        place.Stop = stop;
    }

    private static int At(ReadOnlySpan<char> word)
    {
        var parts = MemoryMarshal.Cast<char, ulong>(word);
        var hash = ((parts[0] * 0x9E3779B97F4A7C15) ^ parts[1]) * 0xC2B2AE3D27D4EB4F;
        hash = ((hash ^ (hash >> 29) ^ parts[2]) * 0x165667B19E3779F9) ^ parts[3];
        return (int)((hash * 0x9E3779B97F4A7C15) >> (64 - 13));
    }

    private struct Place
    {
        public Characters Word;
        public Characters Term;
        public byte Length;
        public bool Stop;
    }

    [InlineArray(LongestWord)]
    private struct Characters
    {
        private char _first;
    }
}
