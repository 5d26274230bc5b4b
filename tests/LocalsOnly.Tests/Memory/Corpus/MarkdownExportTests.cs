using LocalsOnly.Memory;
using YamlDotNet.Serialization;

namespace LocalsOnly.Tests.Memory.Corpus;

/// <summary>A page for each conversation, in which nobody's text can pass for the page's own.</summary>
public sealed class MarkdownExportTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_page_has_front_matter_a_title_and_a_heading_for_each_turn()
    {
        var talk = Talk.Of("a", "Five days in Lisbon", "Which hotel?", "Casa do Jacarandá.") with { Project = "chatgpt:project:p" };
        talk = talk with { Messages = [talk.Messages[0] with { Attachments = ["plan.pdf"] }, talk.Messages[1]] };

        var (name, page) = await PageAsync(talk);

        Assert.Matches("^2026-03-01-five-days-in-lisbon-[0-9a-f]{8}\\.md$", name);
        Assert.Equal(
            """
            ---
            key: "chatgpt:a"
            title: "Five days in Lisbon"
            source: "chatgpt"
            created: "2026-03-01T09:00:00Z"
            updated: "2026-03-01T10:00:00Z"
            model: "model"
            project: "chatgpt:project:p"
            ---

            # Five days in Lisbon

            ## You · 2026-03-01 09:00 UTC

            Which hotel?

            > attached: plan.pdf

            ## Assistant · 2026-03-01 09:00 UTC

            Casa do Jacarandá.

            """.ReplaceLineEndings("\n"),
            page);
    }

    [Theory]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("CON", "con")]
    [InlineData("a\0b\nc: \"d\" | <e> * ?", "a-b-c-d-e")]
    [InlineData("Жизнь и судьба", "жизнь-и-судьба")]
    [InlineData("…", "")]
    public async Task A_file_name_is_safe_whatever_the_title(string title, string slug)
    {
        var (name, page) = await PageAsync(Talk.Of("a", title, "x", "y"));

        Assert.Matches($"^2026-03-01-{(slug.Length > 0 ? slug + "-" : "")}[0-9a-f]{{8}}\\.md$", name);
        Assert.Equal(title, FrontMatter(page)["title"]);
    }

    [Fact]
    public async Task Two_conversations_of_one_day_and_title_are_two_files_and_always_the_same()
    {
        await _house.StoreAsync(Talk.Of("a", "Same", "x", "y"), Talk.Of("b", "Same", "x", "y"));
        var first = await NamesAsync("one");
        var second = await NamesAsync("two");

        Assert.Equal(2, first.Distinct().Count());
        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("## You\n\nI agree.", "#### You\n\nI agree.\n")]
    [InlineData("# Big\n###### Small", "### Big\n###### Small\n")]
    [InlineData("Heading\n===\nOther\n---", "Heading\n\\===\nOther\n\\---\n")]
    [InlineData("<script>alert(1)</script> a < b", "\\<script>alert(1)\\</script> a < b\n")]
    [InlineData("![x](http://tracker.example/p.png)", "\\![x](http://tracker.example/p.png)\n")]
    [InlineData("`List<int>` and ``a`<b>`` and `open <b>", "`List<int>` and ``a`<b>`` and `open \\<b>\n")]
    [InlineData("```html\n<b>\n# no heading\n```\n# heading", "```html\n<b>\n# no heading\n```\n### heading\n")]
    [InlineData("~~~~\n~~~\n## You", "~~~~\n~~~\n## You\n~~~~\n")]
    public async Task Hostile_text_stays_text(string text, string expected)
    {
        var (_, page) = await PageAsync(Talk.Of("a", "T", text, "y"));

        Assert.Contains($"UTC\n\n{expected}\n## Assistant", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_branches_and_side_records_are_there_when_asked_for_and_counted_when_not()
    {
        var talk = Talk.Of("a", "T", "question", "answer");
        talk = talk with
        {
            Messages =
            [
                talk.Messages[0], Talk.Message("a", "t", "m0", "thinking", MessageAuthor.Assistant, MessageKind.Reasoning), talk.Messages[1] with { ParentKey = "chatgpt:a:t" },
                Talk.Message("a", "o", "m0", "other answer", MessageAuthor.Assistant, active: false),
            ],
        };
        await _house.StoreAsync(talk);

        var few = await ExportAsync("few");
        var all = await ExportAsync("all", request => request with { IncludeBranches = true, IncludeSideRecords = true });
        var page = await File.ReadAllTextAsync(Directory.GetFiles(_house.PathOf("all")).Single());

        Assert.Equal([1, 1], few.Dropped.Values);
        Assert.Empty(all.Dropped);
        Assert.Contains("## Reasoning", page, StringComparison.Ordinal);
        Assert.Contains("on another branch\n\nother answer", page, StringComparison.Ordinal);
    }

    private async Task<(string Name, string Page)> PageAsync(Conversation conversation)
    {
        await _house.StoreAsync(conversation);
        await ExportAsync("out");
        var file = Directory.GetFiles(_house.PathOf("out")).Single();
        return (Path.GetFileName(file), await File.ReadAllTextAsync(file));
    }

    private async Task<List<string?>> NamesAsync(string directory)
    {
        await ExportAsync(directory);
        return [.. Directory.GetFiles(_house.PathOf(directory)).Select(Path.GetFileName).Order(StringComparer.Ordinal)];
    }

    private Task<CorpusExportReport> ExportAsync(string directory, Func<CorpusExportRequest, CorpusExportRequest>? with = null)
    {
        var request = new CorpusExportRequest(_house.PathOf(directory), CorpusFormat.Markdown, TestMemory.Scope, new CorpusFilter());
        return _house.Export.ExportAsync(with is null ? request : with(request));
    }

    private static Dictionary<string, string> FrontMatter(string page) =>
        new Deserializer().Deserialize<Dictionary<string, string>>(page.Split("---\n")[1]);
}
