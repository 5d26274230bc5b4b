using System.Buffers;
using System.Globalization;
using System.Text;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// Text into index terms: folded to lower case without accents, stemmed, units split from their number (14kW is 14 and kw), and runs of Chinese,
/// Japanese and Korean as overlapping pairs. The index and the questions go through the same door, so they cannot disagree.
/// </summary>
internal static class Words
{
    private const int LongestWord = 64;

    private static readonly SearchValues<char> s_letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary>Calls <paramref name="visit"/> with each term and whether it is a stop word.</summary>
    /// <param name="singles">Also emit the single characters of longer CJK runs: wanted in the index, not in a question.</param>
    /// <param name="known">Takes words of ASCII letters, as most are, in place of <paramref name="visit"/>; null when it takes none.</param>
    public static void Visit(ReadOnlySpan<char> text, TermVisitor visit, bool singles, IPlainWords? known = null)
    {
        Span<char> word = stackalloc char[LongestWord];
        var length = 0;
        Rune previous = default;
        for (var i = 0; i < text.Length;)
        {
            if (length == 0 && PlainWord(text[i..], word, visit, known) is var plain and > 0)
            {
                previous = default;
                i += plain;
                continue;
            }
            if (Rune.DecodeFromUtf16(text[i..], out var rune, out var used) != OperationStatus.Done) rune = Rune.ReplacementChar;
            if (IsIdeographic(rune.Value))
            {
                Emit(word[..length], visit);
                length = 0;
                Ideographic(rune, ref previous, text[(i + used)..], visit, singles);
                i += used;
                continue;
            }
            previous = default;
            var letter = Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            var digit = Rune.IsDigit(rune);
            if (letter && length > 0 && char.IsAsciiDigit(word[length - 1]) && !word[..length].ContainsAnyExceptInRange('0', '9'))
            {
                Emit(word[..length], visit);
                length = 0;
            }
            if (letter || digit)
            {
                if (length + used <= LongestWord) length += Rune.ToLowerInvariant(rune).EncodeToUtf16(word[length..]);
            }
            else if (!(rune.Value == ',' && IsThousands(text, i, word[..length])))
            {
                Emit(word[..length], visit);
                length = 0;
                // The possessive s says nothing.
                if (rune.Value is '\'' or 0x2019 && i > 0 && char.IsLetter(text[i - 1]) && i + 1 < text.Length && text[i + 1] is 's' or 'S' &&
                    (i + 2 == text.Length || !char.IsLetterOrDigit(text[i + 2])))
                    used++;
            }
            i += used;
        }
        Emit(word[..length], visit);
    }

    /// <summary>Takes a word of ASCII letters with neither a digit nor another letter behind it, as most are, and returns its length; 0 for all else.</summary>
    private static int PlainWord(ReadOnlySpan<char> text, Span<char> word, TermVisitor visit, IPlainWords? known)
    {
        var length = text.IndexOfAnyExcept(s_letters);
        if (length < 0) length = text.Length;
        if (length == 0 || (length < text.Length && (!char.IsAscii(text[length]) || char.IsAsciiDigit(text[length])))) return 0;
        var kept = Math.Min(length, LongestWord);
        if (known?.Take(text[..kept]) == true) return length;
        Ascii.ToLower(text[..kept], word, out _);
        Emit(word[..kept], visit);
        return length;
    }

    private static void Emit(Span<char> word, TermVisitor visit)
    {
        if (word.IsEmpty) return;
        if (!Ascii.IsValid(word)) word = Fold(word);
        if (word.IsEmpty) return;
        var stop = StopWords.Contains(word);
        visit(word[..Porter.Stem(word)], stop);
    }

    private static Span<char> Fold(ReadOnlySpan<char> word)
    {
        string folded;
        try
        {
            folded = new string(word).Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return [];
        }
        var kept = new char[folded.Length];
        var length = 0;
        foreach (var c in folded)
            if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark) && (char.IsLetterOrDigit(c) || char.IsSurrogate(c)))
                kept[length++] = char.ToLowerInvariant(c);
        return kept.AsSpan(0, length);
    }

    private static void Ideographic(Rune rune, ref Rune previous, ReadOnlySpan<char> rest, TermVisitor visit, bool singles)
    {
        Span<char> pair = stackalloc char[4];
        var alone = previous == default && (Rune.DecodeFromUtf16(rest, out var next, out _) != OperationStatus.Done || !IsIdeographic(next.Value));
        if (singles || alone) visit(pair[..rune.EncodeToUtf16(pair)], false);
        if (previous != default)
        {
            var length = previous.EncodeToUtf16(pair);
            length += rune.EncodeToUtf16(pair[length..]);
            // Pairs with hiragana are mostly grammar: の, は, です.
            visit(pair[..length], stop: IsHiragana(previous.Value) || IsHiragana(rune.Value));
        }
        previous = rune;
    }

    private static bool IsHiragana(int c) => c is >= 0x3040 and <= 0x309F;

    // 8,400 is one number; 3, 4 and 5 are three.
    private static bool IsThousands(ReadOnlySpan<char> text, int comma, ReadOnlySpan<char> word) =>
        word.Length is > 0 && !word.ContainsAnyExceptInRange('0', '9') && text.Length > comma + 3 &&
        !text.Slice(comma + 1, 3).ContainsAnyExceptInRange('0', '9') && (text.Length == comma + 4 || !char.IsAsciiDigit(text[comma + 4]));

    private static bool IsIdeographic(int c) =>
        c is >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xAC00 and <= 0xD7AF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF;
}

/// <summary>Knows what becomes of words of ASCII letters.</summary>
internal interface IPlainWords
{
    /// <summary>Takes a word as it is written; false when it is not known and must be visited.</summary>
    bool Take(ReadOnlySpan<char> word);
}

/// <summary>Receives a term; the span is valid during the call only.</summary>
internal delegate void TermVisitor(ReadOnlySpan<char> term, bool stop);
