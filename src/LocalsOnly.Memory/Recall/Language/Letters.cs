using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>What a character is to a reader of words.</summary>
internal static class Letters
{
    // Basic Latin to Latin Extended-A: what most texts are made of needs one look.
    private const int Latin = 0x180;

    private static readonly char[] s_lower = [.. Enumerable.Range(0, Latin).Select(c => Rune.IsLetter((Rune)c) ? (char)Rune.ToLowerInvariant((Rune)c).Value : '\0')];

    /// <summary>The room that <see cref="Ascii"/> looks at.</summary>
    public const int Ahead = 16;

    /// <summary>The lower case of a Latin letter; 0 for all else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static char Lower(char c) => c < s_lower.Length ? s_lower[c] : '\0';

    /// <summary>A character that ends a word for certain: spaces, ASCII and Latin-1 signs, and the typographic dashes, quotes and dots.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsSeparator(char c) => c < s_lower.Length ? s_lower[c] == 0 && !char.IsAsciiDigit(c) : c is >= '\u2010' and <= '\u2027';

    /// <summary>How many ASCII letters a text begins with, <see cref="Ahead"/> at most, all looked at in one go.</summary>
    /// <param name="text">At least <see cref="Ahead"/> characters.</param>
    /// <param name="lower">Those letters in lower case, with zeros behind them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Ascii(ReadOnlySpan<char> text, out Vector128<byte> lower)
    {
        var characters = MemoryMarshal.Cast<char, ushort>(text[..Ahead]);
        // Saturated, so that what is no byte becomes one that is no letter.
        var bytes = Vector128.NarrowWithSaturation(Vector128.Create(characters), Vector128.Create(characters[Vector128<ushort>.Count..])) | Vector128.Create((byte)0x20);
        var others = Vector128.GreaterThan(bytes - Vector128.Create((byte)'a'), Vector128.Create((byte)('z' - 'a'))).ExtractMostSignificantBits();
        var length = BitOperations.TrailingZeroCount(others | (1u << Ahead));
        lower = bytes & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)length));
        return length;
    }

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
