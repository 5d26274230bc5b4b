using System.Text;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>What a character is to a reader of words.</summary>
internal static class Letters
{
    // Basic Latin to Latin Extended-A: what most texts are made of needs one look.
    private const int Latin = 0x180;

    private static readonly char[] s_lower = [.. Enumerable.Range(0, Latin).Select(c => Rune.IsLetter((Rune)c) ? (char)Rune.ToLowerInvariant((Rune)c).Value : '\0')];

    /// <summary>The lower case of a Latin letter; 0 for all else.</summary>
    public static char Lower(char c) => c < s_lower.Length ? s_lower[c] : '\0';

    /// <summary>A character that ends a word for certain: spaces, ASCII and Latin-1 signs, and the typographic dashes, quotes and dots.</summary>
    public static bool IsSeparator(char c) => c < s_lower.Length ? s_lower[c] == 0 && !char.IsAsciiDigit(c) : c is >= '\u2010' and <= '\u2027';

    public static bool IsHiragana(int c) => c is >= 0x3040 and <= 0x309F;

    /// <summary>A script that puts no spaces between words: hiragana, katakana, ideographs, Hangul (whose words carry their particles); Thai, Lao, Burmese, Khmer.</summary>
    public static bool IsUnspaced(int c) => c switch
    {
        < 0x0E00 => false,
        <= 0x0EFF => true,
        >= 0x1000 and <= 0x109F or >= 0x1780 and <= 0x17FF => true,
        0x30A0 or 0x30FB => false,
        >= 0x3005 and <= 0x3007 or >= 0x3040 and <= 0x30FF or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF => true,
        >= 0xAC00 and <= 0xD7AF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF => true,
        _ => false,
    };
}
