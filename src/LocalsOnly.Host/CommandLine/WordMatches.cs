using System.Globalization;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Where the words of a search stand in a text, near enough for the eye: whatever their case, accents and endings.</summary>
internal static class WordMatches
{
    private const int EndingCharacters = 3;
    private const int ShortestStem = 4;
    private const int ShortestTelling = 3;

    // From here on, scripts that write no space between words: CJK and its neighbours.
    private const char FirstUnspaced = '\u2E80';

    /// <summary>In the order of the text, without overlaps.</summary>
    public static List<WordMatch> In(string text, string words)
    {
        var needles = Words(words).Select(range => words[range]).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (needles.Any(IsTelling)) needles.RemoveAll(needle => !IsTelling(needle));
        var found = new List<WordMatch>();
        if (needles.Count == 0) return found;
        foreach (var range in Words(text))
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            var word = text.AsSpan(start, length);
            if (word[0] >= FirstUnspaced) AddPairs(found, word, start, needles);
            else
                for (var i = 0; i < needles.Count; i++)
                    if (IsAlike(word, needles[i]))
                    {
                        found.Add(new WordMatch(start, length, i));
                        break;
                    }
        }
        return found;
    }

    private static bool IsAlike(ReadOnlySpan<char> word, string needle)
    {
        var inflected = needle.Length >= ShortestStem;
        var stem = inflected ? Math.Max(ShortestStem, needle.Length - EndingCharacters) : needle.Length;
        return word.Length >= stem && word.Length <= needle.Length + (inflected ? EndingCharacters : 0)
            && CultureInfo.InvariantCulture.CompareInfo.IsPrefix(word, needle.AsSpan(0, stem), CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace);
    }

    private static void AddPairs(List<WordMatch> found, ReadOnlySpan<char> run, int start, List<string> needles)
    {
        for (var at = 0; at < run.Length;)
        {
            var length = 0;
            for (var i = 0; i < needles.Count && length == 0; i++)
            {
                var common = Longest(run[at..], needles[i]);
                if (common == 0) continue;
                found.Add(new WordMatch(start + at, length = common, i));
            }
            at += Math.Max(1, length);
        }
    }

    // Two characters are a word in these scripts; one is when it is all that was asked.
    private static int Longest(ReadOnlySpan<char> run, string needle)
    {
        for (var from = 0; from < needle.Length; from++)
            if (run.CommonPrefixLength(needle.AsSpan(from)) is var common && common > 0 && common >= Math.Min(2, needle.Length)) return common;
        return 0;
    }

    private static bool IsTelling(string word) => word.Length >= ShortestTelling || word[0] >= FirstUnspaced;

    private static IEnumerable<Range> Words(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && IsPart(text[at])) at++;
            if (at > start) yield return start..at;
        }
    }

    private static bool IsPart(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark;
}

/// <summary>A word of a text that was looked for.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">Characters.</param>
/// <param name="Word">Which of the words that were looked for.</param>
internal readonly record struct WordMatch(int Start, int Length, int Word);
