using System.IO.Compression;
using System.Text;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

public sealed class ForgetTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_is_forgotten_is_in_no_file_any_more()
    {
        await StoreAsync();
        await _house.StoreAsync(Secret() with { Title = "Quixotic zanzibar again", UpdatedAt = Talk.Start.AddDays(1) });
        Assert.NotEmpty(FilesThatHold("zanzibar"));
        var result = await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" });

        Assert.Equal((1, 2), (result.Conversations, result.Messages));
        Assert.Empty(FilesThatHold("zanzibar"));
        Assert.Empty(FilesThatHold("chatgpt:secret"));
        Assert.Null(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:secret"));
        Assert.Empty(await _house.RecallKeysAsync("zanzibar"));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    [Theory]
    [InlineData("claude:memory:acc", "zanzibar", "juniper")]
    [InlineData("claude:project-memory:p1", "juniper", "zanzibar")]
    public async Task Of_what_Claude_noted_one_part_is_forgotten_and_the_other_keeps_its_original(string key, string forgotten, string kept)
    {
        var export = _house.Write("e/memories.json", """{"account_uuid":"acc","conversations_memory":"Jane was in zanzibar","project_memories":{"p1":"A juniper grows"},"memory_files":[]}""");
        await _house.Import.ImportAsync([export]);
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = key });
        Assert.DoesNotContain(ArchiveFile.Payloads(_house.Nas), payload => payload.Contains(forgotten, StringComparison.Ordinal));
        Assert.Contains(kept, Assert.Single(ArchiveFile.Payloads(_house.Nas)), StringComparison.Ordinal);

        var again = await _house.Import.ImportAsync([export]);
        Assert.Equal((0, 1, 1), (again.Totals.Added, again.Totals.Unchanged, again.Totals.Forgotten));
        Assert.DoesNotContain(ArchiveFile.Payloads(_house.Nas), payload => payload.Contains(forgotten, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_knowledge_file_is_not_among_what_can_be_forgotten()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table", "walnut oiled"));
        _house.Write("notes/shared/walnuts.md", "# Walnuts\n\nA walnut tree wants deep soil.\n");
        _house.Knowledge.Update(_house.PathOf("notes"), default);
        Assert.Contains(await _house.RecallKeysAsync("walnut soil"), key => key.StartsWith("knowledge:", StringComparison.Ordinal));

        var byWords = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "walnut" });
        var byKey = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { ConversationKey = "knowledge:shared/walnuts.md" });
        var bySource = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Source = "ChatGPT", Words = "walnut" });

        Assert.Equal(["chatgpt:a"], byWords.Conversations.Select(label => label.Key));
        Assert.Empty(byKey.Conversations);
        Assert.Equal(["chatgpt:a"], bySource.Conversations.Select(label => label.Key));
    }

    [Fact]
    public async Task What_is_not_forgotten_is_as_it_was_also_after_a_rebuild()
    {
        await StoreAsync();
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" });
        var state = await ArchiveState.ReadAsync(_house, "chatgpt:a", "chatgpt:b", "chatgpt:secret");

        Assert.Equal(3, state.Count);
        Assert.Equal(["raw a", "raw b"], ArchiveFile.Payloads(_house.Nas));
        Assert.Equal(state, await ArchiveState.RebuildAsync(_house, "chatgpt:a", "chatgpt:b", "chatgpt:secret"));
        Assert.Equal([StoreOutcome.Updated], await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table", "walnut oiled twice")));
    }

    [Fact]
    public async Task A_damaged_index_that_was_set_aside_is_deleted_with_what_it_holds()
    {
        await StoreAsync();
        File.WriteAllText(Path.Combine(_house.Local, "index.db.corrupt-20260101T000000000Z"), "zanzibar");
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" });
        Assert.Empty(FilesThatHold("zanzibar"));
    }

    [Fact]
    public async Task What_is_forgotten_stays_so_until_a_person_allows_it_again()
    {
        await StoreAsync();
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" });
        var newer = Secret() with { UpdatedAt = Talk.Start.AddDays(9) };
        Assert.Equal([StoreOutcome.Forgotten, StoreOutcome.Forgotten], await _house.StoreAsync(Secret(), newer));
        Assert.Empty(FilesThatHold("zanzibar"));
        await ArchiveState.RebuildAsync(_house);
        Assert.Equal([StoreOutcome.Forgotten], await _house.StoreAsync(newer));

        Assert.Equal(0, await _house.Keeping.AllowAsync("chatgpt:other"));
        Assert.Equal(1, await _house.Keeping.AllowAsync("chatgpt:secret"));
        Assert.Equal([StoreOutcome.Added], await _house.StoreAsync(newer));
        Assert.NotEmpty(await _house.RecallKeysAsync("zanzibar"));
        await ArchiveState.RebuildAsync(_house);
        Assert.NotEmpty(await _house.RecallKeysAsync("zanzibar"));

        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" });
        Assert.Equal(1, await _house.Keeping.AllowAsync(null));
        Assert.Equal([StoreOutcome.Added], await _house.StoreAsync(newer));
    }

    [Fact]
    public async Task A_preview_says_what_would_go_and_changes_nothing()
    {
        await StoreAsync();
        var preview = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "ZANZIBAR" });
        Assert.Equal(("Quixotic zanzibar", 2), (preview.Conversations.Single().Title, preview.Messages));
        Assert.NotNull(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:secret"));
    }

    [Theory]
    [InlineData(null, null, null, "walnut oiled", "chatgpt:a")]
    [InlineData(null, null, null, "hidden word", "chatgpt:b")]
    [InlineData("chatgpt", null, null, null, "chatgpt:a chatgpt:b chatgpt:secret")]
    [InlineData("claude", null, null, null, "")]
    [InlineData(null, "2026-03-01T00:00:00Z", null, null, "")]
    [InlineData(null, "2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z", null, "chatgpt:a chatgpt:b chatgpt:secret")]
    [InlineData(null, null, "2026-03-02T00:00:00Z", null, "")]
    public async Task Conversations_are_chosen_by_every_condition_that_is_given(string? source, string? before, string? after, string? words, string expected)
    {
        await StoreAsync();
        var preview = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Source = source, Before = Instant(before), After = Instant(after), Words = words });
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), preview.Conversations.Select(label => label.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Without_any_condition_nothing_is_chosen() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _house.Keeping.ForgetAsync(new ForgetSelection()));

    [Fact]
    public async Task A_rewrite_that_was_killed_after_the_forgetting_was_noted_is_finished_by_the_next()
    {
        await StoreAsync();
        _house.Everything.Files = new FailingFiles { FailsOn = name => name.Contains(".r2.", StringComparison.Ordinal) };
        await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" }));
        Assert.Null(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:secret"));

        _house.Everything.Files = LocalsOnly.Memory.Archive.ArchiveFiles.Disk;
        await _house.Keeping.CompactAsync();
        Assert.Empty(FilesThatHold("zanzibar"));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
        Assert.Equal([StoreOutcome.Forgotten], await _house.StoreAsync(Secret()));
    }

    [Fact]
    public async Task An_index_that_missed_a_rewrite_is_emptied_where_it_is_and_filled_again()
    {
        await StoreAsync();
        _house.Close();
        var index = File.ReadAllBytes(_house.IndexFile);
        _house.Reopen();
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:secret" });
        _house.Close();
        File.WriteAllBytes(_house.IndexFile, index);
        _house.Reopen();
        await _house.Store.CatchUpAsync();

        Assert.Empty(FilesThatHold("zanzibar"));
        Assert.Equal(2, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        Assert.Empty(Directory.GetFiles(_house.Local, "index.db.corrupt-*"));
    }

    private static Conversation Secret() => Talk.Of("secret", "Quixotic zanzibar", "The zanzibar affair", "I see, zanzibar");

    private async Task StoreAsync()
    {
        await _house.ImportAsync(Talk.Of("a", "Workshop", "walnut table", "walnut oiled"), "raw a");
        await _house.ImportAsync(Secret(), "raw zanzibar");
        var garden = Talk.Of("b", "Garden", "roses");
        await _house.ImportAsync(
            garden with { Messages = [.. garden.Messages, Talk.Message("b", "t", "m0", "a hidden word", MessageAuthor.Tool, MessageKind.ToolResult, active: false)] }, "raw b");
    }

    private List<string> FilesThatHold(string text)
    {
        // A host that runs has the write-ahead log open; what is in it counts.
        var found = new List<string>();
        foreach (var path in Directory.EnumerateFiles(_house.Root, "*", SearchOption.AllDirectories))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            if (path.EndsWith(".gz", StringComparison.Ordinal)) new GZipStream(file, CompressionMode.Decompress).CopyTo(bytes);
            else file.CopyTo(bytes);
            if (Encoding.Latin1.GetString(bytes.ToArray()).Contains(text, StringComparison.OrdinalIgnoreCase)) found.Add(path);
        }
        return found;
    }

    private static DateTimeOffset? Instant(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
