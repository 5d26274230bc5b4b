using System.Text;

namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>
/// A message's Markdown as a part of a page: its headings go below the page's own, HTML in it shows as text, its pictures become links, so that no viewer
/// fetches them, and a code fence that it leaves open is closed. Code stays as it is.
/// </summary>
internal static class MarkdownText
{
    /// <summary>A text within one line.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder();
        AppendInline(line, string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return line.ToString();
    }

    /// <summary>Lines, each with its line feed.</summary>
    public static void Append(StringBuilder page, string text)
    {
        // The character and length of the fence that is open (CommonMark §4.5).
        var (fence, width) = ('\0', 0);
        foreach (var raw in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = raw.AsSpan().TrimEnd();
            var content = line.TrimStart(' ');
            var indent = line.Length - content.Length;
            var run = FenceRun(content);
            if (fence != '\0')
            {
                page.Append(line).Append('\n');
                if (indent < 4 && run >= width && content[0] == fence && content[run..].IsWhiteSpace()) fence = '\0';
                continue;
            }
            if (indent < 4 && run >= 3)
            {
                (fence, width) = (content[0], run);
                page.Append(line).Append('\n');
                continue;
            }
            AppendLine(page, line, content, indent);
        }
        if (fence != '\0') page.Append(fence, width).Append('\n');
    }

    private static void AppendLine(StringBuilder page, ReadOnlySpan<char> line, ReadOnlySpan<char> content, int indent)
    {
        var hashes = content.IndexOfAnyExcept('#');
        if (hashes < 0) hashes = content.Length;
        if (indent < 4 && hashes is >= 1 and <= 6 && (hashes == content.Length || content[hashes] is ' ' or '\t'))
        {
            page.Append('#', Math.Min(6, hashes + 2));
            AppendInline(page, content[hashes..]);
        }
        // A line of these would make a heading of the one above it, or end the front matter's twin.
        else if (indent < 4 && content.Length > 0 && (!content.ContainsAnyExcept('=') || !content.ContainsAnyExcept('-')))
            page.Append('\\').Append(content);
        else
            AppendInline(page, line);
        page.Append('\n');
    }

    private static void AppendInline(StringBuilder page, ReadOnlySpan<char> line)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var c = line[at];
            if (c == '`' && CodeSpan(line[at..]) is var code and > 0)
            {
                page.Append(line.Slice(at, code));
                at += code - 1;
            }
            else if (c == '<' && at + 1 < line.Length && (char.IsAsciiLetter(line[at + 1]) || line[at + 1] is '/' or '!' or '?')) page.Append("\\<");
            else if (c == '!' && at + 1 < line.Length && line[at + 1] == '[') page.Append("\\!");
            else page.Append(c);
        }
    }

    // Characters of a code span that is closed on the same line, or of the backticks that open nothing (CommonMark §6.1).
    private static int CodeSpan(ReadOnlySpan<char> text)
    {
        var width = Run(text);
        for (var at = width; at < text.Length;)
        {
            var next = text[at..].IndexOf('`');
            if (next < 0) return width;
            at += next;
            var run = Run(text[at..]);
            at += run;
            if (run == width) return at;
        }
        return width;
    }

    private static int Run(ReadOnlySpan<char> text)
    {
        var other = text.IndexOfAnyExcept('`');
        return other < 0 ? text.Length : other;
    }

    private static int FenceRun(ReadOnlySpan<char> content)
    {
        if (content.IsEmpty || content[0] is not ('`' or '~')) return 0;
        var run = content.IndexOfAnyExcept(content[0]);
        return run < 0 ? content.Length : run;
    }
}
