using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Discord.Text;

namespace LocalsOnly.Tests.Discord.Text;

public sealed class DiscordMarkdownTests
{
    [Fact]
    public void A_table_becomes_aligned_code() => Assert.Equal(
        """
        Prices:
        ```
        Coin      Price  Note
        ───────  ──────  ────
        Bitcoin  65,000  up
        Ether     3,100
        ```
        Done.
        """,
        DiscordMarkdown.From(
            """
            Prices:
            | Coin | Price | Note |
            |:-----|------:|------|
            | **Bitcoin** | 65,000 | `up` |
            | Ether | 3,100 |
            Done.
            """));

    [Fact]
    public void Columns_of_wide_characters_and_emoji_are_aligned_by_what_they_take()
    {
        var lines = DiscordMarkdown.From("| 名前 | x |\n|---|---|\n| 東京タワー | 1 |\n| 👨‍👩‍👧 ok | 2 |\n| e\u0301 | 3 |").Split('\n');

        Assert.Equal("名前        x", lines[1]);
        Assert.Equal("東京タワー  1", lines[3]);
        Assert.Equal("👨‍👩‍👧 ok       2", lines[4]);
        Assert.Equal("e\u0301           3", lines[5]);
    }

    [Fact]
    public void A_table_that_is_too_wide_becomes_a_list()
    {
        var text = DiscordMarkdown.From($"| Name | What it is |\n|---|---|\n| First | {new string('w', 90)} |\n| Second | see [page](https://example.com) |\n");

        Assert.Equal($"- **Name:** First\n  **What it is:** {new string('w', 90)}\n- **Name:** Second\n  **What it is:** see [page](https://example.com)\n", text);
    }

    [Theory]
    [InlineData("| a\\|b | c |\n|---|---|\n| x | y |", "```\na|b  c\n───  ─\nx    y\n```")]
    [InlineData("a | b\n--|--\n1 | 2", "```\na  b\n─  ─\n1  2\n```")]
    [InlineData("| a | b |\n|---|---|", "```\na  b\n─  ─\n```")]
    [InlineData("| a | b |\n|:-:|---|\n| xyz<br>q | [t](https://u.example) |", "```\n  a    b\n─────  ─\nxyz q  t\n```")]
    public void Tables_as_models_write_them(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("this | that")]
    [InlineData("this | that\nand | so")]
    [InlineData("| a | b |\n|---|")]
    [InlineData("```\n| a | b |\n|---|---|\n| 1 | 2 |\n```")]
    public void What_is_no_table_stays(string markdown) => Assert.Equal(markdown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("# One\n## Two\n### Three", "# One\n## Two\n### Three")]
    [InlineData("#### Four", "**Four**")]
    [InlineData("###### **Six** ######", "**Six**")]
    [InlineData("#### The `code` of it", "**The `code` of it**")]
    [InlineData("## Two ##", "## Two")]
    [InlineData("#hashtag", "#hashtag")]
    [InlineData("Title\n=====\nText", "# Title\nText")]
    [InlineData("Title\n---\nText", "## Title\nText")]
    [InlineData("two lines\nof text\n---\nText", "two lines\nof text\n\nText")]
    [InlineData("> #### Four", "> **Four**")]
    public void Headings(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("above\n\n---\n\nbelow", "above\n\nbelow")]
    [InlineData("above\n\n***\nbelow", "above\n\nbelow")]
    [InlineData("- item\n- - -\nbelow", "- item\n\nbelow")]
    [InlineData("a\n\n\n\nb", "a\n\nb")]
    public void Rules_and_empty_lines(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("![a cat](https://example.com/cat.png)", "a cat (<https://example.com/cat.png>)")]
    [InlineData("![](https://example.com/cat.png \"title\")", "<https://example.com/cat.png>")]
    [InlineData("![cat](https://en.wikipedia.org/wiki/Cat_(animal).png)", "cat (<https://en.wikipedia.org/wiki/Cat_(animal).png>)")]
    [InlineData("[![build](https://ci.example/b.svg)](https://ci.example)", "[build](https://ci.example)")]
    [InlineData("![chart](data:image/png;base64,AAAA)", "chart")]
    [InlineData("<img src=\"https://example.com/x.png\" alt=\"x\">", "x (<https://example.com/x.png>)")]
    [InlineData("[text](https://example.com)", "[text](https://example.com)")]
    public void Pictures_and_links(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("one<br>two<br/>three", "one\ntwo\nthree")]
    [InlineData("> one<br>two", "> one\n> two")]
    [InlineData("H<sub>2</sub>O and x<sup>2</sup> and x<sup>th</sup>", "H₂O and x² and xth")]
    [InlineData("<b>bold</b> <em>slanted</em> <u>under</u> <del>gone</del> <kbd>Ctrl</kbd>", "**bold** *slanted* __under__ ~~gone~~ `Ctrl`")]
    [InlineData("<details open><summary>More</summary>\nhidden\n</details>", "More\nhidden")]
    [InlineData("<a href=\"https://example.com\">page</a>", "[page](https://example.com)")]
    [InlineData("a <!-- note --> b", "a  b")]
    [InlineData("a\n<!-- a note\nof lines -->\nb", "a\nb")]
    [InlineData("<span style=\"color: red\">red</span>", "red")]
    [InlineData("a&nbsp;b", "a b")]
    [InlineData("`<br>` and `<b>x</b>`", "`<br>` and `<b>x</b>`")]
    [InlineData("``a ` <br>`` <br>b", "``a ` <br>``\nb")]
    [InlineData("```html\n<br><!-- x -->\n```", "```html\n<br><!-- x -->\n```")]
    [InlineData("List<string> and Vec<u8>, a < b and c > d, <b and c>", "List<string> and Vec<u8>, a < b and c > d, <b and c>")]
    [InlineData("<@1> <#2> <:e:3> <t:4:R> <https://example.com> </ask:5> <id:guide>", "<@1> <#2> <:e:3> <t:4:R> <https://example.com> </ask:5> <id:guide>")]
    [InlineData("never <!-- closed", "never <!-- closed")]
    public void Html(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("- [ ] buy flour\n- [x] buy eggs\n1. [X] done", "- ☐ buy flour\n- ☑ buy eggs\n1. ☑ done")]
    [InlineData("  - [ ] nested", "  - ☐ nested")]
    [InlineData("- [x](https://example.com)", "- [x](https://example.com)")]
    [InlineData("see[^1]\n\n[^1]: A note.", "see[^1]\n\n[^1]: A note.")]
    [InlineData("as said [1, 2]", "as said [1, 2]")]
    public void Tasks_and_footnotes(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData(@"so \(x^2\) is", "so `x^2` is")]
    [InlineData(@"\[ E = mc^2 \]", "`E = mc^2`")]
    [InlineData("\\[\n\\frac{a}{b}\n\\]", "```tex\n\\frac{a}{b}\n```")]
    [InlineData("$$\na^2\n$$", "```tex\na^2\n```")]
    [InlineData("$$a^2$$", "`a^2`")]
    [InlineData(@"shown as \[1\] and costs $5 or $6", @"shown as \[1\] and costs $5 or $6")]
    [InlineData(@"`\(x\)`", @"`\(x\)`")]
    public void Formulas(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Theory]
    [InlineData("~~~py\nx\n~~~", "```py\nx\n```")]
    [InlineData("````\nx\n````", "```\nx\n```")]
    [InlineData("````md\n```\nx\n```\n````", "````md\n```\nx\n```\n````")]
    [InlineData("``` python title=\"a b\"\nx\n```", "```python\nx\n```")]
    [InlineData("```{.r}\nx\n```", "```\nx\n```")]
    [InlineData("```py\n# x\n#### y\n---\n- [ ] z", "```py\n# x\n#### y\n---\n- [ ] z")]
    [InlineData("> ```\n> #### x\n#### y", "> ```\n> #### x\n**y**")]
    [InlineData("1. Run:\n   ```sh\n   ls  |  wc\n   ```", "1. Run:\n   ```sh\n   ls  |  wc\n   ```")]
    public void Fences_as_Discord_knows_them(string markdown, string shown) => Assert.Equal(shown, DiscordMarkdown.From(markdown));

