using System.Globalization;

namespace LocalsOnly.Simulation.Answering;

/// <summary>The words of a text that carry its meaning, cut down to their stems.</summary>
internal static class ContentWords
{
    private static readonly HashSet<string> StopWords = new(
        """
        a about above after again all also am an and any are as at be because been before being below between both but
        by can could did do does doing done down during each few for from further had has have having he her here hers
        him his how i if in into is it its just let me more most much many my no nor not now of off on once only or
        other our ours out over own please said say same she should so some such tell than that the their them then
        there these they this those through to too under until up us very was we were what when where which while who
        whom whose why will with would you your yours i'm i've i'd i'll it's don't didn't doesn't can't won't isn't
        wasn't that's what's who's where's when's how's let's you're we're they're get got give know remember ever
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal);

    /// <summary>Distinct stems in the order in which they first appear.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || (start >= 0 && IsInner(text, i)));
            if (inside && start < 0)
                start = i;
            if (inside || start < 0)
                continue;
            var word = text[start..i].Replace('’', '\'').ToLower(CultureInfo.InvariantCulture);
            start = -1;
            if (!StopWords.Contains(word) && Stem(word) is { Length: > 1 } stem && !words.Contains(stem))
                words.Add(stem);
        }

        return words;
    }

    /// <summary>A light stem: enough to let "booked", "bookings" and "book" meet.</summary>
    public static string Stem(string word)
    {
        if (word.EndsWith("'s", StringComparison.Ordinal))
            word = word[..^2];
        if (word.Length == 0 || char.IsDigit(word[0]))
            return word;
        if (word.Length > 4 && word.EndsWith("ies", StringComparison.Ordinal))
            word = word[..^3] + "y";
        else if (word.Length > 3 && word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i'))
            word = word[..^1];
        if (word.Length > 5 && word.EndsWith("ing", StringComparison.Ordinal))
            word = Undouble(word[..^3]);
        else if (word.Length > 4 && word.EndsWith("ied", StringComparison.Ordinal))
            word = word[..^3] + "y";
        else if (word.Length > 4 && word.EndsWith("ed", StringComparison.Ordinal))
            word = Undouble(word[..^2]);
        return word.Length > 3 && word[^1] == 'e' ? word[..^1] : word;
    }

    /// <summary>"stopp" is "stop"; "call" and "miss" stay.</summary>
    private static string Undouble(string word) =>
        word.Length > 3 && word[^1] == word[^2] && word[^1] is not ('l' or 's' or 'z') ? word[..^1] : word;

    /// <summary>An apostrophe between letters and a point or comma between digits belong to the word.</summary>
    private static bool IsInner(string text, int at) =>
        text[at] is '\'' or '’' or '.' or ','
        && at + 1 < text.Length
        && (text[at] is '\'' or '’' ? char.IsLetter(text[at + 1]) : char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]));
}
