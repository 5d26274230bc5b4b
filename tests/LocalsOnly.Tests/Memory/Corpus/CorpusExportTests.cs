using System.Text.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory.Corpus;

/// <summary>What was imported, out again.</summary>
public sealed class CorpusExportTests : IDisposable
{
    private readonly TestMemory _house = new();

    private string Out => _house.PathOf("out");

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Json_lines_are_the_archived_conversations_and_can_be_read_back_whole()
    {
        var talk = Talk.Of("a", "Walnut 😀", "one", "two") with { Kind = ConversationKind.Design, Leaf = "chatgpt:a:m1", Project = "chatgpt:project:p" };
        talk = talk with { Messages = [talk.Messages[0] with { RawAt = "yesterday", Attachments = ["plan.pdf"] }, talk.Messages[1] with { Partial = true, Model = "other" }] };
        await _house.StoreAsync(talk, Talk.Of("b", "Second", "three"));

        var report = await ExportAsync(CorpusFormat.Jsonl);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Out, "conversations.jsonl"));

        Assert.Equal((2, 2), (report.Conversations, lines.Length));
        Assert.Equivalent(talk, JsonSerializer.Deserialize(lines[0], LocalsOnly.Memory.Archive.ArchiveFormat.Json.Conversation), strict: true);
        Assert.Equal(new FileInfo(Path.Combine(Out, "conversations.jsonl")).Length, report.Files.Single().Bytes);
    }

    [Fact]
    public async Task Secrets_are_redacted_and_counted_unless_the_owner_wants_them()
    {
        await _house.StoreAsync(Talk.Of("a", "Card", "It is 4111 1111 1111 1111.", "Noted."));

        var redacted = await ExportAsync(CorpusFormat.Jsonl);
        Assert.Equal(1, redacted.Redactions["card number"]);
        Assert.Contains("[redacted: card number]", await TextAsync(), StringComparison.Ordinal);

        var whole = await ExportAsync(CorpusFormat.Jsonl, request => request with { Force = true, Filter = new CorpusFilter(Unredacted: true) });
        Assert.Empty(whole.Redactions);
        Assert.Contains("4111 1111 1111 1111", await TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_days_and_projects_choose_and_what_is_not_chosen_is_counted()
    {
        await _house.StoreAsync(
            Talk.Of("a", "A", "one", "two"),
            Talk.Of("b", "B", "one", "two") with { Source = "claude" },
            Talk.Of("c", "C", "one", "two") with { CreatedAt = Talk.Start.AddDays(10), Project = "p" },
            Talk.Of("d", "D", "one", "two") with { CreatedAt = null, UpdatedAt = null });

        async Task<string> TitlesAsync(CorpusFilter filter, params string[]? sources)
        {
            var scope = TestMemory.Scope with { Sources = sources is { Length: > 0 } ? sources : null };
            var report = await ExportAsync(CorpusFormat.Jsonl, request => request with { Force = true, Filter = filter, Scope = scope });
            Assert.Equal(4, report.Conversations + report.LeftOut.Values.Sum());
            return report.Conversations == 0 ? "" : string.Concat((await TextAsync()).Split("\"title\":\"").Skip(1).Select(part => part[0]));
        }

        Assert.Equal("ABCD", await TitlesAsync(new CorpusFilter()));
        Assert.Equal("B", await TitlesAsync(new CorpusFilter(), "claude"));
        Assert.Equal("C", await TitlesAsync(new CorpusFilter(After: Talk.Start.AddDays(10))));
        Assert.Equal("AB", await TitlesAsync(new CorpusFilter(Before: Talk.Start.AddDays(10))));
        Assert.Equal("C", await TitlesAsync(new CorpusFilter(Project: "p")));
        Assert.Equal("", await TitlesAsync(new CorpusFilter(Project: "q")));
    }

    [Fact]
    public async Task An_empty_memory_a_full_directory_and_a_file_in_its_place_are_one_sentence_each()
    {
        var empty = await Assert.ThrowsAsync<MemoryStoreException>(() => ExportAsync(CorpusFormat.Markdown));
        Assert.StartsWith("Nothing is remembered yet", empty.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));

        await _house.StoreAsync(Talk.Of("a", "A", "one", "two"));
        _house.Write("out/mine.txt", "mine");
        var full = await Assert.ThrowsAsync<MemoryStoreException>(() => ExportAsync(CorpusFormat.Markdown));
        Assert.Contains("add --force", full.Message, StringComparison.Ordinal);

        await ExportAsync(CorpusFormat.Markdown, request => request with { Force = true });
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(Out, "mine.txt")));

        _house.Write("file", "");
        var file = await Assert.ThrowsAsync<MemoryStoreException>(() => ExportAsync(CorpusFormat.Markdown, request => request with { Directory = _house.PathOf("file") }));
        Assert.Contains("choose another directory", file.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_for_their_owner_alone_even_in_the_place_of_open_ones()
    {
        Skip.If(OperatingSystem.IsWindows());
        await _house.StoreAsync(Talk.Of("a", "A", "one", "two"));
        var path = _house.Write("out/conversations.jsonl", "old");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        await ExportAsync(CorpusFormat.Jsonl, request => request with { Force = true });

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task A_conversation_that_is_damaged_in_the_archive_is_left_out_with_that_reason()
    {
        await _house.StoreAsync(Talk.Of("a", "A", "walnut", "two"));
        var before = new FileInfo(_house.LastSegment).Length;
        await _house.StoreAsync(Talk.Of("b", "B", "oak", "two"));
        var segment = await File.ReadAllBytesAsync(_house.LastSegment);
        segment[before + 60] ^= 0xff;
        await File.WriteAllBytesAsync(_house.LastSegment, segment);
        Assert.NotEmpty((await _house.Keeping.VerifyAsync()).Faults);

        var report = await ExportAsync(CorpusFormat.Jsonl);

        Assert.Equal((1, 1), (report.Conversations, report.LeftOut["damaged in the archive (locals archive verify)"]));
        var one = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Corpus.OpenOriginalAsync(TestMemory.Scope, "chatgpt:b"));
        Assert.Contains("archive verify", one.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_exports_know_of_a_conversation_is_written_as_the_one_that_they_make()
    {
        await _house.StoreAsync(Talk.Of("a", "First title", "one", "two"));
        await _house.StoreAsync(Talk.Of("a", "Newest title", "one", "two", "three") with { UpdatedAt = Talk.Start.AddDays(1) });

        Assert.Equal(1, (await ExportAsync(CorpusFormat.Jsonl)).Conversations);
        var written = JsonSerializer.Deserialize(await TextAsync(), LocalsOnly.Memory.Archive.ArchiveFormat.Json.Conversation)!;
        Assert.Equal(("Newest title", "one two three"), (written.Title, string.Join(' ', written.Messages.Select(message => message.Text))));
    }

    [Fact]
    public async Task Every_conversation_is_written_once_however_many_there_are()
    {
        await _house.StoreAsync([.. Enumerable.Range(0, 2500).Select(i => Talk.Of($"c{i}", "T", "one") with { CreatedAt = i % 3 == 0 ? null : Talk.Start.AddDays(i % 7), UpdatedAt = null })]);

        Assert.Equal(2500, (await ExportAsync(CorpusFormat.Jsonl)).Conversations);
        Assert.Equal(2500, (await File.ReadAllLinesAsync(Path.Combine(Out, "conversations.jsonl"))).Distinct().Count());
    }

    [Fact]
    public async Task What_is_rewritten_or_forgotten_while_it_is_read_is_neither_mixed_up_nor_called_damaged()
    {
        for (var i = 0; i < 6; i++) await _house.StoreAsync(Talk.Of($"c{i}", $"T{i}", $"text {i}"));
        var titles = new List<string>();
        await foreach (var item in _house.Corpus.ReadAsync(TestMemory.Scope, new CorpusFilter()))
        {
            titles.Add(item.Conversation!.Title);
            if (titles.Count == 1) await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:c2" });
        }

        Assert.Equal(["T0", "T1", "T3", "T4", "T5"], titles);
    }

    [Fact]
    public async Task An_archive_that_is_away_is_no_damage()
    {
        await _house.StoreAsync(Talk.Of("a", "A", "one", "two"));
        Directory.Move(_house.Nas, _house.PathOf("away"));
        Directory.CreateDirectory(_house.Nas);

        var away = await Assert.ThrowsAsync<MemoryStoreException>(() => ExportAsync(CorpusFormat.Jsonl));
        Assert.Contains("mount it again", away.Message, StringComparison.Ordinal);
    }

    private Task<string> TextAsync() => File.ReadAllTextAsync(Path.Combine(Out, "conversations.jsonl"));

    private Task<CorpusExportReport> ExportAsync(CorpusFormat format, Func<CorpusExportRequest, CorpusExportRequest>? with = null)
    {
        var request = new CorpusExportRequest(Out, format, TestMemory.Scope, new CorpusFilter());
        return _house.Export.ExportAsync(with is null ? request : with(request));
    }
}
