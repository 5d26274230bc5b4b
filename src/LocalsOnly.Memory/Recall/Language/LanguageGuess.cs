using System.Collections.Frozen;

namespace LocalsOnly.Memory.Recall.Language;

/// <summary>
/// The language of a text by its grammar words, with letters as a hint (ß, ñ, ã, œ; letters beyond Latin-1). Looks at the beginning only, so that a message of
/// any length costs the same few microseconds.
/// </summary>
internal static class LanguageGuess
{
    private const int MostWords = 200;
    private const int MostCharacters = 4_000;
    private const int LongestStop = 12;

    // In points: a grammar word that one language has counts two, a shared one counts one.
    private const int LeastPoints = 3;
    private const int LeastLead = 2;
    private const int ClearLead = 30;
    private const int WordsBetweenLooks = 32;

    // A language that leads on a few words of many is only quoted, or the text is no prose.
    private const int WordsForOnePoint = 6;

    private static readonly string[][] s_lists =
    [
        [EnglishStops.Grammar], [FrenchStops.Grammar], [OtherStops.German], [OtherStops.Spanish], [OtherStops.Italian], [OtherStops.Portuguese], [OtherStops.Dutch],
    ];

    private static readonly string[] s_codes = ["en", "fr", "de", "es", "it", "pt", "nl"];

    // One bit for each list that holds the word.
    private static readonly FrozenDictionary<string, byte>.AlternateLookup<ReadOnlySpan<char>> s_words = s_lists
        .SelectMany((lists, at) => lists.SelectMany(StopLists.Split).Select(word => (Word: word, Bit: 1 << at)))
        .GroupBy(pair => pair.Word, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => (byte)group.Aggregate(0, (bits, pair) => bits | pair.Bit), StringComparer.Ordinal)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The language; null when too little speaks for one: a text of a few words, code, or no words at all.</summary>
    public static TextLanguage? Of(ReadOnlySpan<char> text)
    {
        Span<int> points = stackalloc int[Hint.Foreign + 1];
        return Decide(points, Read(text, points));
    }

    /// <summary>
    /// The language that most speaks for, however little that is: <c>en</c>, <c>fr</c>, <c>de</c>, <c>es</c>, <c>it</c>, <c>pt</c> or <c>nl</c>; null when nothing speaks
    /// for one more than for the next.
    /// </summary>
    public static string? Likeliest(ReadOnlySpan<char> text)
    {
        Span<int> points = stackalloc int[Hint.Foreign + 1];
        Read(text, points);
        var (best, second) = (0, 0);
        for (var at = 1; at < s_lists.Length; at++)
            if (points[at] > points[best]) (best, second) = (at, points[best]);
            else second = Math.Max(second, points[at]);
        return points[best] > second ? s_codes[best] : null;
    }

    /// <summary>Counts the points of each list; returns the words it has looked at.</summary>
    private static int Read(ReadOnlySpan<char> text, Span<int> points)
    {
        if (text.Length > MostCharacters) text = text[..MostCharacters];
        points.Clear();
        Span<char> word = stackalloc char[LongestStop];
        var words = 0;
        for (var i = 0; i < text.Length && words < MostWords;)
        {
            var length = 0;
            for (char lower; i < text.Length && (lower = Letters.Lower(text[i])) != 0; i++, length++)
            {
                if (length < LongestStop) word[length] = lower;
                if (lower >= 0x80) Hint.Add(lower, points);
            }
            if (length > 0)
            {
                words++;
                if (length <= LongestStop && s_words.TryGetValue(word[..length], out var bits)) Count(bits, points);
                if (words % WordsBetweenLooks == 0 && IsClear(points)) break;
                continue;
            }
            if (text[i] >= 0x80) Hint.Add(text[i], points);
            i++;
        }
        return words;
    }

    private static void Count(byte bits, Span<int> points)
    {
        var each = (bits & (bits - 1)) == 0 ? 2 : 1;
        for (var at = 0; at < s_lists.Length; at++)
            if ((bits & (1 << at)) != 0) points[at] += each;
    }

    private static bool IsClear(ReadOnlySpan<int> points)
    {
        var other = Other(points);
        var best = Math.Max(other, Math.Max(points[0], points[1]));
        return 2 * best - points[0] - points[1] - other + Math.Min(points[0], Math.Min(points[1], other)) > ClearLead;
    }

    private static TextLanguage? Decide(ReadOnlySpan<int> points, int words)
    {
        var (english, french, other) = (points[0], points[1], Other(points));
        var best = Math.Max(english, Math.Max(french, other));
        var second = best == english ? Math.Max(french, other) : best == french ? Math.Max(english, other) : Math.Max(english, french);
        if (best < LeastPoints || best - second < LeastLead || best * WordsForOnePoint < words) return null;
        return best == english ? TextLanguage.English : best == french ? TextLanguage.French : TextLanguage.Other;
    }

    // Letters that no list is about speak for whichever of the others leads.
    private static int Other(ReadOnlySpan<int> points)
    {
        var best = 0;
        foreach (var each in points[2..s_lists.Length]) best = Math.Max(best, each);
        return best + points[Hint.Foreign];
    }

    /// <summary>Letters that say something about the language, as points for a list; the last place is for letters of languages without a list.</summary>
    private static class Hint
    {
        public const int Foreign = 7;

        public static void Add(char c, Span<int> points)
        {
            switch (c)
            {
                case 'ß' or 'ä' or 'ö' or 'ü': points[2] += 2; break;
                case 'ñ' or '¿' or '¡': points[3] += 3; break;
                case 'ò' or 'ì': points[4] += 1; break;
                case 'ã' or 'õ': points[5] += 2; break;
                case 'œ': points[1] += 3; break;
                case 'ê' or 'è' or 'û' or 'ù' or 'î' or 'ë' or 'ï' or 'ç' or 'é' or 'à' or 'â': points[1] += 1; break;
                case 'å' or 'ø' or (>= '\u0100' and < '\u0180'): points[Foreign] += 2; break;
                case >= '\u0370' and < '\u0E00' when char.IsLetter(c): points[Foreign] += 1; break;
                default: break;
            }
        }
    }
}
