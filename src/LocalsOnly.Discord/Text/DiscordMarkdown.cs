using System.Text.RegularExpressions;

namespace LocalsOnly.Discord.Text;

/// <summary>
/// A model's Markdown as what Discord renders of it (support.discord.com/hc/articles/210298617): tables become aligned code, small headings bold lines, pictures their
/// addresses; rules, HTML and comments go; formulas become code. Code stays as it is.
/// </summary>
internal static partial class DiscordMarkdown
{
    /// <summary>What one change uncovers, as a tag within a tag, the next pass changes; nothing that is written in earnest needs more.</summary>
    private const int MostPasses = 6;

    private const int LongestFormula = 60;

    /// <returns>What stays the same when it is converted once more.</returns>
    public static string From(string markdown)
    {
        ArgumentNullException.ThrowIfNull(markdown);
        var text = markdown.Replace("\r\n", "\n", StringComparison.Ordinal);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var next = Convert(text);
            if (next == text) break;
            text = next;
        }

        return text;
    }

    private static string Convert(string text)
    {
        var lines = text.Split('\n');
        var written = new List<string>(lines.Length);
        var fence = new FenceReader();
        var noComment = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (fence.Read(lines[i]) == FenceLine.Opens)
            {
                i = CopyCode(lines, i, ref fence, written);
                continue;
            }

            if (MarkdownTable.Read(lines, i, out var next) is { } table)
            {
                written.AddRange(table.Render());
                i = next - 1;
            }
            else if (Formula(lines, i) is var end && end > i)
            {
                written.AddRange(["```tex", .. lines[(i + 1)..end], "```"]);
                i = end;
            }
            else if (!noComment && OpenComment().Match(lines[i]) is { Success: true } open)
            {
                var close = Array.FindIndex(lines, i + 1, line => line.Contains("-->", StringComparison.Ordinal));
                noComment = close < 0;
                if (noComment) WriteLine(lines, i, written);
                else
                {
                    lines[close] = lines[i][..open.Index] + lines[close][(lines[close].IndexOf("-->", StringComparison.Ordinal) + 3)..];
                    i = lines[close].AsSpan().IsWhiteSpace() ? close : close - 1;
                }
            }
            else if (IsUnderlined(lines, i, written))
            {
                written.Add($"{(lines[i + 1].TrimStart()[0] == '=' ? "#" : "##")} {InlineMarkdown.From(lines[i].Trim()).Replace('\n', ' ')}");
                i++;
            }
            else WriteLine(lines, i, written);
        }

        return string.Join('\n', written);
    }

    /// <returns>The last line of it.</returns>
    private static int CopyCode(string[] lines, int first, ref FenceReader fence, List<string> written)
    {
        var end = first + 1;
        var closes = false;
        for (; end < lines.Length && !closes; end++)
        {
            var wasQuoted = fence.IsQuoted;
            var ahead = fence;
            var line = ahead.Read(lines[end]);
            if (wasQuoted && line is FenceLine.Text or FenceLine.Opens) break;
            fence = ahead;
            closes = line == FenceLine.Closes;
        }

        var code = lines[(first + 1)..(closes ? end - 1 : end)];
        var marks = fence.Marks;
        var open = lines[first].IndexOf(marks, StringComparison.Ordinal);
        // Discord knows three backticks, and ends the code at the next three.
        var shown = code.Any(line => line.Contains("```", StringComparison.Ordinal)) || fence.Info.Contains('`', StringComparison.Ordinal) ? marks : "```";
        written.Add(lines[first][..open] + shown + Language().Match(fence.Info).Value);
        written.AddRange(code);
        if (closes) written.Add(Closing(lines[end - 1], shown));
        // The line that ended a quotation is none of the code.
        if (!closes) fence = default;
        return end - 1;
    }

    private static string Closing(string line, string marks)
    {
        var start = line.AsSpan().IndexOfAny('`', '~');
        return line[..start] + marks;
    }

    private static void WriteLine(string[] lines, int index, List<string> written)
    {
        var line = lines[index];
        var quote = Quote().Match(line).Value;
        var rest = line[quote.Length..];
        if (Rule().IsMatch(rest))
        {
            if (quote.Length > 0) written.Add(quote.TrimEnd());
            else WriteBlank(written);
            return;
        }

        if (rest.AsSpan().IsWhiteSpace())
        {
            if (quote.Length > 0) written.Add(line);
            else WriteBlank(written);
            return;
        }

        var isBlank = true;
        foreach (var piece in InlineMarkdown.From(rest).Split('\n'))
        {
            // A tag that was alone on its line leaves none.
            if (piece.AsSpan().IsWhiteSpace()) continue;
            isBlank = false;
            written.Add(quote + Marks(piece));
        }

        if (isBlank && quote.Length > 0) written.Add(quote.TrimEnd());
    }

    // One blank line parts as well as three.
    private static void WriteBlank(List<string> written)
    {
        if (written.Count == 0 || written[^1].Length > 0) written.Add("");
    }

    private static string Marks(string line)
    {
        if (Task().Match(line) is { Success: true } task)
            return $"{task.Groups["item"].Value}{(task.Groups["done"].Value == " " ? "☐" : "☑")} {line[task.Length..]}";
        if (Heading().Match(line) is not { Success: true } heading) return line;
        var words = heading.Groups["words"].Value.Trim();
        if (words.Length == 0) return "";
        if (heading.Groups["marks"].Length <= 3) return $"{heading.Groups["marks"].Value} {words}";
        return words.Contains("**", StringComparison.Ordinal) ? $"**{words.Replace("**", "", StringComparison.Ordinal).Trim()}**" : $"**{words}**";
    }

    /// <summary>A paragraph of one line over a line of <c>=</c> or <c>-</c>.</summary>
    private static bool IsUnderlined(string[] lines, int index, List<string> written) =>
        index + 1 < lines.Length && Underline().IsMatch(lines[index + 1]) && Words().IsMatch(lines[index]) && (written.Count == 0 || written[^1].AsSpan().IsWhiteSpace() || written[^1][0] == '#');

    /// <summary>The line that ends a formula over several lines; the same line when none begins.</summary>
    private static int Formula(string[] lines, int index)
    {
        var close = lines[index].Trim() switch { @"\[" => @"\]", "$$" => "$$", _ => null };
        if (close is null) return index;
        for (var i = index + 1; i < lines.Length && i - index <= LongestFormula; i++)
        {
            if (lines[i].Trim() == close) return i > index + 1 ? i : index;
            if (lines[i].Contains("```", StringComparison.Ordinal) || lines[i].AsSpan().IsWhiteSpace()) break;
        }

        return index;
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+\-.#]+")]
    private static partial Regex Language();

    [GeneratedRegex(@"^(?:[ ]{0,3}>[ ]?)+")]
    private static partial Regex Quote();

    [GeneratedRegex(@"^[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^(?<item>\s*(?:[-*+]|[0-9]{1,9}[.)])\s+)\[(?<done>[ xX])\]\s+(?=\S)")]
    private static partial Regex Task();

    [GeneratedRegex(@"^[ ]{0,3}(?<marks>#{1,6})(?:[ \t]+(?<words>.*?))?(?:[ \t]+#+)?[ \t]*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^[ ]{0,3}(?:=+|-{2,})[ \t]*$")]
    private static partial Regex Underline();

    [GeneratedRegex(@"^[ ]{0,3}(?![-*+>#|][ ]|>|\||[0-9]{1,9}[.)][ ]|-#|\[\^)\S")]
    private static partial Regex Words();

    [GeneratedRegex(@"<!--(?!.*-->)(?=[^`]*$)")]
    private static partial Regex OpenComment();
}
