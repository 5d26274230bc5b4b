using System.Globalization;
using System.Text;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Text;

/// <summary>An answer that nobody wants to read in a chat: its beginning and an outline as a message, and all of it as a file.</summary>
/// <param name="Summary">One message, in Discord's Markdown. Mentions in it are as the model wrote them.</param>
/// <param name="File">The Markdown as it was written, UTF-8.</param>
internal sealed record LongAnswer(string Summary, ReadOnlyMemory<byte> File)
{
    public const string FileName = "answer.md";

    /// <summary>Three messages; more is a file.</summary>
    public const int DefaultBound = 6000;

    private const int MostLead = 1200;
    private const int MostEntries = 14;
    private const int LongestEntry = 80;

    /// <returns>Null for an answer of at most <paramref name="bound"/> units.</returns>
    public static LongAnswer? Of(string markdown, int bound = DefaultBound)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        if (markdown.Length <= bound || string.IsNullOrWhiteSpace(markdown)) return null;
        var shown = DiscordMarkdown.From(markdown);
        var parts = MessageSplitter.Cut(shown, MostLead);
        var last = string.Create(CultureInfo.InvariantCulture, $"The whole answer, {Words(markdown):N0} words, is in the file.");
        var summary = new StringBuilder(parts.Count == 0 ? "" : parts[0].Of(shown));
        var outline = parts.Count == 0 ? [] : Outline(shown[parts[0].End..]);
        AppendOutline(summary, outline, OutgoingMessage.MostUnits - last.Length - 2);
        return new LongAnswer(summary.Append("\n\n").Append(last).ToString(), Encoding.UTF8.GetBytes(markdown.TrimEnd() + "\n"));
    }

    private static void AppendOutline(StringBuilder summary, List<string> outline, int most)
    {
        if (outline.Count == 0) return;
        summary.Append("\n\n**Further in the file**");
        for (var i = 0; i < outline.Count; i++)
        {
            var more = string.Create(CultureInfo.InvariantCulture, $"\n- and {outline.Count - i} more");
            if (i == MostEntries || summary.Length + outline[i].Length + 1 + (i < outline.Count - 1 ? more.Length : 0) > most)
            {
                summary.Append(more);
                return;
            }

            summary.Append('\n').Append(outline[i]);
        }
    }

    /// <summary>The headings; where there are hardly any, what the lists begin with.</summary>
    private static List<string> Outline(string text)
    {
        var headings = new List<string>();
        var items = new List<string>();
        var fence = new FenceReader();
        foreach (var line in text.Split('\n'))
        {
            if (fence.Read(line) != FenceLine.Text) continue;
            var words = line.TrimStart();
            if (Heading(words, out var level) is { } heading) headings.Add($"{(level > 2 ? "  " : "")}- {heading}");
            else if (words.Length == line.Length && ListMark.Length(words) is > 0 and var mark) items.Add($"- {Entry(words[mark..])}");
        }

        return headings.Count >= 2 || items.Count == 0 ? headings : items;
    }

    // A line that is bold from end to end is a heading of the fourth rank or deeper.
    private static string? Heading(string words, out int level)
    {
        level = words.AsSpan().IndexOfAnyExcept('#');
        if (level is > 0 and <= 3 && words[level] == ' ') return Entry(words[level..]);
        level = 4;
        return words is ['*', '*', not '*', .., not '*', '*', '*'] && words.IndexOf("**", 2, StringComparison.Ordinal) == words.Length - 2 ? Entry(words[2..^2]) : null;
    }

    private static string Entry(string words) => PlainMarkdown.Escape(Clip.OnWord(InlineMarkdown.Plain(words).TrimEnd(':'), LongestEntry));

    /// <summary>Words between white space; in Chinese and Japanese, characters.</summary>
    private static int Words(string text)
    {
        var words = 0;
        var isInside = false;
        foreach (var c in text)
        {
            var isWide = c is (>= '\u3041' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');
            if (isWide || (char.IsLetterOrDigit(c) && !isInside)) words++;
            isInside = !isWide && (isInside ? !char.IsWhiteSpace(c) : char.IsLetterOrDigit(c));
        }

        return words;
    }
}
