using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The terms of words seen before, for one language: a table of fixed size in which a word has one place, and the word that came last keeps it. Words follow
/// Zipf's law, so that nearly all are found. For one thread.
/// </summary>
internal sealed class StemCache
{
    private const int PlaceBits = 14;

    private readonly KnownWord[] _places = new KnownWord[1 << PlaceBits];

    /// <summary>Where a word is if it is known, and where it belongs if it is not.</summary>
    /// <param name="word">Exactly <see cref="KnownWord.Longest"/> characters, with zeros behind the word.</param>
    public ref KnownWord PlaceOf(ReadOnlySpan<char> word)
    {
        var parts = MemoryMarshal.Cast<char, ulong>(word);
        var hash = ((parts[0] * 0x9E3779B97F4A7C15) ^ parts[1]) * 0xC2B2AE3D27D4EB4F;
        hash = ((hash ^ (hash >> 29) ^ parts[2]) * 0x165667B19E3779F9) ^ parts[3];
        return ref _places[(hash * 0x9E3779B97F4A7C15) >> (64 - PlaceBits)];
    }
}

/// <summary>A word with its term.</summary>
internal struct KnownWord
{
    /// <summary>Longer words are rare enough to be stemmed each time.</summary>
    public const int Longest = 16;

    private Characters _word;
    private Characters _term;
    private byte _length;

    /// <summary>The word carries grammar.</summary>
    public bool Stop { get; private set; }

    /// <summary>For whoever reads the terms; zero for a new word.</summary>
    public int Tag;

    [UnscopedRef]
    public ReadOnlySpan<char> Term => _term[.._length];

    /// <param name="word">As in <see cref="StemCache.PlaceOf"/>.</param>
    public readonly bool Is(ReadOnlySpan<char> word) => _length > 0 && word.SequenceEqual(_word);

    /// <summary>Makes this another word; a term that is empty or too long has no room.</summary>
    /// <inheritdoc cref="Is"/>
    public bool TryBecome(ReadOnlySpan<char> word, ReadOnlySpan<char> term, bool stop)
    {
        if (term.IsEmpty || term.Length > Longest) return false;
        word.CopyTo(_word);
        term.CopyTo(_term);
        (_length, Stop, Tag) = ((byte)term.Length, stop, 0);
        return true;
    }

    [InlineArray(Longest)]
    private struct Characters
    {
        private char _first;
    }
}
