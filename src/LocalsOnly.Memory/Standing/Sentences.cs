namespace LocalsOnly.Memory.Standing;

/// <summary>One sentence, without the mark of its list and without the space around it.</summary>
/// <param name="Start">Where it begins in the message.</param>
/// <param name="End">Behind its last character, the full stop not counted.</param>
/// <param name="Mark">What ends it: <c>.</c>, <c>!</c>, <c>?</c>, or <c>\n</c> where a line does.</param>
internal readonly record struct Sentence(int Start, int End, char Mark)
{
    public bool IsQuestion => Mark == '?';
}

/// <summary>
/// Sentences of a message as <see cref="OwnWords"/> gives it. A line end is an end, for in a chat it is meant as one; a full stop is none behind an abbreviation,
/// an initial or the number of a list, nor within a number, a name of a host or a file.
/// </summary>
internal static class Sentences
{
    private static readonly HashSet<string> s_abbreviations = new(StringComparer.Ordinal)
    {
        "e.g", "i.e", "eg", "ie", "etc", "mr", "mrs", "ms", "dr", "prof", "st", "vs", "approx", "no", "nr", "tel", "ca", "cf", "inc", "ltd", "jr", "sr", "a.m", "p.m",
        "u.s", "u.k", "mme", "mlle", "p", "ex", "env", "av", "bd", "n", "p.ex", "c.-à-d",
    };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> s_lookup = s_abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Puts the sentences into <paramref name="sentences"/>, in order.</summary>
    public static void Split(string own, List<Sentence> sentences)
    {
        var start = 0;
        for (var i = 0; i < own.Length; i++)
        {
            var c = own[i];
            if (c == '\n') Add(own, ref start, i, c, sentences);
            else if (c is '.' or '!' or '?' or '…' && IsEnd(own, start, i))
            {
                // "Really?!" asks.
                var mark = c;
                var end = i;
                while (i + 1 < own.Length && own[i + 1] is '.' or '!' or '?' or '…' or ')')
                {
                    if (own[++i] == '?') mark = '?';
                }
                Add(own, ref start, end, mark, sentences, i);
            }
        }
        Add(own, ref start, own.Length, '\n', sentences);
    }

    private static bool IsEnd(string own, int start, int at)
    {
        if (at + 1 < own.Length && own[at + 1] is not (' ' or '\n' or '.' or '!' or '?' or ')' or '…' or OwnWords.Blot)) return false;
        if (own[at] != '.') return true;
        var word = own.AsSpan(start, at - start);
        word = word[(word.LastIndexOfAny(' ', '(', ',') + 1)..];
        if (word.Length == 1 && char.IsAsciiLetter(word[0]) && word[0] != 'i') return false;
        // The number of a list stands alone before its text.
        if (word.Length is 1 or 2 && !word.ContainsAnyExceptInRange('0', '9') && own.AsSpan(start, at - start).Trim().Length == word.Length) return false;
        return !(s_lookup.Contains(word) && at + 1 < own.Length);
    }

    private static void Add(string own, ref int start, int end, char mark, List<Sentence> sentences, int last = -1)
    {
        var from = Marker(own, start, end);
        var to = end;
        while (to > from && own[to - 1] is ' ' or OwnWords.Blot) to--;
        if (to > from) sentences.Add(new Sentence(from, to, mark));
        start = Math.Max(end, last) + 1;
    }

    // Behind the spaces and a mark like "-", "2." or "b)".
    private static int Marker(string own, int start, int end)
    {
        while (start < end && own[start] is ' ' or OwnWords.Blot or ')') start++;
        var rest = own.AsSpan(start, end - start);
        if (rest.Length > 2 && rest[0] is '-' or '*' or '•' or '–' or '+' && rest[1] == ' ') return Marker(own, start + 2, end);
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits is 1 or 2 && rest.Length > digits + 1 && rest[digits] is '.' or ')' && rest[digits + 1] == ' ') return Marker(own, start + digits + 2, end);
        return rest.Length > 2 && char.IsAsciiLetterLower(rest[0]) && rest[1] == ')' && rest[2] == ' ' ? Marker(own, start + 3, end) : start;
    }
}
