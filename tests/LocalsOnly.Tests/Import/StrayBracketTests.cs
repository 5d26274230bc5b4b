using System.Text;
using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>A bracket too many in a conversation that is larger than what is read at a time.</summary>
public sealed class StrayBracketTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("]")]
    [InlineData("[}")]
    [InlineData("[[[[}]")]
    public async Task It_costs_one_conversation_which_is_named_by_its_place(string stray)
    {
        var good = ChatGpt("before", Node("a", null));
        var broken = Large("broken").Replace("\"mapping\":{", $"\"stray\":{{{stray},\"mapping\":{{", StringComparison.Ordinal);
        var report = await _house.ImportJsonAsync(Array(good, broken, Large("after"), good.Replace("before", "last", StringComparison.Ordinal)));

        Assert.Equal((4, 3, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.Equal(1 + Encoding.UTF8.GetByteCount(good) + 1, report.Inputs[0].Quarantined.Single().Offset);
        Assert.True(await _house.KnowsAsync("chatgpt:after"));
        Assert.True(await _house.KnowsAsync("chatgpt:last"));
    }

    [Fact]
    public async Task That_ends_its_conversation_early_it_makes_two_of_it()
    {
        var broken = Large("broken").Replace("\"mapping\":{", "\"stray\":{}},\"mapping\":{", StringComparison.Ordinal);
        var report = await _house.ImportJsonAsync(Array(ChatGpt("before", Node("a", null)), broken, Large("after")));
        Assert.Equal((4, 2, 2), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
        Assert.True(await _house.KnowsAsync("chatgpt:after"));
    }

    [Fact]
    public async Task In_the_last_conversation_it_costs_what_is_left_of_the_file()
    {
        var broken = Large("broken").Replace("\"mapping\":{", "\"stray\":{],\"mapping\":{", StringComparison.Ordinal);
        var report = await _house.ImportJsonAsync(Array(ChatGpt("before", Node("a", null)), broken));
        Assert.Equal((2, 1, 1), (report.Totals.Found, report.Totals.Added, report.Totals.Quarantined));
    }

    private static string Large(string id) => ChatGpt(id, [Node("n0", null), .. Enumerable.Range(1, 4000).Select(i => Node($"n{i}", $"n{i - 1}"))]);
}
