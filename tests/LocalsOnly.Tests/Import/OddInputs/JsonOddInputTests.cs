using System.Text;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import.OddInputs;

/// <summary>21–38: a fault of an element costs one conversation, which is quarantined with its place and the reason.</summary>
public sealed class JsonOddInputTests : IDisposable
{
    private static readonly string s_one = ChatGpt("one", Node("a", null));
    private static readonly string s_two = ChatGpt("two", Node("b", null));

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact, OddInput(21)]
    public async Task A_byte_order_mark_is_no_text()
    {
        Assert.Equal(1, (await _house.ImportJsonAsync("\ufeff" + Array(s_one))).Totals.Added);
        Assert.Equal("Juniper a", await _house.SaidAsync("chatgpt:one"));
    }

    [Theory, OddInput(22)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16BE", false)]
    public async Task UTF_16_is_read_with_and_without_its_mark(string name, bool mark)
    {
        var encoding = Encoding.GetEncoding(name);
        var json = Array(ChatGpt("one", NodeWith("a", null, "user", """{"content_type":"text","parts":["Juniper é 🌲"]}""")));
        await _house.ImportAsync(_house.Write("c.json", mark ? [.. encoding.GetPreamble(), .. encoding.GetBytes(json)] : encoding.GetBytes(json)));
        Assert.Equal("Juniper é 🌲", await _house.SaidAsync("chatgpt:one"));
    }

    [Fact, OddInput(23)]
    public async Task A_conversation_alone_is_a_list_of_one()
    {
        Assert.Equal(1, (await _house.ImportJsonAsync(s_one)).Totals.Added);
        Assert.Equal(1, (await _house.ImportJsonAsync(Claude("c", Message("m")))).Totals.Added);
    }

    [Fact, OddInput(24)]
    public async Task An_object_around_the_list_is_looked_through() =>
        Assert.Equal(2, (await _house.ImportJsonAsync($$"""{"exported":"2026","conversations":{{Array(s_one, s_two)}},"total":2}""")).Totals.Added);

    [Theory, OddInput(25)]
    [InlineData("\n")]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    public async Task Values_one_after_another_are_each_read(string between) =>
        Assert.Equal(3, (await _house.ImportJsonAsync(s_one + between + s_two + between + Array(Claude("c", Message("m"))))).Totals.Added);

    [Fact, OddInput(25)]
    public async Task A_broken_line_costs_itself_and_no_other()
    {
        var report = await _house.ImportJsonAsync($"{s_one}\n{s_two[..^5]}\n{ChatGpt("three", Node("c", null))}\n");
        Assert.Equal((3, 2, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Equal(s_one.Length + 1, report.Inputs[0].Quarantined[0].Offset);
    }

    [Fact, OddInput(26)]
    public async Task A_cut_off_end_keeps_what_came_before_and_says_how_many_bytes_are_unread()
    {
        var report = await _house.ImportJsonAsync($"[{s_one},{s_two[..70]}");
        Assert.Equal((2, 1, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Empty(report.Inputs[0].Warnings);
        Assert.Equal(("is cut off by the end of the file, 70 bytes are unread: download the export again", s_one.Length + 2L), (report.Inputs[0].Quarantined[0].Reason, report.Inputs[0].Quarantined[0].Offset));
    }

    [Theory, OddInput(27)]
    [InlineData(",]", 0)]
    [InlineData("]}}} trailing words", 0)]
    [InlineData("]<!-- Juniper -->", 0)]
    [InlineData(",,]", 0)]
    public async Task A_trailing_comma_and_rubbish_at_the_end_cost_nothing(string end, int quarantined)
    {
        var report = await _house.ImportJsonAsync($"[{s_one},{s_two}{end}");
        Assert.Equal((2, quarantined), (report.Totals.Added, report.Totals.Quarantined));
    }

    [Theory, OddInput(28)]
    [InlineData("""{"id":"bad","create_time":1,"title":Juniper}""")]
    [InlineData("""{"id":"bad","create_time":1,"mapping":{"a":}}""")]
    [InlineData("""{"id":"bad","create_time":1,"mapping":{"a":{]}}""")]
    [InlineData("""{"id":"bad","create_time":1,"mapping":{"a":{}""")]
    [InlineData("""{"id":"bad","create_time":1,"mapping":{"a":"never closed}}""")]
    public async Task One_malformed_conversation_among_good_ones_is_quarantined_at_its_byte(string bad)
    {
        var report = await _house.ImportJsonAsync($"[{s_one},{bad},{s_two}]");
        Assert.Equal((3, 2, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Equal(s_one.Length + 2, report.Inputs[0].Quarantined[0].Offset);
        Assert.True(await _house.KnowsAsync("chatgpt:two"));
    }

    [Fact, OddInput(29)]
    public async Task Half_a_surrogate_pair_becomes_a_replacement_character_and_the_original_is_kept()
    {
        await _house.ImportJsonAsync(Array(ChatGpt("one", NodeWith("a", null, "user", """{"content_type":"text","parts":["Juniper \ud83d!"]}"""))));
        Assert.Equal("Juniper \ufffd!", await _house.SaidAsync("chatgpt:one"));
        Assert.Contains("\\ud83d!", Encoding.UTF8.GetString(_house.Read().Single().Raw), StringComparison.Ordinal);
    }

    [Fact, OddInput(30)]
    public async Task Bytes_that_are_no_UTF_8_become_replacement_characters()
    {
        var json = Encoding.UTF8.GetBytes(Array(s_one.Replace("Juniper a", "Juniper ?", StringComparison.Ordinal)));
        json[json.AsSpan().IndexOf((byte)'?')] = 0xE9;
        await _house.ImportAsync(_house.Write("c.json", json));
        Assert.Equal("Juniper \ufffd", await _house.SaidAsync("chatgpt:one"));
    }

    [Fact, OddInput(31)]
    public async Task Numbers_that_are_none_are_null()
    {
        var report = await _house.ImportJsonAsync(Array(
            ChatGptWith("\"id\":\"one\",\"create_time\":NaN,\"update_time\":1e400,\"x\":-Infinity", Node("a", null, more: ",\"create_time\":1e999")), s_two));
        Assert.Equal((2, 0), (report.Totals.Added, report.Totals.Quarantined));
        var one = await _house.ConversationAsync("chatgpt:one");
        Assert.Equal((null, null, null, "1e999"), (one.CreatedAt, one.UpdatedAt, one.Messages[0].At, one.Messages[0].RawAt));
    }

    [Fact, OddInput(32)]
    public async Task Of_a_repeated_key_the_last_counts()
    {
        await _house.ImportJsonAsync(Array(ChatGptWith("\"id\":\"zero\",\"id\":\"one\",\"title\":\"No\",\"title\":\"Yes\"", Node("a", null), Node("a", null, "assistant"))));
        var one = await _house.ConversationAsync("chatgpt:one");
        Assert.Equal(("Yes", 1, MessageAuthor.Assistant), (one.Title, one.Messages.Count, one.Messages[0].Author));
    }

    [Fact, OddInput(33)]
    public async Task Nesting_beyond_the_limit_costs_one_conversation_whatever_its_depth()
    {
        string Deep(int depth) => ChatGptWith($"\"id\":\"deep{depth}\",\"x\":{new string('[', depth)}{new string(']', depth)}", Node("a", null));
        var report = await _house.ImportJsonAsync(Array(Deep(500), Deep(600), Deep(200_000), s_two));
        Assert.Equal((2, 2), (report.Totals.Added, report.Totals.Quarantined));
        Assert.Equal("is nested 601 deep, more than 512 (Import:MaxDepth)", report.Inputs[0].Quarantined[0].Reason);
    }

    [Fact, OddInput(34)]
    public async Task A_string_of_100_MB_is_cut_and_said_to_be_and_the_rest_of_its_conversation_is_kept()
    {
        var path = _house.PathOf("c.json");
        const string said = "a long one";
        var json = Array(ChatGpt("one", Node("a", null), NodeWith("x", "a", "assistant", $$"""{"content_type":"text","parts":["{{said}}"]}"""), Node("z", "x")), s_two).Split(said);
        await using (var file = File.Create(path))
        {
            file.Write(Encoding.UTF8.GetBytes(json[0] + Said));
            var chunk = new byte[1 << 20];
            chunk.AsSpan().Fill((byte)'x');
            for (var i = 0; i < 100; i++) file.Write(chunk);
            file.Write(Encoding.UTF8.GetBytes(json[1]));
        }
        var report = await _house.ImportAsync(path);
        Assert.Equal((2, 0), (report.Totals.Added, report.Totals.Quarantined));
        Assert.Contains("1 × strings cut at Import:MaxStringBytes", report.Inputs[0].Warnings);
        var one = await _house.StoredAsync("chatgpt:one");
        Assert.Equal(["Juniper a", "Juniper z"], one.Messages.Where(message => message.Text.Length < 100).Select(message => message.Text));
        Assert.Equal(48 << 20, one.Messages[1].Text.Length);
    }

    [Fact, OddInput(34)]
    public async Task A_string_is_never_cut_within_an_escape_or_a_character()
    {
        using var small = new ExportHouse(("MaxStringBytes", 65_536));
        foreach (var unit in (string[])["é", "🌲", "\\ud83c\\udf32", "\\\\", "\\n"])
            foreach (var shift in Enumerable.Range(0, 13))
            {
                await small.ImportJsonAsync(Array(ChatGpt("one", NodeWith("a", null, "user",
                    $$"""{"content_type":"text","parts":["{{Said}}{{new string('x', shift)}}{{string.Concat(Enumerable.Repeat(unit, 66_000 / unit.Length + 10))}}"]}"""))));
                Assert.DoesNotContain('\ufffd', (await small.StoredAsync("chatgpt:one")).Messages[0].Text);
            }
    }

    [Fact, OddInput(35)]
    public async Task Keys_in_alphabetical_order_with_the_type_behind_the_payload_are_read()
    {
        await _house.ImportJsonAsync("""
            [{"conversation_id":"one","current_node":"b","mapping":{
              "a":{"id":"a","message":{"author":{"role":"user"},"content":{"parts":["Juniper a"],"content_type":"text"},"create_time":1750000000,"id":"a","metadata":{}},"parent":null},
              "b":{"id":"b","message":{"author":{"role":"assistant"},"content":{"thoughts":[{"content":"Juniper b","summary":""}],"content_type":"thoughts"},"id":"b"},"parent":"a"}},"title":"Talk"}]
            """);
        Assert.Equal([MessageKind.Visible, MessageKind.Reasoning], (await _house.ConversationAsync("chatgpt:one")).Messages.Select(message => message.Kind));
    }

    [Fact, OddInput(36)]
    public async Task An_empty_list_is_no_problem_and_said_to_be_empty()
    {
        var report = await _house.ImportJsonAsync("[]");
        Assert.Equal((0, null), (report.Totals.Found, report.Inputs[0].Problem));
        Assert.Equal(["conversations.json holds no conversations."], report.Inputs[0].Warnings);
    }

    [Fact, OddInput(37)]
    public async Task Nulls_and_scalars_among_conversations_are_each_quarantined()
    {
        var report = await _house.ImportJsonAsync($"[null,{s_one},5,\"Juniper\",true,{s_two},[1]]");
        Assert.Equal((7, 2, 5), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.All(report.Inputs[0].Quarantined, item => Assert.Equal("is not an object", item.Reason));
    }

    [Fact, OddInput(38)]
    public async Task NUL_and_control_characters_are_kept_as_text()
    {
        await _house.ImportJsonAsync(Array(ChatGpt("one", NodeWith("a", null, "user", "{\"content_type\":\"text\",\"parts\":[\"Juniper \\u0000 and \u0007 and \\u001b[31m\"]}")), s_two));
        Assert.Equal("Juniper \0 and \a and \u001b[31m", await _house.SaidAsync("chatgpt:one"));
    }
}
