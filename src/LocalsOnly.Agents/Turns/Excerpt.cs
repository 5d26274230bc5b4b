namespace LocalsOnly.Agents.Turns;

/// <summary>The part of a long passage that a question is about.</summary>
internal static class Excerpt
{
    private const string Ellipsis = " …";

    /// <summary>
    /// At most about <paramref name="limit"/> characters of <paramref name="text"/>: all of it when it fits, else whole paragraphs around the one
    /// that shares most words with <paramref name="question"/>.
    /// </summary>
    public static string Take(string text, string question, int limit)
    {
        text = text.Trim();
        if (text.Length <= limit) return text;

        var paragraphs = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = Words(question);
        var best = 0;
        var bestScore = -1;
        for (var i = 0; i < paragraphs.Length; i++)
        {
            var score = Words(paragraphs[i]).Count(words.Contains);
            if (score > bestScore) (best, bestScore) = (i, score);
        }

        var (first, last, length) = (best, best, paragraphs[best].Length);
        while (true)
        {
            if (last + 1 < paragraphs.Length && length + paragraphs[last + 1].Length < limit) length += paragraphs[++last].Length + 1;
            else if (first > 0 && length + paragraphs[first - 1].Length < limit) length += paragraphs[--first].Length + 1;
            else break;
        }

        var chosen = string.Join('\n', paragraphs[first..(last + 1)]);
        if (chosen.Length > limit) return Cut(chosen, limit) + Ellipsis;
        return (first > 0 ? "… " : "") + chosen + (last + 1 < paragraphs.Length ? Ellipsis : "");
    }

    /// <summary>The beginning of a text on one line, for a list.</summary>
    public static string OneLine(string text, int limit)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= limit ? line : Cut(line, limit) + Ellipsis;
    }

    private static string Cut(string text, int limit)
    {
        var end = text.LastIndexOf(' ', limit);
        if (end < limit / 2) end = limit;
        if (char.IsHighSurrogate(text[end - 1])) end--;
        return text[..end].TrimEnd();
    }

    private static HashSet<string> Words(string text)
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var range in text.AsSpan().SplitAny(" \t\n.,;:!?()[]\"'’“”—"))
            if (range.End.Value - range.Start.Value > 3) words.Add(text[range]);
        return words;
    }
}
