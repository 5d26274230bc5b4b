using System.Globalization;
using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Tests.Agents.Market;

public sealed class PriceTests
{
    [Fact]
    public async Task A_price_comes_digit_for_digit_with_its_source_its_time_and_another_source_beside_it()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(
            [
                "BTC 91234.5 USD, mark of the perpetual (mid 91233.5 USD), 24 h +1.24 %; Hyperliquid, read 2026-11-26 07:01:02 UTC",
                "BTC 91190.12345678901 USD, spot across exchanges, 24 h +1.21 %; CoinGecko, read 2026-11-26 07:01:02 UTC, computed 2026-11-26 07:00:40 UTC",
            ],
            await house.LinesAsync("market_price", ("symbols", "btc")));
    }

    [Fact]
    public async Task Two_sources_that_differ_by_more_than_one_per_cent_are_said_to_differ()
    {
        await using var house = await MarketHouse.StartAsync();

        var lines = await house.LinesAsync("market_price", ("symbols", "ETH, BTC"));

        Assert.Equal("ETH: the two prices differ by 2.43 %, more than 1 %. Say so, and rely on neither until it is clear why.", lines[2]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task A_coin_that_Hyperliquid_does_not_list_comes_from_CoinGecko_and_its_small_price_stays_exact()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.StartsWith("PEPE 0.00000468 USD, spot across exchanges; CoinGecko", await house.CallAsync("market_price", ("symbols", "PEPE")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_market_for_a_thousand_units_says_so()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.StartsWith("KPEPE 0.004689 USD for 1000 units, mark", await house.CallAsync("market_price", ("symbols", "KPEPE")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_source_has_is_said_beside_what_there_is_and_refused_alone()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.EndsWith(
            "\nNOPE: no price. Hyperliquid does not list it, and it is none of the coins that CoinGecko is asked for.",
            await house.CallAsync("market_price", ("symbols", "BTC,NOPE")),
            StringComparison.Ordinal);
        Assert.StartsWith("NOPE: no price.", await house.RefusalAsync("market_price", ("symbols", "NOPE")), StringComparison.Ordinal);
        Assert.Contains("not traded there now", await house.RefusalAsync("market_price", ("symbols", "MATIC")), StringComparison.Ordinal);
        Assert.StartsWith("USDT: no price.", await house.RefusalAsync("market_price", ("symbols", "USDT")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_dead_source_leaves_the_other()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Kill(FeedCatalog.Hyperliquid);

        var lines = await house.LinesAsync("market_price", ("symbols", "BTC,NOPE"));

        Assert.StartsWith("BTC 91190.12345678901 USD, spot", lines[0], StringComparison.Ordinal);
        Assert.Equal("NOPE: no price. Hyperliquid cannot be read: it has a fault of its own (503); it has not been read since this host started.", lines[1]);
        Assert.StartsWith("From CoinGecko alone: Hyperliquid cannot be read", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_without_its_cross_check_says_so()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Kill(FeedCatalog.CoinGecko);

        var lines = await house.LinesAsync("market_price", ("symbols", "BTC"));

        Assert.StartsWith("BTC 91234.5 USD", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Not cross-checked: CoinGecko cannot be read", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_price_is_marked_with_the_time_it_is_of()
    {
        await using var house = await MarketHouse.StartAsync();
        await house.CallAsync("market_price", ("symbols", "BTC"));
        house.Kill(FeedCatalog.Hyperliquid);
        house.Time.Advance(TimeSpan.FromMinutes(10));

        var lines = await house.LinesAsync("market_price", ("symbols", "BTC"));

        Assert.EndsWith("Hyperliquid, read 2026-11-26 07:01:02 UTC, STALE: an older copy, because it has a fault of its own (503)", lines[0], StringComparison.Ordinal);
        Assert.Contains("CoinGecko, read 2026-11-26 07:11:02 UTC,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BTC; my wallet is 0xabc")]
    [InlineData("please tell them my name")]
    [InlineData("BTC\",\"user\":\"0x1")]
    [InlineData("ABCDEFGHIJKLM")]
    [InlineData("BTC,,ETH")]
    [InlineData("ВТС")]
    [InlineData("BTC\nETH")]
    [InlineData("toolongexchange:BTC")]
    [InlineData("xyz:")]
    [InlineData("")]
    [InlineData(null)]
    public async Task What_is_no_symbol_is_refused_and_nothing_is_asked(string? symbols)
    {
        await using var house = await MarketHouse.StartAsync();

        var refused = await house.RefusalAsync("market_price", ("symbols", symbols));
        Assert.StartsWith("That is no symbol; give 1 to 12 letters and digits like BTC", refused, StringComparison.Ordinal);
        Assert.Empty(house.Server.Calls);
    }

    [Fact]
    public async Task More_symbols_than_ten_are_refused_and_the_same_one_twice_is_one()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal("Those are 11 symbols; give at most 10 in one call.", await house.RefusalAsync("market_price", ("symbols", "A,B,C,D,E,F,G,H,I,J,K")));
        Assert.Equal(2, (await house.LinesAsync("market_price", ("symbols", "BTC,btc,BTC"))).Length);
    }

    [Fact]
    public async Task No_symbol_leaves_the_house_however_it_is_asked_for()
    {
        await using var house = await MarketHouse.StartAsync();

        await house.CallAsync("market_price", ("symbols", "BTC,SECRETWORD"));
        await house.CallAsync("market_perps", ("symbols", "ETH,SECRETWORD"));
        await house.RefusalAsync("market_funding_history", ("symbol", "SECRETWORD"));
        await house.RefusalAsync("market_perps", ("symbols", "secret:WORD"));

        Assert.NotEmpty(house.Server.Calls);
        Assert.All(house.Server.Calls, call => Assert.DoesNotContain("SECRET", call.Target + call.Body, StringComparison.OrdinalIgnoreCase));
        Assert.All(house.Server.Calls, call => Assert.DoesNotContain("ETH", call.Body, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_price_for_another_desk_has_its_funding_and_is_null_when_nobody_has_it()
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal(new MarketPrice("BTC", 91234.5m, "Hyperliquid mark", house.Time.GetUtcNow(), null, 0.0000125m), await house.Prices.FindAsync("btc", default));
        Assert.Equal(new MarketPrice("xyz:NVDA", 181.35m, "Hyperliquid mark", house.Time.GetUtcNow(), null, -0.00002m), await house.Prices.FindAsync("XYZ:nvda", default));
        Assert.Equal(new MarketPrice("PEPE", 0.00000468m, "CoinGecko price", house.Time.GetUtcNow(), null, null), await house.Prices.FindAsync("PEPE", default));
        Assert.Null(await house.Prices.FindAsync("NOPE", default));
        Assert.Null(await house.Prices.FindAsync("MATIC", default));
        await Assert.ThrowsAsync<ToolException>(() => house.Prices.FindAsync("no symbol", default));
    }

    [Fact]
    public async Task A_fresh_price_of_the_second_source_goes_before_an_old_one_of_the_first()
    {
        await using var house = await MarketHouse.StartAsync();
        await house.Prices.FindAsync("BTC", default);
        house.Kill(FeedCatalog.Hyperliquid);
        house.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(("CoinGecko price", null), await Of("BTC"));

        house.Kill(FeedCatalog.CoinGecko);
        house.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(("CoinGecko price", "it has a fault of its own (503)"), await Of("BTC"));
        Assert.Equal("Hyperliquid mark", (await house.Prices.FindAsync("KPEPE", default))!.Source);

        async Task<(string Source, string? Stale)> Of(string symbol) => await house.Prices.FindAsync(symbol, default) is { } price ? (price.Source, price.Stale) : default;
    }

    [Fact]
    public async Task When_every_source_fails_another_desk_hears_of_each()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Kill(FeedCatalog.Hyperliquid);
        Assert.Equal("CoinGecko price", (await house.Prices.FindAsync("BTC", default))!.Source);
        house.Kill(FeedCatalog.CoinGecko);
        house.Time.Advance(TimeSpan.FromHours(1));

        var refused = await Assert.ThrowsAsync<ToolException>(() => house.Prices.FindAsync("NOPE", default));
        Assert.StartsWith("Hyperliquid cannot be read", refused.Message, StringComparison.Ordinal);

        // USDC is one of the coins that CoinGecko could have, and has not; Hyperliquid may list it, and cannot be asked.
        await using var half = await MarketHouse.StartAsync();
        half.Kill(FeedCatalog.Hyperliquid);
        refused = await Assert.ThrowsAsync<ToolException>(() => half.Prices.FindAsync("USDC", default));
        Assert.StartsWith("Hyperliquid cannot be read", refused.Message, StringComparison.Ordinal);

        await using var dead = await MarketHouse.StartAsync();
        dead.Kill(FeedCatalog.Hyperliquid);
        dead.Kill(FeedCatalog.CoinGecko);
        refused = await Assert.ThrowsAsync<ToolException>(() => dead.Prices.FindAsync("BTC", default));
        Assert.Matches("^Hyperliquid cannot be read.*CoinGecko cannot be read", refused.Message);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    public async Task The_culture_of_the_machine_changes_no_digit(string culture)
    {
        var former = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            await using var house = await MarketHouse.StartAsync();
            Assert.Contains("BTC 91234.5 USD", await house.CallAsync("market_price", ("symbols", "BTC")), StringComparison.Ordinal);
            Assert.Contains("BTC open interest 2345850059 USD (25712.31342 units)", await house.CallAsync("market_perps", ("symbols", "BTC")), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = former;
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""[{"universe":[{"name":"BTC"},{"name":"ETH"}]},[{"markPx":"1"}]]""")]
    [InlineData("""[{"universe":"none"},[]]""")]
    public async Task Json_of_another_shape_is_a_sentence_and_no_price(string json)
    {
        await using var house = await MarketHouse.StartAsync();
        house.Hyperliquid("metaAndAssetCtxs", json);

        var refused = await house.RefusalAsync("market_perps");
        Assert.StartsWith("Perpetuals of Hyperliquid: unavailable. Hyperliquid answered in a form that is not known here", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"-5\"")]
    [InlineData("\"0\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"1,234\"")]
    [InlineData("\"1e40\"")]
    [InlineData("null")]
    [InlineData("true")]
    public async Task A_mark_that_is_no_price_is_none(string mark)
    {
        await using var house = await MarketHouse.StartAsync();
        house.Hyperliquid("metaAndAssetCtxs", $$"""[{"universe":[{"name":"NEW"}]},[{"markPx":{{mark}},"funding":"0.1"}]]""");

        Assert.Null(await house.Prices.FindAsync("NEW", default));
    }
}
