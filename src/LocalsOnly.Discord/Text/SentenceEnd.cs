using System.Buffers;
using System.Collections.Frozen;

namespace LocalsOnly.Discord.Text;

/// <summary>Whether a sentence ends where white space, or in Chinese and Japanese nothing, follows. In doubt it does not.</summary>
internal static class SentenceEnd
{
    // Sentences go on behind quotation marks, brackets and marks of emphasis.
    private static readonly SearchValues<char> s_closing = SearchValues.Create("\"'”’»)]}*_`~|）」』】》〉");
    private static readonly FrozenSet<string> s_abbreviations = new[]
    {
        "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "etc", "eg", "ie", "cf", "ca", "approx", "no", "nos", "vol", "vols", "fig", "figs", "eq", "eqs", "ed", "eds", "pp", "ch", "sec",
        "art", "gen", "col", "capt", "lt", "sgt", "rev", "hon", "gov", "sen", "rep", "pres", "inc", "ltd", "co", "corp", "dept", "est", "min", "max", "avg", "incl", "excl", "resp", "al",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "hr", "fr", "bzw", "usw", "evtl", "ggf", "vgl",
        "nr", "str", "tel", "sog", "inkl", "zzgl", "abb", "bd", "hrsg", "mme", "mlle", "env", "sra", "dra", "sig", "dott", "ing",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>True for the full stops behind which no blank is written.</summary>
    public static bool IsWide(char c) => c is '。' or '！' or '？' or '．' or '｡';

    public static bool IsClosing(char c) => s_closing.Contains(c);

    /// <param name="text">The text, of which the part before <paramref name="end"/> is looked at, no farther back than <paramref name="start"/>.</param>
    /// <param name="end">Where the white space begins.</param>
    /// <param name="next">What follows the white space; NUL when nothing does.</param>
    public static bool Is(ReadOnlySpan<char> text, int start, int end, char next)
    {
        var at = end - 1;
        while (at > start && s_closing.Contains(text[at])) at--;
        if (at < start) return false;
        switch (text[at])
        {
            case '…' or '!' or '?' or '‽' or '؟':
                return !char.IsLower(next);
            case '。' or '！' or '？' or '．' or '｡' or '।' or '۔':
                return true;
            case '.':
                return !char.IsLower(next) && !GoesOn(text[start..at]);
            default:
                return false;
        }
    }

    /// <summary>A full stop behind this belongs to the word: "e.g", "Dr", "J", "3" of "am 3. Mai".</summary>
    private static bool GoesOn(ReadOnlySpan<char> before)
    {
        var begin = before.Length;
        while (begin > 0 && (char.IsLetterOrDigit(before[begin - 1]) || before[begin - 1] is '.' or '\'' or '’')) begin--;
        var word = before[begin..];
        if (word.IsEmpty) return false;
        if (!word.ContainsAnyExceptInRange('0', '9')) return word.Length <= 2;
        // Within "3.14" a full stop is part of a number, within "U.S" it shortens.
        if (word.Contains('.')) return char.IsLetter(word[^1]) && word.LastIndexOf('.') >= word.Length - 3;
        return word.Length == 1 ? char.IsLetter(word[0]) && word[0] != 'I' : s_abbreviations.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
    }
}