    [Fact]
    public void Line_ends_of_Windows_are_line_ends() => Assert.Equal("# a\nb", DiscordMarkdown.From("# a\r\nb"));

    [Fact]
    public void What_was_converted_stays_as_it_is()
    {
        var rubble = Gen.Elements(
            "```", "~~~", "````", "`", "\n", "\n\n", "| a | b |", "|---|---|", "|", "#### ", "# ", "---", "===", "***", "![", "](", ")", "https://x.example", "<br>", "<b>", "</b>", "<sub>", "2", "</sub>",
            "<!--", "-->", "- [ ] ", "- ", "> ", "\\(", "\\)", "\\[", "\\]", "$$", "word ", "**", "_", "\\", "&nbsp;", "[x]", " ", "1. ", "<a href=\"https://x.example\">", "</a>", "東京", "+", "[^1]:").ListOf().Select(string.Concat);
        Prop.ForAll(Arb.From(Gen.OneOf(rubble, MarkdownSamples.Rubble, MarkdownSamples.Markdown)), markdown =>
        {
            var once = DiscordMarkdown.From(markdown);
            Assert.Equal(once, DiscordMarkdown.From(once));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Code_is_not_touched() => Prop.ForAll(
        Arb.From(Gen.Elements("<br>", "| a |", "|---|", "####", "![x](y)", "\\(", "--", " ", "\t", "- [ ] ", "é", "x").NonEmptyListOf().Select(string.Concat).NonEmptyListOf()), lines =>
        {
            var code = string.Join('\n', lines);
            Assert.Contains($"```py\n{code}\n```", DiscordMarkdown.From($"text\n\n```py\n{code}\n```\n\nmore"), StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
}
