using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Discord.Text;

/// <summary>The marks within a line that Discord would show as they are written, as what it renders. Code stays as it is.</summary>
internal static partial class InlineMarkdown
{
    private const string Subscripts = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎";
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾";
    private const string Lowered = "0123456789+-=()";

    private static readonly SearchValues<char> s_marks = SearchValues.Create("<\\![$&");
    private static readonly SearchValues<char> s_formula = SearchValues.Create("\\^_={+");

    /// <returns>The line; with a line break where it had a <c>&lt;br&gt;</c>.</returns>
    public static string From(string line)
    {
        if (line.AsSpan().IndexOfAny(s_marks) < 0) return line;
        return OutsideCode(line, Convert);
    }

    /// <summary>What a reader sees of a line: for where marks would show.</summary>
    public static string Plain(string line)
    {
        line = From(line).Replace('\n', ' ');
        line = OutsideCode(line, text => Escaped().Replace(Emphasis().Replace(Link().Replace(text, "${words}"), ""), "${mark}"));
        return CodeMarks().Replace(line, "${code}").Trim();
    }

    private static string OutsideCode(string line, Func<string, string> convert)
    {
        if (!line.Contains('`', StringComparison.Ordinal)) return convert(line);
        var result = new StringBuilder(line.Length);
        var at = 0;
        foreach (Match code in Code().Matches(line))
        {
            if (!code.Groups["code"].Success) continue;
            result.Append(convert(line[at..code.Index])).Append(code.Value);
            at = code.Index + code.Length;
        }

        return result.Append(convert(line[at..])).ToString();
    }

    private static string Convert(string text)
    {
        if (text.AsSpan().IndexOfAny(s_marks) < 0) return text;
        text = Comment().Replace(text, "");
        text = LinkedImage().Replace(text, match => $"[{Alt(match)}]({match.Groups["to"].Value})");
        text = Image().Replace(text, Picture);
        text = Formula().Replace(text, AsCode);
        return text.Contains('<', StringComparison.Ordinal) || text.Contains('&', StringComparison.Ordinal) ? Html(text) : text;
    }

    private static string Alt(Match match) => match.Groups["alt"].Value is { Length: > 0 } alt ? alt : "image";

    private static string Picture(Match match)
    {
        var alt = match.Groups["alt"].Value.Trim();
        var url = match.Groups["url"].Value;
        // What is no address on the web leads nowhere from a message.
        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return alt.Length > 0 ? alt : "(image)";
        return alt.Length > 0 ? $"{alt} (<{url}>)" : $"<{url}>";
    }

    // "\[1\]" is a bracket that is to be shown; a formula has more to it.
    private static string AsCode(Match match)
    {
        var formula = match.Groups["formula"].Value.Trim();
        if (formula.Length == 0 || formula.Contains('`', StringComparison.Ordinal)) return match.Value;
        return match.Value[1] == '[' && formula.AsSpan().IndexOfAny(s_formula) < 0 ? match.Value : $"`{formula}`";
    }

    private static string Html(string text)
    {
        text = Anchor().Replace(text, match => match.Groups["words"].Value.Trim() is { Length: > 0 } words ? $"[{words}]({match.Groups["url"].Value})" : match.Groups["url"].Value);
        text = HtmlImage().Replace(text, match => Source().Match(match.Value) is { Success: true } source ? $"![{AltText().Match(match.Value).Groups["alt"].Value}]({source.Groups["url"].Value})" : "");
        text = Image().Replace(text, Picture);
        text = Shifted().Replace(text, match => Shift(match.Groups["text"].Value, match.Groups["tag"].Value.Equals("sup", StringComparison.OrdinalIgnoreCase) ? Superscripts : Subscripts));
        text = Bold().Replace(text, "**${text}**");
        text = Italic().Replace(text, "*${text}*");
        text = Underlined().Replace(text, "__${text}__");
        text = Struck().Replace(text, "~~${text}~~");
        text = HtmlCode().Replace(text, "`${text}`");
        text = Break().Replace(text, "\n");
        text = Tag().Replace(text, "");
        return text.Replace("&nbsp;", " ", StringComparison.Ordinal).Replace("&ndash;", "–", StringComparison.Ordinal)
            .Replace("&mdash;", "—", StringComparison.Ordinal).Replace("&hellip;", "…", StringComparison.Ordinal);
    }

