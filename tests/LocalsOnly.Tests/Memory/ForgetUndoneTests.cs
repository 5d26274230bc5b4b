using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

/// <summary>What came with an import that was undone is found no more, and still in the archive: whoever wants it gone must find it there.</summary>
public sealed class ForgetUndoneTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task Words_of_an_undone_import_are_found_and_forgotten()
    {
        await _house.ImportAsync(Talk.Of("a", "Workshop", "walnut table"), "raw a");
        await _house.ImportAsync(Talk.Of("secret", "Quixotic", "The zanzibar affair", "I see"), "raw zanzibar");
        await _house.Keeping.UndoAsync(2);

        var preview = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "ZANZIBAR affair" });
        Assert.Equal(("chatgpt:secret", "Quixotic", "chatgpt", 2), preview.Conversations.Select(label => (label.Key, label.Title, label.Source, label.Messages)).Single());
        Assert.Equal(1, (await _house.Keeping.ForgetAsync(new ForgetSelection { Words = "zanzibar" })).Conversations);
        Assert.Equal(["raw a"], ArchiveFile.Payloads(_house.Nas));
        Assert.Empty((await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "zanzibar" })).Conversations);
    }

    [Fact]
    public async Task A_conversation_that_said_it_in_an_undone_export_alone_is_found_once()
    {
        var talk = Talk.Of("a", "Workshop", "walnut table");
        await _house.ImportAsync(talk, "raw a");
        await _house.ImportAsync(talk with { UpdatedAt = Talk.Start.AddDays(1), Messages = [.. talk.Messages, Talk.Message("a", "m1", "m0", "oiled in zanzibar", MessageAuthor.Assistant)] }, "raw b");
        await _house.Keeping.UndoAsync(2);

        var preview = await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "zanzibar" });
        Assert.Equal(["chatgpt:a"], preview.Conversations.Select(label => label.Key));
        Assert.Single((await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Words = "walnut" })).Conversations);
    }

    [Fact]
    public async Task Words_that_only_an_older_export_has_are_found_in_what_a_newer_one_has_in_their_place()
    {
        static Conversation Noted(string text, int day) => Talk.Of("memory", "Noted", text) with { Kind = ConversationKind.Memory, UpdatedAt = Talk.Start.AddDays(day) };
        await _house.StoreAsync(Noted("lives in zanzibar with a dog", 0), Talk.Of("a", "Workshop", "walnut table"));
        await _house.StoreAsync(Noted("lives in Porto", 1));
        Assert.Empty(await _house.RecallKeysAsync("zanzibar"));

        Assert.Equal(1, (await _house.Keeping.ForgetAsync(new ForgetSelection { Words = "zanzibar" })).Conversations);
        Assert.DoesNotContain(ArchiveFile.Lines(_house.Nas), line => line.Contains("zanzibar", StringComparison.Ordinal));
        Assert.Single(await _house.RecallKeysAsync("walnut"));
    }

    [Theory]
    [InlineData("chatgpt", null, null, 1)]
    [InlineData("claude", null, null, 0)]
    [InlineData(null, "2026-03-02T00:00:00Z", null, 1)]
    [InlineData(null, "2026-03-01T00:00:00Z", null, 0)]
    [InlineData(null, null, "2026-03-02T00:00:00Z", 0)]
    public async Task Every_other_condition_holds_for_it_as_well(string? source, string? before, string? after, int expected)
    {
        await _house.ImportAsync(Talk.Of("secret", "Quixotic", "The zanzibar affair"), "raw zanzibar");
        await _house.Keeping.UndoAsync(1);
        DateTimeOffset? Instant(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        foreach (var words in (string?[])[null, "zanzibar"])
            Assert.Equal(expected, (await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Source = source, Before = Instant(before), After = Instant(after), Words = words })).Conversations.Count);
        Assert.Empty((await _house.Keeping.PreviewForgetAsync(new ForgetSelection { Source = source ?? "chatgpt", Words = "walnut" })).Conversations);
    }
}
