using System.Globalization;
using System.Text;
using System.Text.Json;
using LocalsOnly.Import.ChatGpt;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Import;

public sealed class ChatGptReaderTests
{
    [Theory]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "user", "", MessageKind.Visible, "a")]
    [InlineData("""{"content_type":"text","parts":["a","","b"]}""", "assistant", "", MessageKind.Visible, "a\n\nb")]
    [InlineData("""{"content_type":"text","parts":null}""", "user", "", MessageKind.Visible, "")]
    [InlineData("""{"content_type":"text","parts":[{"text":"x"},5,null,"y"]}""", "user", "", MessageKind.Visible, "x\n\ny")]
    [InlineData("""{"content_type":"multimodal_text","parts":[{"content_type":"audio_transcription","text":"spoken"}]}""", "user", "", MessageKind.Visible, "spoken")]
    [InlineData("""{"content_type":"text","parts":["{\"prompt\": \"dalle\"}"]}""", "user", "", MessageKind.Visible, "{\"prompt\": \"dalle\"}")]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "assistant", "\"recipient\":\"python\"", MessageKind.ToolCall, "a")]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "user", "\"metadata\":{\"is_visually_hidden_from_conversation\":true}", MessageKind.Context, "a")]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "user", "\"metadata\":{\"is_user_system_message\":true}", MessageKind.Context, "a")]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "system", "", MessageKind.Context, "a")]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "tool", "", MessageKind.ToolResult, "a")]
    [InlineData("""{"content_type":"text","parts":["a"]}""", "critic", "", MessageKind.Context, "a")]
    [InlineData("""{"content_type":"code","language":"python","text":"1+1"}""", "assistant", "", MessageKind.ToolCall, "1+1")]
    [InlineData("""{"content_type":"execution_output","text":"2"}""", "tool", "", MessageKind.ToolResult, "2")]
    [InlineData("""{"content_type":"execution_output","text":""}""", "tool", "\"metadata\":{\"aggregate_result\":{\"messages\":[{\"text\":\"out\"}]}}", MessageKind.ToolResult, "out")]
    [InlineData("""{"content_type":"tether_quote","title":"T","url":"u","text":"q"}""", "tool", "", MessageKind.Source, "T\n\nu\n\nq")]
    [InlineData("""{"content_type":"thoughts","thoughts":[{"summary":"s","content":"c"}]}""", "assistant", "", MessageKind.Reasoning, "s\n\nc")]
    [InlineData("""{"content_type":"reasoning_recap","content":"r"}""", "assistant", "", MessageKind.Reasoning, "r")]
    [InlineData("""{"content_type":"user_editable_context","user_profile":"","user_instructions":"i"}""", "user", "", MessageKind.Context, "i")]
    [InlineData("""{"content_type":"model_editable_context","model_set_context":"m"}""", "assistant", "", MessageKind.Context, "m")]
    [InlineData("""{"content_type":"super_widget","text":"w"}""", "assistant", "", MessageKind.Context, "w")]
    [InlineData("null", "user", "", MessageKind.Visible, "")]
    public void A_message_is_what_its_type_author_and_recipient_make_it(string content, string role, string more, MessageKind kind, string text)
    {
        var message = $$"""{"author":{"role":"{{role}}"},"content":{{content}}{{(more.Length > 0 ? "," + more : "")}}}""";
        var read = Read("""{"id":"c","mapping":{"n":{"message":""" + message + "}}}").Conversation.Messages.Single();
        Assert.Equal((kind, text), (read.Kind, read.Text));
    }

    [Theory]
    [InlineData("cycle", "a:b b:c c:a", "a", "c b a")]
    [InlineData("own parent", "a:a b:a", "b", "a b")]
    [InlineData("unknown parent", "a:x b:a", "b", "a b")]
    [InlineData("several roots", "a: b: c:b", "c", "b c")]
    [InlineData("dangling current node", "a: b:a c:a", "nowhere", "a c")]
    [InlineData("no current node", "a: b:a c:b d:a", "", "a d")]
    public void The_active_path_survives(string what, string nodes, string current, string expected)
    {
        var read = Read(Tree(nodes, current));
        Assert.True(expected == string.Join(' ', read.Conversation.Messages.Where(message => message.Active).Select(message => message.Text)), what);
        Assert.Equal(nodes.Split(' ').Length, read.Conversation.Messages.Count);
    }

    [Fact]
    public void A_chain_of_ten_thousand_is_walked_without_recursion()
    {
        var nodes = string.Join(' ', Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"n{i}:{(i == 0 ? "" : $"n{i - 1}")}")));
        Assert.Equal(10_000, Read(Tree(nodes, "n9999")).Shape.PathLength);
    }

    [Fact]
    public void Nodes_without_a_message_vanish_and_keep_the_chain()
    {
        var read = Read("""{"id":"c","current_node":"z","mapping":{"a":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["q"]}}},"gap":{"message":null,"parent":"a"},"z":{"message":{"author":{"role":"assistant"},"content":{"content_type":"text","parts":["r"]}},"parent":"gap"}}}""");
        Assert.Equal(["", "chatgpt:c:a"], read.Conversation.Messages.Select(message => message.ParentKey ?? ""));
        Assert.Equal(3, read.Shape.PathLength);
    }

    [Theory]
    [InlineData("1750000000.5", "2025-06-15T15:06:40.5000000+00:00")]
    [InlineData("1750000000500", "2025-06-15T15:06:40.5000000+00:00")]
    [InlineData("\"2025-06-15T15:06:40Z\"", "2025-06-15T15:06:40.0000000+00:00")]
    [InlineData("\"2025-06-15T15:06:40\"", "2025-06-15T15:06:40.0000000+00:00")]
    [InlineData("0", null)]
    [InlineData("-5", null)]
    [InlineData("1e400", null)]
    [InlineData("null", null)]
    [InlineData("\"2025-06-15T17:06:40.5+02:00\"", "2025-06-15T15:06:40.5000000+00:00")]
    [InlineData("\"soon\"", null)]
    [InlineData("\"10:30\"", null)]
    [InlineData("\"10:30:15.1234567\"", null)]
    [InlineData("\"March 5\"", null)]
    [InlineData("true", null)]
    public void Times_of_every_kind_are_UTC_or_nothing(string json, string? expected) =>
        Assert.Equal(expected, Read("""{"id":"c","mapping":{},"create_time":""" + json + "}").Conversation.CreatedAt?.ToString("O", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("""{"conversation_id":"x","id":"y","mapping":{}}""", "chatgpt:x")]
    [InlineData("""{"id":"y","mapping":{}}""", "chatgpt:y")]
    [InlineData("""{"mapping":{"client-created-root":{"message":null},"n":{"message":{"id":"m1"}}}}""", "chatgpt:m1")]
    public void A_conversation_has_a_stable_key_even_without_an_id(string json, string key) => Assert.Equal(key, Read(json).Conversation.Key);

    [Theory]
    [InlineData("\"  \"", "what is the best wood for a table…")]
    [InlineData("null", "what is the best wood for a table…")]
    [InlineData("\"Two\\nlines\"", "Two lines")]
    public void A_title_is_never_empty(string title, string expected) =>
        Assert.Equal(expected, Read("""{"id":"c","mapping":{"n":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["what is the best wood for a table in the kitchen"]}}}},"title":""" + title + "}").Conversation.Title);

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character()
    {
        var read = Read("""{"id":"c","title":"half \ud83d","mapping":{"n":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["a\ud83d b\u00e9\n"]}}}}}""");
        Assert.Equal("a\ufffd bé\n", read.Conversation.Messages[0].Text);
        Assert.Equal("half \ufffd", read.Conversation.Title);
    }

    [Theory]
    [InlineData("\"conversation_id\":\"\",\"id\":\"c\",\"current_node\":\"n\"", "chatgpt:c")]
    [InlineData("\"conversation_id\":\"c\",\"id\":\"\",\"current_node\":\"n\"", "chatgpt:c")]
    public async Task An_empty_id_beside_another_is_none(string fields, string key)
    {
        using var house = new ExportHouse();
        var report = await house.ImportJsonAsync(ExportJson.Array(
            ExportJson.ChatGptWith(fields, ExportJson.Node("n", null)), $"{{{fields.Replace("\"c\"", "\"shell\"", StringComparison.Ordinal)}}}"));
        Assert.Equal((1, 1), (report.Totals.Added, report.Totals.Empty));
        Assert.True(await house.KnowsAsync(key));
        Assert.True(await house.KnowsAsync("chatgpt:shell"));
    }

    [Fact]
    public async Task A_title_is_cut_between_characters()
    {
        var long299 = new string('a', 299);
        var moon = "\ud83c\udf19";
        string Titled(string title) => Read($$$"""{"id":"c","title":"{{{title}}}","mapping":{}}""").Conversation.Title;
        Assert.Equal(long299, Titled(long299 + moon));
        Assert.Equal(long299[1..] + moon, Titled(long299[1..] + moon + moon));
        using var house = new ExportHouse();
        await house.ImportJsonAsync(ExportJson.Array(ExportJson.ChatGptWith($"\"id\":\"c\",\"title\":\"{long299}{moon}\"", ExportJson.Node("n", null))));
        Assert.Equal(long299, (await house.ConversationAsync("chatgpt:c")).Title);
        var words = new string('a', 999) + moon;
        Assert.Equal(words[..999], Read("""{"id":"c","mapping":{"n":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["words"]}}}}}""".Replace("words", words, StringComparison.Ordinal)).Conversation.Title);
    }

    [Theory]
    [InlineData("It is 21 °C\ue200cite\ue202turn0search1\ue202turn0search9\ue201.", "It is 21 °C ([Weather](https://example.org/w)).")]
    [InlineData("Unknown\ue200cite\ue202turn5search1\ue201.", "Unknown.")]
    [InlineData("In \ue200entity\ue202[\"city\",\"Lisbon\",\"capital\"]\ue201 it rains", "In Lisbon it rains")]
    [InlineData("Open \ue200cite\ue202turn0search1 end", "Open  end")]
    [InlineData("stray\ue203 marks\ue206", "stray marks")]
    [InlineData("Old style【12†source】.", "Old style.")]
    [InlineData(":::writing{variant=\"email\"}\nDear all\n:::\nDone", "Dear all\nDone")]
    [InlineData("Image \ue200image_group\ue202{\"q\":1}\ue201here", "Image here")]
    public void Citation_marks_become_links_or_vanish(string text, string expected)
    {
        using var metadata = JsonDocument.Parse("""{"content_references":[{"type":"grouped_webpages","items":[{"title":"Weather","url":"https://example.org/w","refs":[{"turn_index":0,"ref_type":"search","ref_index":1}]},{"title":"Bad","url":"javascript:x","refs":[{"turn_index":0,"ref_type":"search","ref_index":9}]}]}]}""");
        Assert.Equal(expected, CitationMarks.Resolve(text, metadata.RootElement));
    }

    [Fact]
    public void An_asset_is_missing_when_the_export_does_not_hold_it()
    {
        var assets = new Assets();
        assets.AddFile("file-abc-plan.png");
        assets.AddFile("file_long.dat");
        Assert.Equal([true, true, false, false], new[] { "file-abc", "file_long", "file_lon", "file-x" }.Select(assets.Holds));
    }

    private static ReadConversation Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new ChatGptReader(new Assets(), new TextDocuments(), 1 << 20).Read(document.RootElement);
    }

    // "a: b:a": each node with its parent; a node's text is its id, and each is a minute later than the one before.
    private static string Tree(string nodes, string current)
    {
        var json = new StringBuilder();
        var minute = 0;
        foreach (var node in nodes.Split(' '))
        {
            var (id, parent) = (node.Split(':')[0], node.Split(':')[1]);
            if (json.Length > 0) json.Append(',');
            var time = (1_750_000_000 + 60 * minute++).ToString(CultureInfo.InvariantCulture);
            var message = """{"author":{"role":"user"},"content":{"content_type":"text","parts":["ID"]},"create_time":TIME}""".Replace("ID", id, StringComparison.Ordinal).Replace("TIME", time, StringComparison.Ordinal);
            json.Append('"').Append(id).Append("\":{\"children\":[\"wrong\"],\"parent\":").Append(parent.Length > 0 ? $"\"{parent}\"" : "null").Append(",\"message\":").Append(message).Append('}');
        }
        return "{\"id\":\"c\",\"current_node\":\"" + current + "\",\"mapping\":{" + json + "}}";
    }
}
