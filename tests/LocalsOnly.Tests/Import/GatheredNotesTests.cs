using System.Text.Json;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>What ChatGPT noted about the person stands in its conversations, and is gathered from them.</summary>
public sealed class GatheredNotesTests : IDisposable
{
    private const string Memory = "chatgpt:memory";

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_ChatGPT_noted_about_the_person_is_one_memory_with_each_note_once()
    {
        var context = NodeWith("m", null, "system", """{"content_type":"model_editable_context","model_set_context":"1. [2025-03-01]. Juniper has a dog\n\n2. [2025-04-02]. Juniper runs\nevery day"}""");
        var bio = NodeWith("b", "a", "assistant", """{"content_type":"text","parts":["Juniper moved to Lisbon"]}""", ",\"recipient\":\"bio\"");
        var path = _house.Zip("e.zip", ("conversations.json", Array(ChatGpt("c", context, Node("a", "m"), bio), ChatGpt("d", context, Node("a", "m")))));
        var report = await _house.ImportAsync(path);
        Assert.Equal((2, 2, 1, 2), (report.Totals.Found, report.Totals.Added, report.Totals.Gathered, report.Inputs[0].Kinds["chats"]));
        Assert.Equal("Juniper moved to Lisbon|Juniper has a dog|Juniper runs\nevery day", await _house.SaidAsync("chatgpt:memory"));
        var again = await _house.ImportAsync(path);
        Assert.Equal((2, 2, 1, 0, null), (again.Totals.Found, again.Totals.Unchanged, again.Totals.Gathered, again.Totals.Repeated, again.Import));
    }

