using System.Globalization;
using System.Text.Json;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import.OddInputs;

/// <summary>39–65: a fault of a field costs at most one message.</summary>
public sealed class ChatGptOddInputTests : IDisposable
{
    private const string Key = "chatgpt:c";

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact, OddInput(39)]
    public async Task A_conversation_without_a_mapping_is_an_empty_shell()
    {
        var report = await _house.ImportJsonAsync(Array("""{"id":"c","title":"Talk","create_time":1750000000,"update_time":null}""", ChatGpt("d", Node("a", null))));
        Assert.Equal((2, 1, 1, 0), (report.Totals.Found, report.Totals.Added, report.Totals.Empty, report.Totals.Quarantined));
        Assert.Empty((await _house.ConversationAsync(Key)).Messages);
    }

    [Theory, OddInput(40, 41, 42, 43, 44, 45)]
    [InlineData("40 no current node: the newest leaf", "", "a: b:a c:b d:a", "a d")]
    [InlineData("41 a current node that is not there: the newest leaf", "gone", "a: b:a c:a", "a c")]
    [InlineData("42 a cycle: cut at its first repeat", "a", "a:b b:c c:a", "c b a")]
    [InlineData("42 a cycle above a tail", "d", "a:c b:a c:b d:c", "b a c d|a b c d|b c d")]
    [InlineData("43 its own parent: a root", "b", "a:a b:a", "a b")]
    [InlineData("44 a parent that is not there: a root", "b", "a:gone b:a", "a b")]
    [InlineData("45 several roots: the one of the current node", "c", "a: b: c:b", "b c")]
    public async Task The_current_branch_is_found_in_a_tree_that_is_none(string what, string current, string nodes, string expected)
    {
        await ImportTreeAsync(current, nodes);
        var conversation = await _house.ConversationAsync(Key);
        var path = string.Join(' ', conversation.Messages.Where(message => message.Active).Select(message => message.Text["Juniper ".Length..]));
        Assert.True(expected.Split('|').Contains(path), $"{what}: {path}");
        Assert.Equal(nodes.Split(' ').Length, conversation.Messages.Count);
    }

    [Fact, OddInput(46)]
    public async Task A_chain_of_ten_thousand_messages_is_walked_without_recursion()
    {
        await ImportTreeAsync("n9999", string.Join(' ', Enumerable.Range(0, 10_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"n{i}:{(i == 0 ? "" : $"n{i - 1}")}"))));
        Assert.Equal(10_000, (await _house.StoredAsync(Key)).Messages.Count(message => message.Active));
    }

    [Theory, OddInput(47, 48)]
    [InlineData("")]
    [InlineData(",\"children\":[\"a\",\"gone\"]")]
    [InlineData(",\"children\":null")]
    public async Task Only_parents_are_believed_children_may_be_missing_or_wrong(string children)
    {
        await ImportAsync(Node("a", null), Node("b", "a", "assistant").Replace("\"parent\"", children.TrimStart(',') + (children.Length > 0 ? "," : "") + "\"parent\"", StringComparison.Ordinal));
        Assert.Equal("Juniper a|Juniper b", await _house.SaidAsync(Key));
    }

    [Fact, OddInput(49)]
    public async Task A_parent_may_be_named_by_the_key_of_its_node_or_by_the_id_in_it()
    {
        await ImportAsync(Node("a", null).Replace("\"id\":\"a\"", "\"id\":\"other\"", StringComparison.Ordinal), Node("b", "other", "assistant"), Node("c", "b"));
        Assert.Equal("Juniper a|Juniper b|Juniper c", await _house.SaidAsync(Key));
        Assert.Equal(["chatgpt:c:a", "chatgpt:c:b", "chatgpt:c:c"], (await _house.ConversationAsync(Key)).Messages.Select(message => message.Key));
    }

    [Fact, OddInput(50)]
    public async Task Null_messages_contents_and_authors_cost_at_most_themselves()
    {
        await ImportAsync(
            NodeOf("root", null, "null"), Node("a", "root"), NodeOf("gap", "a", "null"), NodeOf("b", "gap", """{"author":{"role":"assistant"},"content":null}"""),
            NodeOf("c", "b", """{"author":null,"content":{"content_type":"text","parts":["Juniper c"]}}"""), Node("d", "c"));
        var conversation = await _house.ConversationAsync(Key);
        Assert.Equal(["a", "b", "c", "d"], conversation.Messages.Select(message => message.Key["chatgpt:c:".Length..]));
        Assert.Equal([null, "chatgpt:c:a", "chatgpt:c:b", "chatgpt:c:c"], conversation.Messages.Select(message => message.ParentKey));
        Assert.Equal(MessageKind.Context, conversation.Messages[2].Kind);
    }

    [Theory, OddInput(51)]
    [InlineData("null", "")]
    [InlineData("[]", "")]
    [InlineData("\"Juniper bare\"", "Juniper bare")]
    [InlineData("""["Juniper 1",{"content_type":"image_asset_pointer","asset_pointer":"file-service://file-x"},null,7,"Juniper 2"]""", "Juniper 1\n\nJuniper 2")]
    public async Task Strings_among_parts_are_kept_in_order_and_objects_become_assets(string parts, string expected)
    {
        await ImportAsync(NodeWith("a", null, "user", $$"""{"content_type":"multimodal_text","parts":{{parts}}}"""));
        var message = (await _house.ConversationAsync(Key)).Messages.Single();
        Assert.Equal(expected, message.Text);
        Assert.Equal(parts.Contains("file-x", StringComparison.Ordinal) ? ["file-x"] : [], message.Attachments);
    }

    [Fact, OddInput(52)]
    public async Task Content_and_roles_nobody_knows_are_kept_beside_the_turns_and_counted_by_their_name()
    {
        var report = await ImportAsync(Node("a", null), NodeWith("b", "a", "assistant", """{"content_type":"hologram","text":"Juniper"}"""), Node("c", "b", "critic"));
        var messages = (await _house.ConversationAsync(Key)).Messages;
        Assert.Equal([MessageKind.Visible, MessageKind.Context, MessageKind.Context], messages.Select(message => message.Kind));
        Assert.Equal("Juniper", messages[1].Text);
        Assert.Contains("1 × messages of an unknown content type (hologram)", report.Inputs[0].Warnings);
        Assert.Contains("1 × messages of an unknown author role (critic)", report.Inputs[0].Warnings);
    }

    [Theory, OddInput(53)]
    [InlineData("1750000000.25", "2025-06-15T15:06:40.2500000+00:00", null)]
    [InlineData("1750000000250", "2025-06-15T15:06:40.2500000+00:00", null)]
    [InlineData("\"2025-06-15T15:06:40.25Z\"", "2025-06-15T15:06:40.2500000+00:00", null)]
    [InlineData("\"2025-06-15T17:06:40.25+02:00\"", "2025-06-15T15:06:40.2500000+00:00", null)]
    [InlineData("null", null, null)]
    [InlineData("0", null, "0")]
    [InlineData("-62135596800", null, "-62135596800")]
    [InlineData("\"yesterday\"", null, "yesterday")]
    public async Task A_time_is_UTC_or_nothing_and_then_kept_as_it_stands(string json, string? at, string? raw)
    {
        await ImportAsync(Node("a", null, more: $",\"create_time\":{json}"));
        var message = (await _house.ConversationAsync(Key)).Messages.Single();
        Assert.Equal((at, raw), (message.At?.ToString("O", CultureInfo.InvariantCulture), message.RawAt));
    }

    [Fact, OddInput(54)]
    public async Task A_reply_that_was_being_written_is_imported_and_marked_as_partial()
    {
        await ImportAsync(Node("a", null), Node("b", "a", "assistant", ",\"status\":\"in_progress\""));
        Assert.Equal([false, true], (await _house.ConversationAsync(Key)).Messages.Select(message => message.Partial));
    }

    [Theory, OddInput(55, 56)]
    [InlineData("user", "text", "is_visually_hidden_from_conversation")]
    [InlineData("assistant", "text", "is_visually_hidden_from_conversation")]
    [InlineData("user", "text", "is_user_system_message")]
    [InlineData("user", "user_editable_context", "other")]
    public async Task Hidden_text_and_custom_instructions_are_context_and_never_a_turn(string role, string type, string mark)
    {
        await ImportAsync(NodeWith("a", null, role, $$"""{"content_type":"{{type}}","parts":["Juniper"],"user_instructions":"Juniper"}""", $",\"metadata\":{{\"{mark}\":true}}"), Node("b", "a"));
        Assert.Equal([MessageKind.Context, MessageKind.Visible], (await _house.ConversationAsync(Key)).Messages.Select(message => message.Kind));
        Assert.Equal("Juniper b", await _house.SaidAsync(Key));
    }

    [Fact, OddInput(57)]
    public async Task JSON_that_a_tool_answers_is_a_call_and_JSON_that_the_person_reads_is_a_turn()
    {
        const string call = """{"content_type":"text","parts":["{\"search\":\"Juniper\"}"]}""";
        await ImportAsync(Node("a", null), NodeWith("b", "a", "assistant", call), Node("c", "b", "tool"), NodeWith("d", "c", "assistant", call), Node("e", "d"));
        Assert.Equal(
            [MessageKind.Visible, MessageKind.ToolCall, MessageKind.ToolResult, MessageKind.Visible, MessageKind.Visible],
            (await _house.ConversationAsync(Key)).Messages.Select(message => message.Kind));
    }

    [Theory, OddInput(58)]
    [InlineData("Juniper \\ue200cite\\ue202turn0search1 and on", "Juniper  and on")]
    [InlineData("Juniper\\ue200cite\\ue202turn0search1\\ue202turn12news3これは文章です。", "Juniperこれは文章です。")]
    [InlineData("Juniper \\ue200cite\\ue202turn0search1This and on", "Juniper This and on")]
    [InlineData("Juniper \\ue200cite\\ue202turn0search1,turn0search2.\\nAnd on", "Juniper .\nAnd on")]
    [InlineData("Juniper\\ue200東京です", "Juniper東京です")]
    [InlineData("Juniper \\ue200entity\\ue202[\\\"city\\\",\\\"Lisbon\\\"]です", "Juniper です")]
    [InlineData("Juniper\\ue201 and\\ue203 on\\ue206", "Juniper and on")]
    [InlineData("Juniper \\ue200cite\\ue202turn9search9\\ue201.", "Juniper .")]
    [InlineData("Juniper \\ue200entity\\ue202[\\\"city\\\",\\\"Lisbon\\\"]\\ue201.", "Juniper Lisbon.")]
    public async Task A_citation_mark_without_its_other_half_is_no_text(string text, string expected)
    {
        await ImportAsync(Node("a", null), NodeWith("b", "a", "assistant", $$"""{"content_type":"text","parts":["{{text}}"]}"""));
        Assert.Equal(expected, (await _house.ConversationAsync(Key)).Messages[1].Text);
    }

    [Fact, OddInput(59)]
    public async Task A_link_into_the_sandbox_is_joined_with_a_file_where_one_is_meant_and_never_guessed()
    {
        string Link(string name) => $$"""{"content_type":"text","parts":["Juniper [get](sandbox:/mnt/data/{{name}})"]}""";
        var json = Array(ChatGpt("c",
            Node("a", null), NodeWith("b", "a", "assistant", Link("own.csv"), ",\"id\":\"m-b\""), NodeWith("c", "b", "assistant", Link("twice.csv")), NodeWith("d", "c", "assistant", Link("once%20only.csv"))));
        var report = await _house.ImportAsync(_house.Zip("e.zip", ("conversations.json", json), ("file_1.dat", "x"), ("file_4.dat", "x"), ("library_files.json", """
            [{"file_id":"file_1","file_name":"own.csv","origination_message_id":"m-b"},{"file_id":"file_9","file_name":"own.csv","origination_message_id":"m-else"},
             {"file_id":"file_2","file_name":"twice.csv","origination_thread_id":"x"},{"file_id":"file_3","file_name":"twice.csv","origination_thread_id":"y"},
             {"file_id":"file_4","file_name":"once only.csv"}]
            """)));
        Assert.Equal((2, 1), (report.Totals.AssetsResolved, report.Totals.AssetsMissing));
        Assert.Equal([[], ["own.csv"], ["twice.csv"], ["once only.csv"]], (await _house.ConversationAsync(Key)).Messages.Select(message => message.Attachments));
    }

    [Theory, OddInput(59)]
    [InlineData("[get](sandbox:/mnt/data/the plan.csv)", "the plan.csv")]
    [InlineData("[get](sandbox:/mnt/data/the plan (1).csv), then [more](sandbox:/mnt/data/b.csv)", "the plan (1).csv|b.csv")]
    [InlineData("[get](<sandbox:/mnt/data/the plan.csv>)", "the plan.csv")]
    [InlineData("`sandbox:/mnt/data/the plan.csv` is done", "the plan.csv")]
    [InlineData("[get](sandbox:/mnt/data/plan.csv \\\"The plan\\\")", "plan.csv")]
    [InlineData("[get](sandbox:/mnt/data/the plan.csv", "the")]
    [InlineData("sandbox:/mnt/data/plan.csv is done (at last)", "plan.csv")]
    public async Task A_link_into_the_sandbox_may_hold_spaces_where_its_end_is_marked(string text, string expected)
    {
        await ImportAsync(Node("a", null), NodeWith("b", "a", "assistant", $$"""{"content_type":"text","parts":["Juniper {{text}}"]}"""));
        Assert.Equal(expected.Split('|'), (await _house.ConversationAsync(Key)).Messages[1].Attachments);
    }

    [Fact, OddInput(60)]
    public async Task A_canvas_patch_that_is_cut_short_leaves_the_last_good_text_marked_as_partial()
    {
        var report = await ImportAsync(
            Node("a", null), Canvas("b", "a", "create_textdoc", """{"name":"Plan","type":"document","content":"Juniper one two"}"""), CanvasAnswer("b2", "b"),
            Canvas("c", "b2", "update_textdoc", """{"updates":[{"pattern":"one","multiple":false,"replacement":"1"}]}"""), CanvasAnswer("c2", "c"),
            Canvas("d", "c2", "update_textdoc", """{"updates":[{"pattern":"two","multiple":false,"replacement":"2" """), CanvasAnswer("d2", "d"));
        var document = (await _house.ConversationAsync(Key)).Messages.Single(message => message.Kind == MessageKind.Document);
        Assert.Equal(("chatgpt:c:canvas-doc1", "Juniper 1 two", true, "chatgpt:c:d"), (document.Key, document.Text, document.Partial, document.ParentKey));
        Assert.Equal(["Plan"], document.Attachments);
        Assert.Contains("1 × changes of a canvas that could not be replayed", report.Inputs[0].Warnings);
    }

    [Theory, OddInput(61)]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("7")]
    public async Task Without_a_title_the_first_words_stand_for_it(string title)
    {
        await _house.ImportJsonAsync(Array(ChatGptWith($"\"id\":\"c\",\"title\":{title}", Node("a", null))));
        Assert.Equal("Juniper a", (await _house.ConversationAsync(Key)).Title);
    }

    [Theory, OddInput(62)]
    [InlineData("{\\\"prompt\\\": \\\"Juniper\\\"}", "{\"prompt\": \"Juniper\"}")]
    [InlineData("Juniper, and can dalle paint it, please, on forty square metres of canvas?", "Juniper, and can dalle paint it, please, on forty square metres of canvas?")]
    public async Task What_a_person_says_is_kept_word_for_word(string text, string expected)
    {
        await ImportAsync(NodeWith("a", null, "user", $$"""{"content_type":"text","parts":["{{text}}"]}"""), Node("b", "a", "tool"));
        Assert.Equal(expected, await _house.SaidAsync(Key));
    }

    [Fact, OddInput(63)]
    public async Task One_id_in_two_accounts_is_one_conversation_and_the_account_is_no_part_of_its_key()
    {
        var report = await _house.ImportAsync(
            _house.Zip("a.zip", ("conversations.json", Array(ChatGpt("c", Node("a", null)))), ("user.json", """{"id":"user-1","email":"juniper@example.invalid"}""")),
            _house.Zip("b.zip", ("conversations.json", Array(ChatGpt("c", Node("a", null)))), ("user.json", """{"id":"user-2","email":"juniper@example.invalid"}""")));
        Assert.Equal((2, 1, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Repeated));
        Assert.Equal(2, report.Inputs.SelectMany(input => input.Accounts).Distinct().Count());
        Assert.All(report.Inputs, input => Assert.Matches("^chatgpt:[0-9a-f]{16}$", input.Accounts.Single()));
        Assert.Matches("^[0-9a-f]{16}$", (await _house.StoredAsync(Key)).Account);
    }

    [Fact, OddInput(64)]
    public async Task A_fork_among_tool_calls_keeps_both_sides()
    {
        await ImportAsync(
            "b2", Node("a", null), Node("call", "a", "assistant", ",\"recipient\":\"python\""), Node("result", "call", "tool"), Node("b1", "result", "assistant"),
            Node("call2", "call", "assistant", ",\"recipient\":\"python\""), Node("b2", "call2", "assistant"));
        var messages = (await _house.ConversationAsync(Key)).Messages;
        Assert.Equal("Juniper a|Juniper b2", await _house.SaidAsync(Key));
        Assert.Equal(["result", "b1"], messages.Where(message => !message.Active).Select(message => message.Key["chatgpt:c:".Length..]));
        Assert.Equal("chatgpt:c:b2", (await _house.ConversationAsync(Key)).Leaf);
    }

    [Fact, OddInput(65)]
    public async Task A_regenerated_reply_with_the_same_words_is_kept_beside_the_first()
    {
        await ImportAsync("c", Node("a", null), Node("b", "a", "assistant"), Node("c", "a", "assistant").Replace("Juniper c", "Juniper b", StringComparison.Ordinal));
        var messages = (await _house.ConversationAsync(Key)).Messages;
        Assert.Equal(["a", "c", "b"], messages.Select(message => message.Key["chatgpt:c:".Length..]));
        Assert.Equal("Juniper a|Juniper b", await _house.SaidAsync(Key));
    }

    private Task<LocalsOnly.Import.ImportReport> ImportAsync(params string[] nodes) =>
        nodes[0].StartsWith('"') ? _house.ImportJsonAsync(Array(ChatGpt("c", nodes)))
            : _house.ImportJsonAsync(Array(ChatGptWith($"\"id\":\"c\",\"title\":\"Talk\",\"current_node\":\"{nodes[0]}\"", nodes[1..])));

    // "a: b:a": each node with its parent, each a minute later than the one before.
    private Task<LocalsOnly.Import.ImportReport> ImportTreeAsync(string current, string nodes) => _house.ImportJsonAsync(Array(ChatGptWith(
        $"\"id\":\"c\",\"title\":\"Talk\",\"current_node\":{(current.Length > 0 ? $"\"{current}\"" : "null")}",
        [.. nodes.Split(' ').Select((node, i) => Node(node.Split(':')[0], node.Split(':')[1] is { Length: > 0 } parent ? parent : null,
            more: string.Create(CultureInfo.InvariantCulture, $",\"create_time\":{1_750_000_000 + 60 * i}")))])));

    private static string Canvas(string id, string parent, string function, string call) =>
        NodeWith(id, parent, "assistant", $$"""{"content_type":"code","language":"json","text":{{JsonSerializer.Serialize(call)}}}""", $",\"recipient\":\"canmore.{function}\"");

    private static string CanvasAnswer(string id, string parent) =>
        NodeWith(id, parent, "tool", """{"content_type":"text","parts":["done"]}""", ",\"metadata\":{\"canvas\":{\"textdoc_id\":\"doc1\",\"textdoc_type\":\"document\"}}");
}
