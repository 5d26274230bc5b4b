using LocalsOnly.Host.Mcp;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;

namespace LocalsOnly.Tests.Host.Mcp;

public sealed class FreshnessTests : McpHouseTests
{
    private static readonly TimeSpan s_later = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task An_archive_that_is_away_is_noted_in_every_answer_and_what_is_indexed_still_answers()
    {
        await House.Memory.StoreAsync(Talk.Of("a", "A", "walnut"));
        var client = await House.ConnectAsync();
        Directory.Move(House.Memory.Nas, House.Memory.PathOf("elsewhere"));

        var away = await client.AskAsync("recall", """{ "query": "walnut" }""");
        var opened = await client.AskAsync("open", """{ "key": "chatgpt:a" }""");
        var status = await client.AskAsync("status");
        Directory.Move(House.Memory.PathOf("elsewhere"), House.Memory.Nas);
        House.Memory.Time.Advance(s_later);
        var back = await client.AskAsync("recall", """{ "query": "walnut" }""");

        Assert.Equal(["chatgpt:a:m0"], away.Keys());
        foreach (var answer in (ModelContextProtocol.Protocol.CallToolResult[])[away, opened, status])
        {
            Assert.Contains(House.Memory.Nas, answer.Structured().GetProperty("note").GetString(), StringComparison.Ordinal);
            Assert.Contains($"Note: The archive directory {House.Memory.Nas}", answer.Text(), StringComparison.Ordinal);
        }
        Assert.False(back.Structured().TryGetProperty("note", out _));
    }

    [Fact]
    public async Task What_another_program_imported_meanwhile_is_recalled()
    {
        using var other = new TestMemory(House.Memory.Nas);
        var client = await House.ConnectAsync();
        Assert.Empty((await client.AskAsync("recall", """{ "query": "walnut" }""")).Keys());

        await other.StoreAsync(Talk.Of("a", "A", "walnut"));
        House.Memory.Time.Advance(s_later);

        Assert.Equal(["chatgpt:a:m0"], (await client.AskAsync("recall", """{ "query": "walnut" }""")).Keys());
    }

    [Fact]
    public async Task An_archive_that_hangs_costs_one_answer_a_few_seconds_and_no_answer_more()
    {
        var store = new HangingStore();
        var freshness = new Freshness(store, House.Memory.Time);

        var first = freshness.NoteAsync(CancellationToken.None);
        await store.Asked;
        Assert.False(first.IsCompleted);
        House.Memory.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Freshness.Behind, await first);
        Assert.Equal(Freshness.Behind, await freshness.NoteAsync(CancellationToken.None));
        House.Memory.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(Freshness.Behind, await freshness.NoteAsync(CancellationToken.None));

        Assert.Equal(1, store.Times);
        await freshness.DisposeAsync();
        Assert.True(store.Cancelled);
    }

    [Fact]
    public async Task The_archive_is_looked_at_no_more_often_than_is_worth_it()
    {
        var store = new HangingStore { Hangs = false };
        await using var freshness = new Freshness(store, House.Memory.Time);

        for (var i = 0; i < 5; i++) Assert.Null(await freshness.NoteAsync(CancellationToken.None));
        Assert.Equal(1, store.Times);
        House.Memory.Time.Advance(s_later);
        Assert.Null(await freshness.NoteAsync(CancellationToken.None));
        Assert.Equal(2, store.Times);
    }
}
