using System.Text.Json;
using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>Exports made to be slow. Each of these would take hours if what reads it were not linear.</summary>
public sealed class HostileSizeTests : IDisposable
{
    private const int Many = 200_000;

    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("\ue200")]
    [InlineData("【1†")]
    [InlineData("<antArtifact ")]
    [InlineData("x<antArtifact>")]
    [InlineData("<antThinking ")]
    [InlineData(":::writing{")]
    [InlineData("sandbox:/mnt/data/")]
    [InlineData("](sandbox:/mnt/data/ (")]
    [InlineData("``` ")]
    [InlineData("1. [2025-01-01]\n")]
    public async Task A_mark_repeated_without_its_end_is_read_in_one_pass(string mark)
    {
        var text = JsonSerializer.Serialize("Juniper " + string.Concat(Enumerable.Repeat(mark, Many)));
        var report = await _house.ImportJsonAsync(Array(
            ChatGpt("c", Node("a", null), NodeWith("b", "a", "assistant", $$"""{"content_type":"text","parts":[{{text}}]}"""), NodeWith("m", "b", "system", $$"""{"content_type":"model_editable_context","model_set_context":{{text}}}""")),
            Claude("c", Message("a"), MessageWith("b", $"\"text\":{text}", "assistant"))));
        Assert.Equal(0, report.Totals.Quarantined);
    }

    [Fact]
    public async Task A_name_in_a_tag_that_does_not_end_is_read_in_one_pass()
    {
        var report = await _house.ImportJsonAsync(Array(Claude("c", MessageWith("a", $"\"text\":\"Juniper\\n<antArtifact {new string('a', 40 * Many)}>\"", "assistant"))));
        Assert.Equal((1, 0), (report.Totals.Added, report.Totals.Quarantined));
    }

    [Fact]
    public async Task Patches_of_a_canvas_stop_where_they_would_take_too_long_and_its_text_stays()
    {
        string Call(string id, string parent, string function, string call) =>
            NodeWith(id, parent, "assistant", $$"""{"content_type":"code","text":{{JsonSerializer.Serialize(call)}}}""", $",\"recipient\":\"canmore.{function}\"");
        var grow = string.Join(',', Enumerable.Repeat("""{"pattern":"","multiple":true,"replacement":"xxxxxxxxxx"}""", 40));
        var many = string.Join(',', Enumerable.Repeat("""{"pattern":"z","multiple":true,"replacement":"y"}""", 20_000));
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null), Call("b", "a", "create_textdoc", """{"content":"Juniper"}"""),
            Call("d", "b", "update_textdoc", $"{{\"updates\":[{grow}]}}"), Call("e", "d", "update_textdoc", $"{{\"updates\":[{many}]}}"))));
        Assert.True((await _house.ConversationAsync("chatgpt:c")).Messages.Single(message => message.Kind == MessageKind.Document).Partial);
    }

    [Theory]
    [InlineData("(.*a){2000}")]
    [InlineData("((.*a){40}){40}")]
    [InlineData(".*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*.*b")]
    public async Task A_pattern_that_looks_at_each_letter_thousands_of_times_is_not_run(string pattern)
    {
        string Call(string id, string parent, string function, string call) =>
            NodeWith(id, parent, "assistant", $$"""{"content_type":"code","text":{{JsonSerializer.Serialize(call)}}}""", $",\"recipient\":\"canmore.{function}\"");
        await _house.ImportJsonAsync(Array(ChatGpt("c", Node("a", null), Call("b", "a", "create_textdoc", $$"""{"content":"Juniper {{new string('a', 10 * Many)}}"}"""),
            Call("d", "b", "update_textdoc", $$"""{"updates":[{"pattern":"{{pattern}}","replacement":"x"}]}"""))));
        var canvas = (await _house.ConversationAsync("chatgpt:c")).Messages.Single(message => message.Kind == MessageKind.Document);
        Assert.True(canvas.Partial);
        Assert.StartsWith("Juniper aaa", canvas.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeated_keys_files_and_messages_are_read_in_one_pass()
    {
        var nodes = Enumerable.Range(0, Many / 4).Select(i => NodeOf($"n{i}", null, "null")).ToList();
        var files = string.Join(',', Enumerable.Range(0, Many / 4).Select(i => $$"""{"file_name":"f{{i}}"}"""));
        var report = await _house.ImportJsonAsync(Array(
            ChatGpt("c", [.. nodes, .. nodes, Node("a", null)]),
            Claude("c", [MessageWith("a", $"\"text\":\"Juniper\",\"files\":[{files}]"), .. Enumerable.Repeat(Message("b"), Many / 4)])));
        Assert.Equal((2, 0), (report.Totals.Added, report.Totals.Quarantined));
    }

    [Theory]
    [InlineData("below a message", "a", "chatgpt:c:a")]
    [InlineData("below nothing", "gone", null)]
    [InlineData("in a circle", "n49999", null)]
    public async Task A_long_chain_without_messages_is_walked_once(string what, string top, string? parent)
    {
        var gaps = Enumerable.Range(0, Many / 4).Select(i => NodeOf($"n{i}", i == 0 ? top : $"n{i - 1}", "null"));
        var leaves = Enumerable.Range(0, Many / 8).Select(i => Node($"l{i}", $"n{Many / 4 - 1}"));
        await _house.ImportJsonAsync(Array(ChatGpt("c", [Node("a", null), .. gaps, .. leaves])));
        Assert.True((await _house.StoredAsync("chatgpt:c")).Messages.Where(message => message.Key != "chatgpt:c:a").All(message => message.ParentKey == parent), what);
    }
}
