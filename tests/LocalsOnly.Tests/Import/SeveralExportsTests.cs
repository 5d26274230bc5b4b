using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>Exports of one conversation of which one is the poorer: what it lacks must not take the place of what the other has, whichever comes first.</summary>
public sealed class SeveralExportsTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\" \\n \"")]
    public async Task A_newer_export_without_a_title_leaves_the_title_of_an_older_one(string title)
    {
        string Of(int updated, string name, params string[] nodes) => Array(ChatGptWith($"\"id\":\"c\",\"update_time\":{updated},\"title\":{name}", nodes));
        await ImportInEitherOrderAsync(
            "chatgpt:c", Of(1750000000, "\"The roof\"", Node("a", null)), Of(1750009999, title, Node("a", null), Node("b", "a", "assistant")), conversation => Assert.Equal("The roof", conversation.Title));
    }

    [Fact]
    public async Task A_newest_title_counts_and_of_conversations_without_any_the_first_words()
    {
        string Of(int updated, string name, params string[] nodes) => Array(ChatGptWith($"\"id\":\"c\",\"update_time\":{updated},\"title\":{name}", nodes));
        await ImportInEitherOrderAsync(
            "chatgpt:c", Of(1750000000, "\"The roof\"", Node("a", null)), Of(1750009999, "\"The cellar\"", Node("a", null)), conversation => Assert.Equal("The cellar", conversation.Title));
        await ImportInEitherOrderAsync(
            "chatgpt:c", Of(1750000000, "null", Node("a", null)), Of(1750009999, "null"), conversation => Assert.Equal("Juniper a", conversation.Title));
    }

    [Fact]
    public async Task First_words_far_behind_white_space_are_a_title_and_give_way_to_a_name()
    {
        string Of(int updated, string name) => Array(ChatGptWith($"\"id\":\"c\",\"update_time\":{updated},\"title\":{name}", NodeWith(
            "a", null, "user", $"{{\"content_type\":\"text\",\"parts\":[\"{new string(' ', 2000)}Juniper a\"]}}")));
        await ImportInEitherOrderAsync("chatgpt:c", Of(1750000000, "\"The roof\""), Of(1750009999, "null"), conversation => Assert.Equal("The roof", conversation.Title));
        await ImportInEitherOrderAsync("chatgpt:c", Of(1750000000, "null"), Of(1750009999, "null"), conversation => Assert.Equal("Juniper a", conversation.Title));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A talk about everything")]
    public async Task A_summary_is_no_name(string summary)
    {
        string Of(string updated, string name) =>
            Array($$"""{"uuid":"c","name":"{{name}}","summary":"{{summary}}","updated_at":"{{updated}}","chat_messages":[{{Message("a")}}]}""");
        await ImportInEitherOrderAsync(
            "claude:c", Of("2026-03-01T10:00:00Z", "The roof"), Of("2026-04-01T10:00:00Z", ""), conversation => Assert.Equal("The roof", conversation.Title));
        await ImportInEitherOrderAsync(
            "claude:c", Of("2026-03-01T10:00:00Z", ""), Of("2026-04-01T10:00:00Z", ""), conversation => Assert.Equal(summary.Length > 0 ? summary : "Juniper a", conversation.Title));
    }

    [Fact]
    public async Task Where_one_export_names_parents_the_order_in_another_is_none()
    {
        // Without parents the rejected reply x seems to stand between its sibling b and what was asked next.
        string Of(string updated, bool linked, params string[] nodes) => Array($$"""
            {"uuid":"c","name":"Talk","updated_at":"{{updated}}","chat_messages":[{{string.Join(',', nodes.Select(node => node.Split('=') is var parts && linked
                ? Message(parts[0], more: $",\"parent_message_uuid\":\"{parts[1]}\"") : Message(parts[0])))}}]}
            """);
        const string root = "00000000-0000-4000-8000-000000000000";
        var old = Of("2026-03-01T10:00:00Z", linked: false, "a", "x", "b", "d");
        var now = Of("2026-04-01T10:00:00Z", linked: true, "a=" + root, "x=a", "b=a", "d=b", "e=d");
        await ImportInEitherOrderAsync("claude:c", old, now, conversation => Assert.Equal("a b d e", Active(conversation)));
        // A question that was asked anew is a root of its own.
        var anew = Of("2026-04-01T10:00:00Z", linked: true, "a=" + root, "x=a", "b=" + root, "d=b");
        await ImportInEitherOrderAsync("claude:c", old, anew, conversation => Assert.Equal("b d", Active(conversation)));
        // What is above may be in the older export alone.
        var part = Of("2026-04-01T10:00:00Z", linked: true, "d=b", "e=d");
        await ImportInEitherOrderAsync("claude:c", old, part, conversation => Assert.Equal("a x b d e", Active(conversation)));
    }

    [Fact]
    public async Task A_flattened_text_gives_way_to_blocks_be_it_longer_and_stands_where_they_say_nothing()
    {
        string Of(string updated, string content) =>
            Array($$"""{"uuid":"c","name":"Talk","updated_at":"{{updated}}","chat_messages":[{{MessageWith("a", content)}}]}""");
        const string flat = """
            "text":"Juniper hm, let me think about that for a while. Juniper blocks"
            """;
        const string blocks = """
            "text":"","content":[{"type":"text","text":"Juniper blocks"}]
            """;
        const string silent = """
            "text":"","content":[{"type":"tool_use","name":"find","input":{}}]
            """;
        foreach (var (older, newer) in new[] { ("2026-03-01T10:00:00Z", "2026-04-01T10:00:00Z"), ("2026-04-01T10:00:00Z", "2026-03-01T10:00:00Z") })
        {
            await ImportInEitherOrderAsync("claude:c", Of(older, blocks), Of(newer, flat), conversation => Assert.Equal("Juniper blocks", conversation.Messages[0].Text));
            await ImportInEitherOrderAsync("claude:c", Of(older, silent), Of(newer, flat), conversation => Assert.EndsWith("while. Juniper blocks", conversation.Messages[0].Text, StringComparison.Ordinal));
        }
        Assert.Equal(1, (await _house.ImportJsonAsync(Array(Claude("twice", MessageWith("a", blocks), MessageWith("a", flat))))).Totals.Added);
        Assert.Equal("Juniper blocks", (await _house.StoredAsync("claude:twice")).Messages[0].Text);
    }

    private static string Active(Conversation conversation) =>
        string.Join(' ', conversation.Messages.Where(message => message.Active).Select(message => message.Text["Juniper ".Length..]));

    private static async Task ImportInEitherOrderAsync(string key, string one, string other, Action<Conversation> check)
    {
        foreach (var exports in (string[][])[[one, other], [other, one]])
        {
            using var house = new ExportHouse();
            foreach (var export in exports) await house.ImportJsonAsync(export);
            check(await house.StoredAsync(key));
            foreach (var export in exports) Assert.Null((await house.ImportJsonAsync(export)).Import);
        }
    }
}