    [Fact]
    public async Task A_note_goes_with_the_conversation_it_was_made_in_and_does_not_come_back_with_those_that_list_it()
    {
        var path = _house.Zip("e.zip", ("conversations.json", Array(Later("d", "1. [2025-03-01]. Juniper has a dog\n\n2. [2025-04-02]. Juniper runs"), Noted("c", "Juniper has a dog"))));
        await _house.ImportAsync(path);
        Assert.Equal("Juniper has a dog|Juniper runs", await _house.SaidAsync(Memory));
        Assert.Equal(1, (await _house.Archive.PreviewForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:c" })).Notes);

        Assert.Equal((1, 1), await ForgetAsync("chatgpt:c") is var forgotten ? (forgotten.Conversations, forgotten.Notes) : default);
        Assert.Equal("Juniper runs", await _house.SaidAsync(Memory));
        Assert.Empty((await _house.Archive.VerifyAsync()).Faults);

        var again = await _house.ImportAsync(path);
        Assert.Equal((1, 1, null), (again.Totals.Forgotten, again.Totals.Gathered, again.Import));
        await _house.ImportJsonAsync(Array(Later("e", "1. [2025-03-01]. Juniper has a dog")));
        Assert.Equal("Juniper runs", await _house.SaidAsync(Memory));

        Assert.Equal(1, await _house.Archive.AllowAsync("chatgpt:c"));
        await _house.ImportAsync(path);
        Assert.Equal("Juniper has a dog|Juniper runs", await _house.SaidAsync(Memory));
    }

    [Fact]
    public async Task A_note_goes_with_the_conversation_it_was_made_in_though_others_listed_it_in_an_earlier_import_or_in_another_file()
    {
        await _house.ImportJsonAsync(Array(Later("d", "1. [2025-03-01]. Juniper has a dog")));
        var parts = (string[])[
            _house.Zip("1.zip", ("conversations-000.json", Array(Later("d", "1. [2025-03-01]. Juniper has a dog"), Later("e", "1. [2025-03-02]. Juniper sews")))),
            _house.Zip("2.zip", ("conversations-001.json", Array(Noted("c", "Juniper has a dog"), Noted("f", "Juniper sews"))))];
        Assert.Equal(1, (await _house.ImportAsync(parts)).Totals.Gathered);
        await ForgetAsync("chatgpt:c");
        await ForgetAsync("chatgpt:f");
        Assert.False(await _house.KnowsAsync(Memory));
        Assert.Equal(0, (await _house.ImportAsync(parts)).Totals.Gathered);
        Assert.False(await _house.KnowsAsync(Memory));
        Assert.Equal(2, await _house.Archive.AllowAsync(null));
    }

    [Fact]
    public async Task A_note_that_conversations_only_list_does_not_go_with_the_first_that_does()
    {
        await _house.ImportJsonAsync(Array(Later("d", "1. [2025-03-01]. Juniper has a dog"), Later("e", "1. [2025-03-01]. Juniper has a dog")));
        await ForgetAsync("chatgpt:d");
        Assert.Equal("Juniper has a dog", await _house.SaidAsync(Memory));
        await ForgetAsync("chatgpt:e");
        Assert.Equal("Juniper has a dog", await _house.SaidAsync(Memory));
    }

    [Fact]
    public async Task Notes_stand_in_the_order_in_which_they_were_made()
    {
        await _house.ImportJsonAsync(Array([.. Enumerable.Range(1, 4).Reverse().Select(day => Later($"d{day}", $"1. [2025-03-0{day}]. Juniper {day}"))]));
        await _house.ImportJsonAsync(Array(Later("e", "1. [2025-02-01]. Juniper 0")));
        Assert.Equal("Juniper 0|Juniper 1|Juniper 2|Juniper 3|Juniper 4", await _house.SaidAsync(Memory));
    }

    [Fact]
    public async Task The_memory_that_is_forgotten_itself_stays_so()
    {
        var path = _house.Zip("e.zip", ("conversations.json", Array(Noted("c", "Juniper has a dog"))));
        await _house.ImportAsync(path);
        await ForgetAsync(Memory);
        var again = await _house.ImportAsync(path);
        Assert.Equal((0, null), (again.Totals.Gathered, again.Import));
        Assert.False(await _house.KnowsAsync(Memory));
        Assert.True(await _house.KnowsAsync("chatgpt:c"));
    }

    [Fact]
    public async Task It_is_the_same_memory_when_a_later_export_says_whose_it_is()
    {
        var conversations = ("conversations.json", Array(Noted("c", "Juniper has a dog")));
        await _house.ImportAsync(_house.Zip("bare.zip", conversations));
        await _house.ImportAsync(_house.Zip("e.zip", conversations, ("user.json", """{"id":"user-1","email":"juniper@example.invalid"}""")));
        Assert.Equal("Juniper has a dog", await _house.SaidAsync(Memory));
        Assert.NotNull((await _house.StoredAsync(Memory)).Account);
        Assert.Equal(2, (await _house.Memory.CountAsync(LocalsOnly.Tests.Memory.TestMemory.Scope)).Conversations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_a_note_comes_from_does_not_depend_on_the_order_of_the_file(bool turned)
    {
        string[] conversations = [Later("d", "1. [2025-03-01]. Juniper has a dog"), Noted("c", "Juniper has a dog"), Later("e", "1. [2025-03-01]. Juniper has a dog")];
        await _house.ImportJsonAsync(Array(turned ? [.. conversations.Reverse()] : conversations));
        await ForgetAsync("chatgpt:d");
        await ForgetAsync("chatgpt:e");
        Assert.Equal("Juniper has a dog", await _house.SaidAsync(Memory));
        await ForgetAsync("chatgpt:c");
        Assert.False(await _house.KnowsAsync(Memory));
    }

    [Fact]
    public async Task Undoing_takes_the_notes_of_that_import()
    {
        await _house.ImportJsonAsync(Array(Noted("c", "Juniper has a dog")));
        await _house.ImportJsonAsync(Array(Noted("c", "Juniper has a dog"), Noted("d", "Juniper runs")));
        await _house.Archive.UndoAsync(2);
        Assert.Equal("Juniper has a dog", await _house.SaidAsync(Memory));
    }

    private Task<ForgetResult> ForgetAsync(string key) => _house.Archive.ForgetAsync(new ForgetSelection { ConversationKey = key });

    private static string Noted(string id, string note) =>
        ChatGpt(id, Node("a", null), NodeWith("b", "a", "assistant", $$"""{"content_type":"text","parts":[{{JsonSerializer.Serialize(note)}}]}""", ",\"recipient\":\"bio\""));

    private static string Later(string id, string notes) =>
        ChatGpt(id, NodeWith("m", null, "system", $$"""{"content_type":"model_editable_context","model_set_context":{{JsonSerializer.Serialize(notes)}}}"""), Node("a", "m"));
}
