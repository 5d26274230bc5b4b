using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Tests.Agents.Market;

public sealed class SentimentAndDefiTests
{
    [Fact]
    public async Task Fear_and_greed_has_its_seven_days_and_no_word_but_its_own()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            [
                "Fear and greed index, 0 is extreme fear, 100 extreme greed; alternative.me, read 2026-11-26 07:01:02 UTC",
                "2026-11-26 23 Extreme Fear",
                "2026-11-25 25 Extreme Fear",
                "2026-11-24 31 Fear",
                "2026-11-23 40 Fear",
                "2026-11-22 52 Neutral",
                "2026-11-21 61",
                "2026-11-20 55 Greed",
                "mean of these 7 days 41",
            ],
            await house.LinesAsync("market_sentiment"));
        Assert.Equal("/alternative/fng/?limit=7", Assert.Single(house.Server.Calls).Target);
    }

    [Fact]
    public async Task An_index_whose_source_has_stopped_is_old_however_fresh_the_answer()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal("STALE: the source has given no newer value than that.", (await house.LinesAsync("market_sentiment"))[^1]);
    }

    [Theory]
    [InlineData("""{"name":"Fear and Greed Index","data":[],"metadata":{"error":"nothing"}}""")]
    [InlineData("""{"data":[{"value":"230","timestamp":"1795651200"}]}""")]
    [InlineData("[]")]
    public async Task An_index_without_values_is_a_sentence(string json)
    {
        await using var house = await MarketHouse.StartAsync();
        house.Json("/alternative/fng/", json);

        Assert.Equal("alternative.me answered in a form that is not known here: there is no value of the index in it.", await house.RefusalAsync("market_sentiment"));
    }

    [Fact]
    public async Task All_chains_are_summed_and_a_name_that_is_a_sentence_is_not_repeated()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            [
                "TVL of 4 chains 150000000001 USD; DefiLlama, read 2026-11-26 07:01:02 UTC",
                "TVL of Ethereum 60000000000 USD",
                "TVL of Hyperliquid L1 15000000000 USD",
                "TVL of Tron 5000000001 USD",
            ],
            await house.LinesAsync("market_defi"));
    }

    [Fact]
    public async Task A_chain_has_its_place_and_its_change()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            [
                "TVL of Ethereum 60000000000 USD; DefiLlama, read 2026-11-26 07:01:02 UTC",
                "place 2 of 4 chains, 40 % of all",
                "change over 1 d -6.25 %",
                "change over 7 d +3.45 %",
                "change over 30 d +20 %",
            ],
            await house.LinesAsync("market_defi", ("chain", "ethereum")));
    }

    [Fact]
    public async Task A_chain_whose_history_is_missing_still_has_its_value_and_its_name_is_escaped()
    {
        await using var house = await MarketHouse.StartAsync();

        var lines = await house.LinesAsync("market_defi", ("chain", "hyperliquid l1"));

        Assert.Equal("TVL of Hyperliquid L1 15000000000 USD; DefiLlama, read 2026-11-26 07:01:02 UTC", lines[0]);
        Assert.StartsWith("its change is unavailable: DefiLlama cannot be read: it does not know what it was asked for (404)", lines[2], StringComparison.Ordinal);
        Assert.Equal("/defillama/v2/historicalChainTvl/Hyperliquid%20L1", house.Server.Calls[^1].Target.Replace(" ", "%20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chain_that_is_not_listed_does_not_leave_the_house()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            "DefiLlama lists no chain of that name; the largest are Ethereum, Hyperliquid L1, Tron.",
            await house.RefusalAsync("market_defi", ("chain", "my secret plan")));
        Assert.Equal("/defillama/v2/chains", Assert.Single(house.Server.Calls).Target);
    }

    [Fact]
    public async Task A_protocol_is_one_number()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal("TVL of aave-v3 12345678901 USD; DefiLlama, read 2026-11-26 07:01:02 UTC", await house.CallAsync("market_defi", ("protocol", "aave-v3")));
        Assert.Contains("it does not know what it was asked for (404)", await house.RefusalAsync("market_defi", ("protocol", "aave-v9")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Aave V3")]
    [InlineData("aave/../../x")]
    [InlineData("aave?x=1")]
    [InlineData("aave-v3\n")]
    [InlineData("a-protocol-whose-name-is-longer-than-any-has-ever-been")]
    public async Task What_is_no_slug_is_refused_and_nothing_is_asked(string protocol)
    {
        await using var house = await MarketHouse.StartAsync();
        if (protocol.EndsWith('\n'))
        {
            Assert.StartsWith("TVL of aave-v3 ", await house.CallAsync("market_defi", ("protocol", protocol)), StringComparison.Ordinal);
            return;
        }

        Assert.StartsWith("That is no protocol's slug", await house.RefusalAsync("market_defi", ("protocol", protocol)), StringComparison.Ordinal);
        Assert.Empty(house.Server.Calls);
    }

    [Fact]
    public async Task A_chain_and_a_protocol_are_two_questions()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal("Give a chain or a protocol, not both.", await house.RefusalAsync("market_defi", ("chain", "Ethereum"), ("protocol", "aave-v3")));
    }

    [Fact]
    public async Task A_feed_that_is_dead_is_one_sentence()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Kill(FeedCatalog.DefiLlama);

        Assert.StartsWith("DefiLlama cannot be read: it has a fault of its own (503)", await house.RefusalAsync("market_defi"), StringComparison.Ordinal);
    }
}
