using System.Diagnostics;
using System.Text.Json;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Research;

namespace LocalsOnly.Tests.Agents.Research;

public sealed class KnowledgeAuditTests : IDisposable
{
    private readonly ResearchBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task A_sound_file_has_no_red_flag()
    {
        Write("solus/wheel.md", Sound(Words(200, 1)));

        Assert.Contains("No file has a red flag.", await _bench.CallAsync("knowledge_audit", new { }), StringComparison.Ordinal);
        Assert.Equal((0, 0), ((await ReportAsync()).Reports[0].Score, (await ReportAsync()).Counts.Count));
    }

    [Fact]
    public async Task The_files_that_come_with_the_project_have_no_grave_flag()
    {
        var report = await _bench.Audit.RunAsync(Path.Combine(Repository.Root, "knowledge"));

        Assert.DoesNotContain(report.Reports, file => file.Findings.Any(finding => finding.Kind is FindingKind.Unread or FindingKind.Duplicate or FindingKind.NearDuplicate or FindingKind.NoFrontMatter));
    }

    [Theory]
    [InlineData("updated: 2025-08-31", true)]
    [InlineData("updated: 2025-09-02", false)]
    [InlineData("last_reviewed: 2024-01-01\nupdated: 2026-02-01", false)]
    [InlineData("last_reviewed: 2024-01-01T10:00:00Z", true)]
    public async Task A_review_is_stale_after_six_months(string field, bool stale)
    {
        Write("a.md", $"---\n{field}\n---\n## Heading\n\n{Words(200, 1)}");

        Assert.Equal(stale, Kinds(await ReportAsync(), "a.md").Contains(FindingKind.Stale));
    }

    [Theory]
    [InlineData("title: A", "no date of a last review")]
    [InlineData("updated: soon", "updated is no date")]
    public async Task A_file_that_does_not_say_when_it_was_reviewed_is_named(string field, string reason)
    {
        Write("a.md", $"---\n{field}\n---\n## Heading\n\n{Words(200, 1)}");

        Assert.Equal(reason, (await ReportAsync()).Reports.Single().Findings.Single(finding => finding.Kind == FindingKind.NoReview).Reason);
    }

    [Fact]
    public async Task Years_long_past_thin_files_and_files_without_headings_or_front_matter_are_named()
    {
        Write("years.md", Sound($"In 2023 and 2023, and in 2021, but 2025 is near, 2016.5 is a number and $2020 a price. {Words(200, 1)}"));
        Write("thin.md", Sound("Ten words are not worth a file of their own."));
        Write("plain.md", Words(300, 2));

        var report = await ReportAsync();

        Assert.Equal("speaks of 2023 (2), 2021 (1)", report.Reports.Single(file => file.Path == "years.md").Findings.Single().Reason);
        Assert.Equal([FindingKind.Thin], Kinds(report, "thin.md"));
        Assert.Equal([FindingKind.NoReview, FindingKind.NoHeadings, FindingKind.NoFrontMatter], Kinds(report, "plain.md"));
    }

    [Fact]
    public async Task Prices_in_place_of_method_are_data()
    {
        Write("data.md", Sound($"BTC at $60,000, ETH at 3000 USD, SOL €150, gold 2,400 dollars, oil $80. {Words(100, 1)}"));
        Write("method.md", Sound($"Above 5 % of TVL wait. One example: $100. {Words(100, 2)}"));

        var report = await ReportAsync();

        Assert.Contains(FindingKind.DataHeavy, Kinds(report, "data.md"));
        Assert.Empty(Kinds(report, "method.md"));
    }

