using FsCheck;
using FsCheck.Fluent;

namespace LocalsOnly.Tests.Discord.Text;

/// <summary>Markdown as models write it, and worse.</summary>
internal static class MarkdownSamples
{
    private static readonly string[] s_words =
    [
        "The", "sauce", "simmers", "for", "3.14", "hours", "e.g.", "Dr.", "with", "**bold words here**", "*slanted text*", "`a = b`", "||who did it||", "[a link](https://example.com/a_b)", "42", "naïve",
        "👨‍👩‍👧‍👦", "e\u0301te\u0301", "🇩🇪", "<@123456789012345678>", "https://example.com/a/rather/long/path?with=query", "\"quoted\"", "(aside)", "~~gone~~", "[1]", "snake_case_name", "2 * 3", "a|b",
    ];

    private static readonly Gen<string> s_sentence =
        from words in Gen.Elements(s_words).NonEmptyListOf()
        from end in Gen.Elements(". ", "! ", "? ", " ", ": ", "… ")
        select string.Join(' ', words) + end;

    private static readonly Gen<string> s_wide = Gen.Elements("これは長い文章です。", "今天天气很好，我们去公园吧！", "「はい」と言った。", "東京").NonEmptyListOf().Select(string.Concat);

    private static readonly Gen<string> s_paragraph = Gen.OneOf(s_sentence.NonEmptyListOf().Select(string.Concat), s_wide).Select(text => text.TrimEnd());

    private static readonly Gen<string> s_code =
        from marks in Gen.Elements("```", "````", "~~~")
        from info in Gen.Elements("", "python", "c#", "json title=x")
        from lines in Gen.Elements("x = 1", "    return f(x)", "", "if (a || b) { g(); }", "\tindented  twice", "// a comment that goes on for quite a while so that the line is long", "{\"k\": [1, 2]}").NonEmptyListOf()
        let inner = string.Join('\n', lines)
        select $"{marks}{info}\n{(inner.Trim().Length == 0 ? "x" : inner)}\n{marks}";

    private static readonly Gen<string> s_list =
        from marks in Gen.Elements("- ", "* ", "1. ", "  - ")
        from items in s_paragraph.NonEmptyListOf()
        select string.Join('\n', items.Select(item => marks + item));

    private static readonly Gen<string> s_quote = s_paragraph.NonEmptyListOf().Select(lines => string.Join('\n', lines.Select(line => "> " + line)));

    private static readonly Gen<string> s_block = Gen.Frequency(
        (5, s_paragraph),
        (1, s_sentence.Select(text => "## " + text.Trim())),
        (2, s_code),
        (2, s_list),
        (1, s_quote),
        (1, Gen.Constant("| a | b |\n|---|---|\n| 1 | 2 |")));

    /// <summary>Blocks with blank lines between them.</summary>
    public static Gen<string> Markdown { get; } = s_block.NonEmptyListOf().Select(blocks => string.Join("\n\n", blocks));

    /// <summary>Fragments of Markdown in any order, whole or not.</summary>
    public static Gen<string> Rubble { get; } = Gen.Elements(
            "```", "````", "~~~", "`", "``", "**", "*", "_", "__", "||", "~~", "[", "](", ")", "<", ">", "> ", ">>> ", "- ", "1. ", "# ", "| ", "\n", "\n\n", "\r\n", " ", "    ", "\t", "word", "Word. ", "。",
            "東京", "\\", "https://example.com/", "👩‍🚀", "👍🏽", "e\u0301", "\u0301", "\u200D", "\uD83D", "\uDE00", "\u00A0", "x", new string('y', 30), "e.g. ", "3.14", "-# ", "```py\n", "\n```\n", ":\n")
        .ListOf().Select(string.Concat);
}
