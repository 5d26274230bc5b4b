using LocalsOnly.Memory;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>What an earlier import brought is recognised by its very bytes, without being read again.</summary>
public sealed class KnownBytesTests : IDisposable
{
    private static readonly string s_much = new('x', 5000);
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_conversation_whose_bytes_are_known_is_unchanged_and_not_read()
    {
        var export = Array(Large("c"), Claude("d", Message("a", more: $",\"padding\":\"{s_much}\"")));
        var first = await _house.ImportJsonAsync(export);
        Assert.Equal((2, 2), (first.Totals.Added, first.Totals.Messages));

        var again = await _house.ImportJsonAsync(export);
        Assert.Equal((2, 2, 0), (again.Totals.Found, again.Totals.Unchanged, again.Totals.Messages));
        Assert.Equal(["chatgpt", "claude"], again.Inputs[0].Sources);
        Assert.Equal(2, again.Inputs[0].Kinds["chats"]);
        Assert.Null(again.Import);
    }

    [Fact]
    public async Task One_byte_more_is_read()
    {
        await _house.ImportJsonAsync(Array(Large("c")));
        var grown = await _house.ImportJsonAsync(Array(Large("c", Node("b", "a"))));
        Assert.Equal((1, 2), (grown.Totals.Updated, grown.Totals.Messages));
    }

    [Fact]
    public async Task What_was_undone_or_forgotten_is_not_recognised()
    {
        await _house.ImportJsonAsync(Array(Large("c")));
        await _house.Archive.UndoAsync(1);
        Assert.Equal(1, (await _house.ImportJsonAsync(Array(Large("c")))).Totals.Added);

        await _house.Archive.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:c" });
        var report = await _house.ImportJsonAsync(Array(Large("c")));
        Assert.Equal((1, 0), (report.Totals.Forgotten, report.Totals.Unchanged));
        Assert.False(await _house.KnowsAsync("chatgpt:c"));
    }

    [Fact]
    public async Task Notes_about_the_person_are_gathered_again_so_that_the_report_stays_the_same()
    {
        var context = NodeWith("m", null, "system", """{"content_type":"model_editable_context","model_set_context":"1. [2025-03-01]. Juniper has a dog"}""");
        var export = Array(Large("c", context));
        var first = await _house.ImportJsonAsync(export);
        var again = await _house.ImportJsonAsync(export);
        Assert.Equal((1, 1), (first.Totals.Found, again.Totals.Found));
        Assert.Equal((1, 1, 1), (first.Totals.Gathered, again.Totals.Gathered, again.Totals.Unchanged));
    }

    /// <summary>A conversation that is large enough to be worth recognising.</summary>
    private static string Large(string id, params string[] more) =>
        ChatGptWith($"\"id\":\"{id}\",\"create_time\":1750000000,\"title\":\"Talk\",\"padding\":\"{s_much}\"", [Node("a", null), .. more]);
}
