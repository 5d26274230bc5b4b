using System.Text.Json;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>Canvases, artifacts, memories and citations: what the vendors spread over several messages becomes one thing.</summary>
public sealed class DocumentTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_text_or_a_title_that_is_too_long_is_cut_between_characters_and_said_to_be(int shift)
    {
        using var small = new ExportHouse(("MaxTextLength", 1000));
        var said = "Juniper " + new string('x', shift) + string.Concat(Enumerable.Repeat("🌲", 600));
        var title = said[8..];
        var text = JsonSerializer.Serialize(said);
        var report = await small.ImportAsync(small.Zip("e.zip",
            ("conversations.json", Array(
                ChatGptWith($"\"id\":\"c\",\"title\":\"{title}\"", Node("a", null), NodeWith("m", "a", "user", $$"""{"content_type":"text","parts":[{{text}}]}"""),
                    NodeWith("b", "m", "assistant", $$"""{"content_type":"code","text":{{JsonSerializer.Serialize($$"""{"content":"{{said}}"}""")}}}""", ",\"recipient\":\"canmore.create_textdoc\""), Call("d", "b", "create_textdoc", new { content = "Juniper" }, "11-22")),
                Claude("c", MessageWith("a", $"\"text\":{text}"), Artifact("b", $$"""{"command":"create","id":"x","content":{{text}}}""")),
                $$"""{"uuid":"p","name":"{{title}}","description":{{text}},"docs":[]}""", $$"""{"account_uuid":"u","conversations_memory":{{text}}}""")),
            ("textdocs/11-22.json", $$"""{"content":{{text}}}""")));
        Assert.Equal((4, 0), (report.Totals.Added, report.Totals.Quarantined));
        foreach (var (key, cut) in new[] { ("chatgpt:c", 3), ("claude:c", 3), ("claude:project:p", 1), ("claude:memory:u", 1) })
        {
            var conversation = await small.StoredAsync(key);
            Assert.All(conversation.Messages.Select(message => message.Text).Append(conversation.Title), stored => Assert.DoesNotContain('\ufffd', stored));
            Assert.Equal(cut, conversation.Messages.Count(message => message is { Partial: true, Text.Length: 999 or 1000 }));
        }
        Assert.Contains("8 × messages cut at Import:MaxTextLength", report.Inputs[0].Warnings);
    }

    [Theory]
    [InlineData("two", false, "2", "Juniper one 2 three two")]
    [InlineData("two", true, "2", "Juniper one 2 three 2")]
    [InlineData(".*", false, "Juniper new", "Juniper new")]
    [InlineData("(one) (two)", false, "\\2 \\1", "Juniper two one three two")]
    [InlineData("t(?P<x>w)o", false, "<\\g<x>>", "Juniper one <w> three two")]
    public async Task A_canvas_has_the_text_that_its_patches_leave(string pattern, bool all, string replacement, string expected)
    {
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null),
            Call("b", "a", "create_textdoc", new { name = "Plan", type = "document", content = "Juniper one two three two" }),
            Call("d", "b", "update_textdoc", new { updates = new[] { new { pattern, multiple = all, replacement } } }))));
        var document = Documents(await _house.ConversationAsync("chatgpt:c")).Single();
        Assert.Equal((expected, false), (document.Text, document.Partial));
    }

    [Fact]
    public async Task A_pattern_chosen_to_take_forever_takes_no_longer_than_its_text()
    {
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null),
            Call("b", "a", "create_textdoc", new { name = "Plan", content = "Juniper " + new string('a', 100_000) }),
            Call("d", "b", "update_textdoc", new { updates = new[] { new { pattern = "(a+)+$b", multiple = true, replacement = "" }, new { pattern = "(?=a)(a+)+b", multiple = true, replacement = "" } } }))));
        var document = Documents(await _house.ConversationAsync("chatgpt:c")).Single();
        Assert.Equal((100_008, true), (document.Text.Length, document.Partial));
    }

    [Fact]
    public async Task A_canvas_that_is_a_file_of_its_own_is_right_and_its_patches_are_not()
    {
        await _house.ImportAsync(_house.Zip("e.zip",
            ("conversations.json", Array(ChatGpt("c", Node("a", null), Call("b", "a", "create_textdoc", new { name = "Plan", content = "Juniper draft" }, "11-22")))),
            ("textdocs/11-22.json", """{"title":"The plan","content":"Juniper final"}""")));
        var document = Documents(await _house.ConversationAsync("chatgpt:c")).Single();
        Assert.Equal(("Juniper final", "The plan", "chatgpt:c:canvas-11-22"), (document.Text, document.Attachments[0], document.Key));
    }

    [Fact]
    public async Task A_canvas_begun_and_never_finished_keeps_what_there_is()
    {
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null),
            NodeWith("b", "a", "assistant", $$"""{"content_type":"code","text":{{JsonSerializer.Serialize("{\"name\":\"Plan\",\"content\":\"Juniper one\\ntwo")}}}""", ",\"recipient\":\"canmore.create_textdoc\""))));
        var document = Documents(await _house.ConversationAsync("chatgpt:c")).Single();
        Assert.Equal(("Juniper one\ntwo", true), (document.Text, document.Partial));
    }

    [Fact]
    public async Task What_another_branch_did_to_an_artifact_is_no_part_of_it()
    {
        const string at = ",\"parent_message_uuid\":";
        string Do(string id, string parent, string input) => MessageWith(
            id, $$"""{{""}}"text":"","content":[{"type":"text","text":"Juniper"},{"type":"tool_use","name":"artifacts","input":{{input}}}]{{at}}"{{parent}}" """, "assistant");
        await _house.ImportJsonAsync(Array(Claude("c", Message("a", more: at + "null"),
            Do("b", "a", """{"command":"create","id":"x","title":"Plan","content":"Juniper one"}"""), Do("old", "b", """{"command":"rewrite","id":"x","content":"Juniper old"}"""),
            Do("other", "b", """{"command":"create","id":"y","content":"Juniper other"}"""), Do("new", "b", """{"command":"rewrite","id":"x","content":"Juniper new"}"""))));
        var documents = Documents(await _house.ConversationAsync("claude:c"));
        Assert.Equal([("Juniper new", true), ("Juniper other", false)], documents.Select(document => (document.Text, document.Active)));
    }

    [Fact]
    public async Task An_artifact_between_tags_is_taken_out_of_the_text()
    {
        await _house.ImportJsonAsync(Array(Claude("c", Message("a"), MessageWith("b", """
            "text":"","content":[{"type":"text","text":"Juniper see\n<antArtifact identifier=\"x\" type=\"text/markdown\" title=\"Plan\">\n# Juniper plan\n</antArtifact>\nand use it"}]
            """, "assistant"), MessageWith("d", "\"text\":\"Juniper what is an <antArtifact>?\""))));
        var conversation = await _house.ConversationAsync("claude:c");
        Assert.Equal("Juniper a|Juniper see\n[Plan]\nand use it|Juniper what is an <antArtifact>?", await _house.SaidAsync("claude:c"));
        Assert.Equal("# Juniper plan", Documents(conversation).Single().Text);
    }

    [Theory]
    [InlineData("Juniper wraps them in `<antArtifact identifier=x>` tags. More", "Juniper wraps them in `<antArtifact identifier=x>` tags. More", 0)]
    [InlineData("Juniper `<antThinking>` tags. More", "Juniper `<antThinking>` tags. More", 0)]
    [InlineData("Juniper wraps them in `<antArtifact>`:\n<antArtifact title=\"Plan\">Juniper</antArtifact>", "Juniper wraps them in `<antArtifact>`:\n[Plan]", 1)]
    [InlineData("Juniper: <antArtifact title=\"Plan\">Juniper</antArtifact> is it", "Juniper: [Plan] is it", 1)]
    [InlineData("Juniper\n  <antArtifact title=\"Plan\">Juniper begins and", "Juniper\n  [Plan]", 1)]
    public async Task A_tag_that_nothing_closes_is_an_artifact_only_where_a_line_begins(string text, string expected, int documents)
    {
        await _house.ImportJsonAsync(Array(Claude("c", Message("a"), MessageWith("b", $"\"text\":{JsonSerializer.Serialize(text)}", "assistant"))));
        Assert.Equal("Juniper a|" + expected, await _house.SaidAsync("claude:c"));
        Assert.Equal(documents, Documents(await _house.ConversationAsync("claude:c")).Count);
    }

    [Fact]
    public async Task What_Claude_noted_is_as_its_newest_export_has_it_though_that_be_shorter()
    {
        static string Noted(string memory, string day) =>
            $$"""{"account_uuid":"acc","conversations_memory":"{{memory}}","project_memories":{},"memory_files":[{"path":"/a.md","content":"Juniper","updated_at":"{{day}}T00:00:00Z"}]}""";
        await _house.ImportJsonAsync(Noted("Juniper lives in Lisbon with a dog called Biko", "2026-01-01"));
        await _house.ImportJsonAsync(Noted("Juniper lives in Porto", "2026-06-01"));
        await _house.ImportJsonAsync(Noted("Juniper lives in Lisbon, and works at the mill there", "2026-03-01"));
        Assert.Equal("Juniper lives in Porto", await _house.SaidAsync("claude:memory:acc"));
    }

    [Theory]
    [InlineData("""{"start_index":0,"end_index":7,"details":{"url":"https://example.org/a"}}""", "Juniper ([example.org](https://example.org/a)) grows here.")]
    [InlineData("""{"start_index":0,"end_index":3,"details":{"url":"https://example.org/a"},"title":"A [b]"}""", "Juniper grows here. ([A b](https://example.org/a))")]
    [InlineData("""{"start_index":0,"end_index":9999,"details":{"url":"https://example.org/a"}}""", "Juniper grows here. ([example.org](https://example.org/a))")]
    [InlineData("""{"start_index":0,"end_index":7,"details":{"url":"javascript:alert(1)"}}""", "Juniper grows here.")]
    [InlineData("""{"start_index":null,"end_index":null,"details":null}""", "Juniper grows here.")]
    public async Task A_source_that_Claude_cites_stands_behind_the_words(string citation, string expected)
    {
        await _house.ImportJsonAsync(Array(Claude("c", Message("a"), MessageWith("b", $$"""{{""}}"text":"","content":[{"type":"text","text":"Juniper grows here.","citations":[{{citation}}]}]""", "assistant"))));
        Assert.Equal(expected, (await _house.ConversationAsync("claude:c")).Messages[1].Text);
    }

    [Theory]
    [InlineData("""{"citations":[{"start_ix":8,"end_ix":19,"metadata":{"title":"A","url":"https://example.org/a","extra":{"cited_message_idx":12}}}]}""", "Juniper ([A](https://example.org/a)) end")]
    [InlineData("""{"content_references":[{"type":"webpage","matched_text":"【12†source】","title":"A","url":"https://example.org/a"}]}""", "Juniper ([A](https://example.org/a)) end")]
    [InlineData("{}", "Juniper end")]
    public async Task An_old_citation_mark_of_ChatGPT_becomes_a_link_or_vanishes(string metadata, string expected)
    {
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null), NodeWith("b", "a", "assistant", """{"content_type":"text","parts":["Juniper【12†source】 end"]}""", $",\"metadata\":{metadata}"))));
        Assert.Equal(expected, (await _house.ConversationAsync("chatgpt:c")).Messages[1].Text);
    }

    [Fact]
    public async Task Each_reply_keeps_the_model_that_wrote_it()
    {
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null), Node("b", "a", "assistant", ",\"metadata\":{\"model_slug\":\"gpt-4o\"}"), Node("d", "b", "assistant", ",\"metadata\":{\"model_slug\":\"o3\"}"))));
        var conversation = await _house.ConversationAsync("chatgpt:c");
        Assert.Equal([null, "gpt-4o", "o3"], conversation.Messages.Select(message => message.Model));
        Assert.Equal("o3", conversation.Model);
    }

    private static string Artifact(string id, string input) =>
        MessageWith(id, $$"""{{""}}"text":"","content":[{"type":"text","text":"Juniper"},{"type":"tool_use","name":"artifacts","input":{{input}}}]""", "assistant");

    private static List<ConversationMessage> Documents(Conversation conversation) => [.. conversation.Messages.Where(message => message.Kind == MessageKind.Document)];

    private static string Call(string id, string parent, string function, object call, string? canvas = null) => NodeWith(
        id, parent, "assistant", $$"""{"content_type":"code","language":"json","text":{{JsonSerializer.Serialize(JsonSerializer.Serialize(call))}}}""",
        $",\"recipient\":\"canmore.{function}\"" + (canvas is null ? "" : $",\"metadata\":{{\"canvas\":{{\"textdoc_id\":\"{canvas}\"}}}}"));
}
