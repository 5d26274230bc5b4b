using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Tests.Agents.Market;

public sealed class PerpTests
{
    [Fact]
    public async Task A_perpetual_says_who_pays_whom_how_much_is_open_and_how_far_the_book_is_from_its_oracle()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            [
                "Perpetuals of Hyperliquid; Hyperliquid, read 2026-11-26 07:01:02 UTC",
                "BTC mark 91234.5 USD",
                "BTC oracle 91205 USD",
                "BTC 24 h change +1.24 %",
                "BTC funding +0.00125 % an hour, +10.95 % a year (times 8760, not compounded); longs pay shorts",
                "BTC open interest 2345850059 USD (25712.31342 units)",
                "BTC 24 h volume 3214567890 USD",
                "BTC premium over the oracle +0.0318 %",
            ],
            await house.LinesAsync("market_perps", ("symbols", "BTC")));
    }

    [Fact]
    public async Task The_usual_four_are_shown_when_nobody_says_which()
    {
        await using var house = await MarketHouse.StartAsync();

        var text = await house.CallAsync("market_perps");

        Assert.Contains("ETH funding -0.000413 % an hour, -3.62 % a year (times 8760, not compounded); shorts pay longs", text, StringComparison.Ordinal);
        Assert.Contains("SOL funding 0 % an hour, 0 % a year (times 8760, not compounded); nobody pays", text, StringComparison.Ordinal);
        Assert.Contains("HYPE mark 33.987 USD", text, StringComparison.Ordinal);
        Assert.Equal("""{"type":"metaAndAssetCtxs"}""", Assert.Single(house.Server.Calls).Body);
    }

    [Fact]
    public async Task A_market_of_a_builders_exchange_is_asked_of_that_exchange_once_it_is_known_to_be_one()
    {
        await using var house = await MarketHouse.StartAsync();

        var lines = await house.LinesAsync("market_perps", ("symbols", "XYZ:nvda,BTC"));

        Assert.Equal("Perpetuals of the builder's exchange xyz; Hyperliquid, read 2026-11-26 07:01:02 UTC", lines[0]);
        Assert.Equal("xyz:NVDA mark 181.35 USD", lines[1]);
        Assert.Contains("BTC mark 91234.5 USD", lines);
        Assert.Equal(
            ["""{"type":"metaAndAssetCtxs","dex":"xyz"}""", """{"type":"metaAndAssetCtxs"}""", """{"type":"perpDexs"}"""],
            house.Server.Calls.Select(call => call.Body).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_exchange_that_is_not_listed_is_not_asked_for_and_those_there_are_are_named()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            "Perpetuals of the builder's exchange abc: unavailable. Hyperliquid lists no builder's exchange of that name; there are xyz, flx.",
            await house.RefusalAsync("market_perps", ("symbols", "abc:NVDA")));
        Assert.Equal("""{"type":"perpDexs"}""", Assert.Single(house.Server.Calls).Body);
    }

    [Fact]
    public async Task A_market_that_is_not_listed_names_the_most_traded_but_no_name_that_is_a_sentence()
    {
        await using var house = await MarketHouse.StartAsync();

        var refused = await house.RefusalAsync("market_perps", ("symbols", "xyz:TSLA"));
        Assert.EndsWith("xyz:TSLA is not listed; most traded there are xyz:XYZ100, xyz:NVDA.", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_market_that_is_no_longer_traded_has_no_figures()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal("MATIC is no longer traded.", (await house.LinesAsync("market_perps", ("symbols", "MATIC")))[1]);
    }

    [Fact]
    public async Task One_exchange_that_fails_leaves_the_others()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Hyperliquid("xyz", "null");

        var lines = await house.LinesAsync("market_perps", ("symbols", "xyz:NVDA,BTC"));

        Assert.Equal(
            "Perpetuals of the builder's exchange xyz: unavailable. Hyperliquid answered in a form that is not known here: there is no list of markets in it.",
            lines[0]);
        Assert.Equal("BTC mark 91234.5 USD", lines[2]);
    }

    [Fact]
    public async Task Funding_of_the_last_hours_is_summed_up_and_missing_hours_are_told()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            [
                "Funding of BTC since 2026-11-26 04:00:00 UTC; Hyperliquid, read 2026-11-26 07:01:02 UTC",
                "3 hourly payments of 4 hours asked for",
                "mean +0.001 % an hour, +8.76 % a year (times 8760, not compounded); longs pay shorts",
                "sum +0.003 % of the position, paid by longs",
                "lowest -0.0005 % an hour, at 2026-11-26 05:00:00 UTC",
                "highest +0.00225 % an hour, at 2026-11-26 07:00:00 UTC",
                "last +0.00225 % an hour, at 2026-11-26 07:00:00 UTC",
                "longs paid in 2 of 3 hours",
            ],
            await house.LinesAsync("market_funding_history", ("symbol", "btc"), ("hours", 4)));
        Assert.Equal("""{"type":"fundingHistory","coin":"BTC","startTime":1795651200000}""", house.Server.Calls[^1].Body);
    }

    [Fact]
    public async Task Funding_of_a_thousand_unit_market_is_asked_for_in_the_spelling_of_the_exchange()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Hyperliquid("fundingHistory", "[]");

        Assert.Equal("Hyperliquid has no funding of KPEPE since 2026-11-25 08:00:00 UTC.", await house.RefusalAsync("market_funding_history", ("symbol", "KPEPE")));
        Assert.Contains("\"coin\":\"kPEPE\"", house.Server.Calls[^1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(457)]
    [InlineData(-1)]
    public async Task Hours_that_one_answer_does_not_hold_are_refused(int hours)
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal("Give hours between 1 and 456.", await house.RefusalAsync("market_funding_history", ("symbol", "BTC"), ("hours", hours)));
        Assert.Empty(house.Server.Calls);
    }

    [Fact]
    public async Task The_same_funding_within_minutes_is_asked_for_once()
    {
        await using var house = await MarketHouse.StartAsync();

        await house.CallAsync("market_funding_history", ("symbol", "BTC"));
        house.Time.Advance(TimeSpan.FromMinutes(4));
        await house.CallAsync("market_funding_history", ("symbol", "BTC"));

        Assert.Single(house.Server.Calls, call => call.Body.Contains("fundingHistory", StringComparison.Ordinal));
        house.Kill(FeedCatalog.Hyperliquid);
        house.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Contains("STALE: an older copy", (await house.LinesAsync("market_funding_history", ("symbol", "BTC")))[0], StringComparison.Ordinal);
    }
}