    [Fact]
    public async Task The_same_words_twice_and_nearly_the_same_words_are_found_across_folders()
    {
        var text = Words(400, 1);
        Write("solus/a.md", Sound(text));
        Write("vince/copy.md", Sound("  " + text.ToUpperInvariant().Replace(" ", "\n", StringComparison.Ordinal)));
        Write("vince/near.md", Sound(text.Replace(text.Split(' ')[100], "changed", StringComparison.Ordinal) + " and an end of its own"));
        Write("vince/other.md", Sound(Words(400, 9)));

        var report = await ReportAsync();

        Assert.Contains(report.Alike, pair => pair is { First: "solus/a.md", Second: "vince/copy.md", Likeness: 1 });
        Assert.Contains(report.Alike, pair => pair is { First: "vince/near.md", Second: "solus/a.md", Likeness: > 0.9 and < 1 });
        Assert.Equal(2, report.Alike.Count);
        Assert.Equal([FindingKind.Duplicate], Kinds(report, "vince/copy.md"));
        Assert.Equal([FindingKind.NearDuplicate], Kinds(report, "solus/a.md"));
        Assert.Empty(Kinds(report, "vince/other.md"));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.7)]
    [InlineData(0.9)]
    public void The_likeness_is_the_share_of_runs_that_two_texts_have_in_common(double share)
    {
        var one = Shingles.Of([Words(1000, 1)]);
        var two = Shingles.Of([string.Join(' ', Words(1000, 1).Split(' ').Take((int)(1000 * share)))]);

        Assert.Equal(share, one.Likeness(two), 2);
        Assert.Equal(share >= LikeFiles.Least ? 1 : 0, new LikeFiles().Pairs([one, two], default).Count);
        Assert.Equal(0, one.Likeness(Shingles.Of([])));
    }

    [Fact]
    public async Task What_no_persona_can_read_is_named_with_the_reason()
    {
        Write("solus/a.md", Sound(Words(200, 1)));
        Write("empty.md", " \n");
        await File.WriteAllBytesAsync(At(_bench.Knowledge, "latin.md"), [0x23, 0x20, 0xE9, 0x0A]);
        await File.WriteAllBytesAsync(At(_bench.Knowledge, "solus/picture.png"), [0x89, 0x50, 0, 0, 1]);
        Write("solus/notes.txt", "notes");
        Write(".hidden.txt", "nobody's business");
        Write("README.md", "about the folder");
        File.CreateSymbolicLink(At(_bench.Knowledge, "link.md"), At(_bench.Knowledge, "solus/a.md"));
        File.CreateSymbolicLink(At(_bench.Knowledge, "link.txt"), At(_bench.Knowledge, "solus/notes.txt"));
        Directory.CreateSymbolicLink(At(_bench.Knowledge, "loop"), _bench.Knowledge);

        var report = await ReportAsync();

        var unread = report.Reports.Where(file => file.Findings.Any(finding => finding.Kind == FindingKind.Unread)).ToDictionary(file => file.Path, file => file.Findings[0].Reason);
        Assert.Equal(["empty.md", "latin.md", "link.md", "link.txt", "loop", "solus/notes.txt", "solus/picture.png"], unread.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("It is empty", unread["empty.md"], StringComparison.Ordinal);
        Assert.StartsWith("It is not UTF-8", unread["latin.md"], StringComparison.Ordinal);
        Assert.StartsWith("It is a symbolic link", unread["link.md"], StringComparison.Ordinal);
        Assert.Equal("is a binary file and no Markdown", unread["solus/picture.png"]);
        Assert.Equal("is no Markdown file (.md)", unread["solus/notes.txt"]);
        Assert.Equal(8, report.Files);
    }

    [Fact]
    public async Task The_tool_gives_counts_folders_and_the_worst_with_the_remedy()
    {
        for (var i = 0; i < 12; i++) Write($"vince/{i:00}.md", "Few words.");
        Write("solus/good.md", Sound(Words(200, 1)));

        var answer = await _bench.CallAsync("knowledge_audit", new { });

        Assert.StartsWith("13 files, ", answer, StringComparison.Ordinal);
        Assert.Contains("duplicate 11, no review date 12, thin 12, no front matter 12", answer, StringComparison.Ordinal);
        Assert.Contains("Red flags by folder (mean, 0 to 100): vince 71.7 (12 files), solus 0 (1 files).", answer, StringComparison.Ordinal);
        Assert.Contains("The worst 10:\n- vince/01.md, score 75, 2 words: the same words as vince/00.md; 2 words; no date of a last review; no front matter. Remedy: keep one of them.", answer, StringComparison.Ordinal);
        Assert.Contains("No file has a red flag.", await _bench.CallAsync("knowledge_audit", new { folder = "solus" }), StringComparison.Ordinal);
        Assert.Equal("There is no such folder in the knowledge; there is vince, solus.", await _bench.RefusedAsync("knowledge_audit", new { folder = "kelly" }));
        Assert.StartsWith("months is 0", await _bench.RefusedAsync("knowledge_audit", new { months = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_full_report_is_JSON()
    {
        Write("a.md", "Few words.");

        var json = JsonSerializer.Serialize(await ReportAsync(), ResearchJson.Default.KnowledgeReport);

        var back = JsonSerializer.Deserialize(json, ResearchJson.Default.KnowledgeReport)!;
        Assert.Equal("a.md", back.Reports.Single().Path);
        Assert.Contains("\"NoFrontMatter\": 1", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_folder_an_empty_one_and_one_that_is_not_set_are_three_sentences()
    {
        Assert.EndsWith("is not there; if it is on a share, mount that first.", await _bench.RefusedAsync("knowledge_audit", new { }), StringComparison.Ordinal);

        Directory.CreateDirectory(_bench.Knowledge);
        Assert.Contains("holds no file yet", await _bench.CallAsync("knowledge_audit", new { }), StringComparison.Ordinal);

        Assert.StartsWith("There is no knowledge folder to audit: set Memory:Knowledge", (await Assert.ThrowsAsync<ToolException>(() => _bench.Audit.RunAsync(" "))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_copied_a_thousand_times_is_bounded_and_the_report_says_so()
    {
        var template = Words(150, 1);
        for (var i = 0; i < 300; i++) Write($"t/{i:000}.md", Sound($"{template} number {i}"));

        var report = await ReportAsync();

        Assert.Equal(500, report.Alike.Count);
        Assert.NotNull(report.Note);
        Assert.Equal(299, report.Counts[FindingKind.NearDuplicate]);
    }

    [Fact]
    public async Task A_folder_of_a_thousand_files_and_a_million_words_takes_seconds()
    {
        for (var i = 0; i < 1100; i++) Write($"f{i % 40}/{i}.md", Sound(string.Join("\n\n## More\n\n", Enumerable.Range(0, 5).Select(part => Words(200, (i * 7) + part)))));
        var watch = Stopwatch.StartNew();

        var report = await ReportAsync();

        Assert.InRange(report.Words, 1_000_000, 1_300_000);
        // Generous: it is there to notice a comparison of each with each, which takes minutes.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(45), $"{watch.Elapsed.TotalSeconds:0.0} s");
    }

    private void Write(string name, string content) => _bench.Directory.Write(Path.Combine("knowledge", name), content);

    private static string At(string root, string name) => Path.Combine(root, name);

    private static string Sound(string text) => $"---\ntitle: T\nupdated: 2026-02-01\n---\n## Heading\n\n{text}\n";

    // Words that no two seeds share in the same order.
    private static string Words(int count, int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => $"w{random.Next(5000)}a"));
    }

    private Task<KnowledgeReport> ReportAsync() => _bench.Audit.RunAsync(_bench.Knowledge);

    private static IEnumerable<FindingKind> Kinds(KnowledgeReport report, string path) => report.Reports.Single(file => file.Path == path).Findings.Select(finding => finding.Kind);
}