    private static string Shift(string text, string to) =>
        text.Length > 0 && text.All(c => Lowered.Contains(c, StringComparison.Ordinal)) ? string.Concat(text.Select(c => to[Lowered.IndexOf(c, StringComparison.Ordinal)])) : text;

    // What has an end that may be missing is bounded, so that a line of nothing but beginnings takes no time.
    // A run of backticks, and the next one of its length; or a run alone, which is text. What is escaped opens nothing.
    [GeneratedRegex(@"(?:\\[\\`])|(?<!`)(?<run>`+)(?!`)(?<code>.+?)(?<!`)\k<run>(?!`)|`+")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<!`)(?<run>`+)(?!`) ?(?<code>.+?) ?(?<!`)\k<run>(?!`)")]
    private static partial Regex CodeMarks();

    [GeneratedRegex("<!--.{0,1000}?-->")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[!\[(?<alt>[^\[\]]{0,300})\]\([^()\s]*[^()]*\)\]\((?<to>[^()\s]+)[^()]*\)")]
    private static partial Regex LinkedImage();

    [GeneratedRegex(@"!\[(?<alt>[^\[\]]{0,300})\]\(<?(?<url>(?:[^()\s<>]|\([^()\s<>]*\))*)>?(?:\s[^()]*)?\)")]
    private static partial Regex Image();

    [GeneratedRegex(@"\[(?<words>[^\[\]]{1,500})\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<!\\)\\\((?<formula>.{1,300}?)\\\)|(?<!\\)\\\[(?<formula>.{1,300}?)\\\]|(?<!\$)\$\$(?!\$)(?<formula>.{1,300}?)\$\$(?!\$)")]
    private static partial Regex Formula();

    [GeneratedRegex(@"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|~~|__|\|\||(?<![\p{L}\p{N}_])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}_])")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\(?<mark>[!-/:-@\[-`{-~])")]
    private static partial Regex Escaped();

    [GeneratedRegex("""<a\s[^<>]*?href\s*=\s*["'](?<url>https?://[^"'\s<>]+)["'][^<>]*>(?<words>[^<>\[\]]*)</a\s*>""", RegexOptions.IgnoreCase)]
    private static partial Regex Anchor();

    [GeneratedRegex(@"<img\s[^<>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlImage();

    [GeneratedRegex("""src\s*=\s*["'](?<url>[^"'\s<>()]+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Source();

    [GeneratedRegex("""alt\s*=\s*["'](?<alt>[^"'<>\[\]]*)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex AltText();

    [GeneratedRegex(@"<(?<tag>sub|sup)>(?<text>[^<>]*)</\k<tag>\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Shifted();

    [GeneratedRegex(@"<(?<tag>b|strong)>(?<text>[^\s<>*](?:[^<>*]*[^\s<>*])?)</\k<tag>\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Bold();

    [GeneratedRegex(@"<(?<tag>i|em)>(?<text>[^\s<>*](?:[^<>*]*[^\s<>*])?)</\k<tag>\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Italic();

    [GeneratedRegex(@"<(?<tag>u|ins)>(?<text>[^\s<>_](?:[^<>_]*[^\s<>_])?)</\k<tag>\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Underlined();

    [GeneratedRegex(@"<(?<tag>s|del|strike)>(?<text>[^\s<>~](?:[^<>~]*[^\s<>~])?)</\k<tag>\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex Struck();

    [GeneratedRegex(@"<(?<tag>code|kbd|samp|tt)>(?<text>[^\s<>`](?:[^<>`]*[^\s<>`])?)</\k<tag>\s*>", RegexOptions.IgnoreCase)]
    private static partial Regex HtmlCode();

    [GeneratedRegex(@"[ \t]*<(?:br|hr)\s*/?>[ \t]*", RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    // Names of HTML alone: "List<string>" and Discord's own <@…>, <t:…>, <https://…> are no tags.
    [GeneratedRegex(
        """</?(?:a|abbr|b|big|blockquote|center|cite|code|dd|del|details|div|dl|dt|em|figure|figcaption|font|h[1-6]|i|ins|kbd|li|mark|ol|p|pre|q|s|samp|small|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|var|wbr)(?:\s+[\w-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[\w#%.-]+))*\s*(?:open\s*)?/?>""",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
