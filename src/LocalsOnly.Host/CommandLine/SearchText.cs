using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary>Text of a message with the words that were looked for standing out. Foreign text never becomes markup or control codes.</summary>
internal static class SearchText
{
    private const string Ellipsis = "…";
    private static readonly Style s_match = new(Color.Yellow);

    /// <summary>All of it.</summary>
    public static Paragraph Whole(string text, string words)
    {
        // A tab would be counted as one column and take up to eight.
        var safe = Terminal.Safe(text).TrimEnd().Replace("\t", "    ", StringComparison.Ordinal);
        return Marked(safe, WordMatches.In(safe, words), 0, safe.Length);
    }

    /// <summary>The part with most of the words, as one line of at most <paramref name="limit"/> characters; the beginning when it holds none.</summary>
    public static Paragraph Excerpt(string text, string words, int limit)
    {
        var line = string.Join(' ', Terminal.Safe(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var matches = WordMatches.In(line, words);
        if (line.Length <= limit) return Marked(line, matches, 0, line.Length);
        var room = limit - 4;
        var lead = room / 4;
        var start = matches.Count == 0 ? 0 : Math.Clamp(Densest(matches, room - lead) - lead, 0, line.Length - room);
        var end = start + room;
        if (start > 0) start = NextWord(line, start, end);
        if (end < line.Length) end = LastWord(line, start, end);
        return Marked(line, matches, start, end, start > 0 ? Ellipsis + " " : "", end < line.Length ? " " + Ellipsis : "");
    }

    /// <summary>Where a stretch begins that holds the most different words.</summary>
    private static int Densest(List<WordMatch> matches, int length)
    {
        var counts = new Dictionary<int, int>();
        var (best, most, last) = (0, 0, 0);
        for (var first = 0; first < matches.Count; first++)
        {
            for (; last < matches.Count && matches[last].Start + matches[last].Length <= matches[first].Start + length; last++)
                counts[matches[last].Word] = counts.GetValueOrDefault(matches[last].Word) + 1;
            if (counts.Count > most) (best, most) = (first, counts.Count);
            if (last <= first) last = first + 1;
            else if (--counts[matches[first].Word] == 0) counts.Remove(matches[first].Word);
        }
        return matches[best].Start;
    }

    private static int NextWord(string line, int start, int end)
    {
        var space = line.IndexOf(' ', start - 1, Math.Min(24, end - start));
        if (space >= 0) return space + 1;
        return char.IsLowSurrogate(line[start]) ? start + 1 : start;
    }

    private static int LastWord(string line, int start, int end)
    {
        var space = line.LastIndexOf(' ', end, Math.Min(24, end - start));
        if (space > start) return space;
        return char.IsLowSurrogate(line[end]) ? end - 1 : end;
    }

    private static Paragraph Marked(string text, List<WordMatch> matches, int start, int end, string before = "", string after = "")
    {
        var paragraph = new Paragraph(before);
        var at = start;
        foreach (var match in matches.Where(match => match.Start >= start && match.Start + match.Length <= end))
        {
            paragraph.Append(text[at..match.Start]).Append(text.Substring(match.Start, match.Length), s_match);
            at = match.Start + match.Length;
        }
        return paragraph.Append(text[at..end]).Append(after);
    }
}
