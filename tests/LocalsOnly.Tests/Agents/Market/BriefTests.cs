using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Tests.Agents.Market;

public sealed class BriefTests
{
    private static readonly string[] s_titles = ["PRICES", "PERPETUALS", "VOLATILITY BTC", "VOLATILITY ETH", "SENTIMENT", "DEFI"];

    [Fact]
    public async Task A_brief_has_all_of_its_parts_and_fits_a_prompt()
    {
        await using var house = await MarketHouse.StartAsync();

        var text = await house.CallAsync("market_brief");

        Assert.StartsWith("Market brief, 2026-11-26 07:01:02 UTC\nPRICES\nBTC 91234.5 USD, mark", text, StringComparison.Ordinal);
        Assert.Equal(s_titles, text.Split('\n').Where(s_titles.Contains));
        Assert.Contains("2026-11-26 23 Extreme Fear", text, StringComparison.Ordinal);
        Assert.Contains("TVL of Ethereum 60000000000 USD", text, StringComparison.Ordinal);
        Assert.DoesNotContain("UNAVAILABLE", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 2000, house.Tools.Single(tool => tool.Name == "market_brief").MostCharacters);
    }

    [Theory]
    [InlineData("hyperliquid", 1)]
    [InlineData("coingecko", 0)]
    [InlineData("deribit", 2)]
    [InlineData("alternative", 1)]
    [InlineData("defillama", 1)]
    public async Task One_dead_feed_never_kills_a_brief(string id, int unavailable)
    {
        await using var house = await MarketHouse.StartAsync();
        var feed = FeedCatalog.All.Single(each => each.Id == id);
        house.Kill(feed);

        var text = await house.CallAsync("market_brief");

        Assert.Equal(s_titles, text.Split('\n').Where(s_titles.Contains));
        Assert.Equal(unavailable, text.Split('\n').Count(line => line.StartsWith("UNAVAILABLE: ", StringComparison.Ordinal)));
        Assert.Contains($"{feed.Name} cannot be read: it has a fault of its own (503)", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_feed_that_says_nothing_costs_a_brief_one_deadline()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Silence(FeedCatalog.Deribit);
        // The others have answered before, or the step of the clock would take them for silent too.
        foreach (var tool in new[] { "market_perps", "market_sentiment", "market_defi" }) await house.CallAsync(tool);
        await house.CallAsync("market_price", ("symbols", "BTC"));

        var asking = house.CallAsync("market_brief");
        while (house.Server.Calls.Count(call => call.Target.StartsWith("/deribit/", StringComparison.Ordinal)) < 6) await house.Server.ArrivedAsync();
        house.Time.Advance(TimeSpan.FromSeconds(8));
        var text = await asking;

        Assert.Contains("UNAVAILABLE: Deribit cannot be read: it did not answer within 8 s", text, StringComparison.Ordinal);
        Assert.Contains("BTC mark 91234.5 USD", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_every_feed_dead_a_brief_gives_what_it_has_and_marks_each_part_old()
    {
        await using var house = await MarketHouse.StartAsync();
        await house.CallAsync("market_brief");
        foreach (var feed in FeedCatalog.All) house.Kill(feed);
        house.Time.Advance(TimeSpan.FromHours(1));

        var text = await house.CallAsync("market_brief");

        Assert.StartsWith("Market brief, 2026-11-26 08:01:02 UTC\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("UNAVAILABLE", text, StringComparison.Ordinal);
        Assert.All(
            text.Split('\n').Where(line => line.Contains(", read ", StringComparison.Ordinal)),
            line => Assert.Contains("read 2026-11-26 07:01:02 UTC, STALE: an older copy, because it has a fault of its own (503)", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_two_parts_need_is_asked_for_once()
    {
        await using var house = await MarketHouse.StartAsync();

        await house.CallAsync("market_brief");

        Assert.Single(house.Server.Calls, call => call.Target == "/hyperliquid/info");
        Assert.Equal(10, house.Server.Calls.Count);
    }

    [Fact]
    public async Task Every_tool_only_asks_outside_has_a_name_of_words_and_describes_its_parameters()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            ["market_price", "market_perps", "market_funding_history", "market_volatility", "market_sentiment", "market_defi", "market_token", "market_brief"],
            house.Tools.Select(tool => tool.Name));
        Assert.All(house.Tools, tool =>
        {
            Assert.Equal(ToolEffect.Outward, tool.Effect);
            Assert.Empty(tool.AskedBy);
            Assert.NotEmpty(tool.Function.Description);
            Assert.All(
                tool.Function.JsonSchema.GetProperty("properties").EnumerateObject(),
                parameter => Assert.NotEmpty(parameter.Value.GetProperty("description").GetString()!));
        });
    }
}
