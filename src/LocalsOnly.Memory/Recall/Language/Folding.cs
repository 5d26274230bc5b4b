using System.Buffers;
using System.Globalization;
using System.Text;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>Accents, ligatures and other forms of a letter, brought to the plain one. In place; for words not seen before, since normalising costs a little garbage.</summary>
internal static class Folding
{
    /// <summary>What a word of n characters may need when it is folded.</summary>
    public const int Room = 4;

    private static readonly SearchValues<char> s_accents = SearchValues.Create([.. Enumerable.Range(0x300, 0x70).Select(c => (char)c)]);

    /// <summary>Removes accents (é, ä, ё), writes ligatures out (œ, ß) and brings compatible forms together (ﬁ, Ａ). Returns the new length.</summary>
    /// <param name="room">The word at its beginning, and <see cref="Room"/> times its length in all.</param>
    public static int Fold(Span<char> room, int length)
    {
        if (Ascii.IsValid(room[..length])) return length;
        Span<char> apart = stackalloc char[WordScan.LongestWord * Room];
        if (!((ReadOnlySpan<char>)room[..length]).TryNormalize(apart, out var count, NormalizationForm.FormKD)) return length;
        var folded = 0;
        foreach (var c in apart[..count])
        {
            if (folded + 2 > room.Length) break;
            if (c < 0x80) room[folded++] = char.ToLowerInvariant(c);
            else if (Written(c) is { } letters)
                foreach (var letter in letters) room[folded++] = letter;
            else if ((char.IsLetterOrDigit(c) || char.IsSurrogate(c)) &&
                CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark))
                room[folded++] = char.ToLowerInvariant(c);
        }
        return folded;
    }

    /// <summary>Puts letters and their accents together, as the stemmer of French wants them, and writes œ and æ out. Returns the new length.</summary>
    /// <inheritdoc cref="Fold"/>
    public static int Compose(Span<char> room, int length)
    {
        var word = room[..length];
        if (word.ContainsAny(s_accents))
        {
            Span<char> together = stackalloc char[WordScan.LongestWord * Room];
            if (((ReadOnlySpan<char>)word).TryNormalize(together, out var count, NormalizationForm.FormC))
            {
                together[..count].CopyTo(room);
                length = count;
            }
        }
        for (var i = 0; i < length && length < room.Length; i++)
        {
            if (room[i] is not ('œ' or 'æ')) continue;
            room[(i + 1)..length].CopyTo(room[(i + 2)..]);
            room[i] = room[i] == 'œ' ? 'o' : 'a';
            room[i + 1] = 'e';
            length++;
        }
        return length;
    }

    /// <summary>The plain form of a word, for tables that are written with accents.</summary>
    public static string Fold(string word)
    {
        Span<char> room = stackalloc char[WordScan.LongestWord * Room];
        word.CopyTo(room);
        return new string(room[..Fold(room, word.Length)]);
    }

    // Letters of their own in Unicode, which people without the key write so.
    private static string? Written(char c) => c switch
    {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'ı' => "i",
        _ => null,
    };
}
