using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Research;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Agents.Research;

public sealed class DraftTests : IDisposable
{
    private readonly ResearchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_draft_is_a_Markdown_file_whose_header_says_what_it_is()
    {
        var answer = await _bench.CallAsync("research_draft", new { title = "Why I \"sold\": a note", body = "# One\r\n\r\nText é.", sources = new[] { "chatgpt:a:1", " ", "chatgpt:a:1" } });

        Assert.StartsWith("Draft kept as 2026-03-01-why-i-sold-a-note.md in ", answer, StringComparison.Ordinal);
        Assert.EndsWith("It is a draft: nothing was published or sent.", answer, StringComparison.Ordinal);
        Assert.Equal(
            "---\ntitle: \"Why I \\\"sold\\\": a note\"\ncreated: 2026-03-01T23:30:00+01:00\npersona: \"eliza\"\nstatus: draft\nsources:\n  - \"chatgpt:a:1\"\n---\n\n# One\n\nText é.\n",
            await File.ReadAllTextAsync(Path.Combine(_bench.Drafts, "2026-03-01-why-i-sold-a-note.md")));
    }

    [Fact]
    public async Task The_header_is_YAML_that_the_knowledge_reader_reads()
    {
        await _bench.CallAsync("research_draft", new { title = "Tab\tand: \"quotes\" \\ and\nlines", body = "Text", sources = new[] { "a: b", "#c" } });

        var document = Assert.Single(KnowledgeFolder.Read(_bench.Drafts));
        Assert.Empty(document.Problems);
        Assert.Equal(("Tab and: \"quotes\" \\ and lines", "draft"), (document.Title, document.Fields["status"].Text));
        Assert.Equal(["a: b", "#c"], document.Fields["sources"].Values);
    }

    [Fact]
    public async Task Nothing_is_ever_written_over()
    {
        for (var i = 1; i <= 3; i++) await _bench.CallAsync("research_draft", new { title = "Same", body = $"Version {i}" });

        Assert.Equal(["2026-03-01-same-v2.md", "2026-03-01-same-v3.md", "2026-03-01-same.md"], Names());
        Assert.EndsWith("Version 1\n", await File.ReadAllTextAsync(Path.Combine(_bench.Drafts, "2026-03-01-same.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drafts_that_are_kept_at_once_get_names_of_their_own()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => _bench.CallAsync("research_draft", new { title = "Same", body = $"Version {i}" }))));

        Assert.Equal(40, Names().Select(name => File.ReadAllText(Path.Combine(_bench.Drafts, name))).Distinct().Count());
        Assert.Equal(40, Directory.GetFileSystemEntries(_bench.Drafts).Length);
    }

    [Theory]
    [InlineData("../../etc/passwd", "etc-passwd")]
    [InlineData("Été à Biarritz — 2026", "ete-a-biarritz-2026")]
    [InlineData("日本", "draft")]
    [InlineData("...", "draft")]
    [InlineData("CON", "con")]
    public void A_title_becomes_a_name_that_is_safe_everywhere(string title, string slug) => Assert.Equal(slug, Drafts.Slug(title));

    [Fact]
    public void A_long_title_becomes_a_short_name() => Assert.True(Drafts.Slug(string.Join(' ', Enumerable.Repeat("word", 100))).Length <= 60);

    [Fact]
    public async Task Drafts_are_listed_newest_first_and_opened_by_name_only()
    {
        Assert.StartsWith("No draft is kept yet; one goes to ", await _bench.CallAsync("research_drafts", new { }), StringComparison.Ordinal);
        await _bench.CallAsync("research_draft", new { title = "First", body = "one two three" });
        _bench.Time.Advance(TimeSpan.FromDays(1));
        await _bench.CallAsync("research_draft", new { title = "Second", body = "one" });
        _bench.Directory.Write("secret.md", "secret");

        Assert.Equal(
            "2 drafts:\n2026-03-02-second.md: Second, 1 words, kept 2026-03-02 23:30 (Europe/Paris)\n2026-03-01-first.md: First, 3 words, kept 2026-03-01 23:30 (Europe/Paris)",
            await _bench.CallAsync("research_drafts", new { }));
        Assert.EndsWith("one two three\n", await _bench.CallAsync("research_drafts", new { name = "2026-03-01-first.md" }), StringComparison.Ordinal);
        foreach (var name in new[] { "../../../secret.md", _bench.Directory.Combine("secret.md"), "none.md" })
            Assert.StartsWith("There is no draft of that name here", await _bench.RefusedAsync("research_drafts", new { name }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_drafted_in_private_is_not_shown_in_a_channel()
    {
        await _bench.CallAsync("research_draft", new { title = "Private", body = "mine" });
        await _bench.CallAsync("research_draft", new { title = "Public", body = "ours" }, channel: "research");

        Assert.StartsWith("1 drafts:\n2026-03-01-public.md", await _bench.CallAsync("research_drafts", new { }, channel: "research"), StringComparison.Ordinal);
        Assert.StartsWith("2 drafts", await _bench.CallAsync("research_drafts", new { }), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ToolException>(() => _bench.CallAsync("research_drafts", new { name = "2026-03-01-private.md" }, channel: "research"));
    }

    [Theory]
    [InlineData("", "text", "title is empty")]
    [InlineData("\n\t", "text", "title is empty")]
    [InlineData("Title", " ", "body is empty")]
    [InlineData("Title", "legal winner thank year wave sausage worth useful legal winner thank yellow", "The draft was not kept.")]
    public async Task Wrong_input_keeps_nothing(string title, string body, string sentence)
    {
        Assert.StartsWith(sentence, await _bench.RefusedAsync("research_draft", new { title, body }), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_bench.Drafts));
    }

    [Fact]
    public async Task A_disk_that_does_not_take_it_is_a_sentence()
    {
        _bench.Directory.Write(Path.Combine("desks", "research"), "a file where the folder belongs");

        Assert.EndsWith("so the draft was not kept.", await _bench.RefusedAsync("research_draft", new { title = "T", body = "b" }), StringComparison.Ordinal);
    }

    private string[] Names() => [.. Directory.GetFiles(_bench.Drafts, "*.md").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
