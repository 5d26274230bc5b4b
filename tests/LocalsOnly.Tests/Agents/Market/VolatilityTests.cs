using LocalsOnly.Agents.Feeds;
using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Tests.Agents.Market;

public sealed class VolatilityTests
{
    [Fact]
    public async Task Options_say_their_volatility_for_each_expiry_their_skew_and_how_both_are_computed()
    {
        await using var house = await MarketHouse.StartAsync();

        var lines = await house.LinesAsync("market_volatility", ("coin", "btc"));

        Assert.Equal(
            [
                "BTC index price 91221.37 USD; Deribit, read 2026-11-26 07:01:02 UTC",
                "BTC DVOL 45.26 % a year, for the 30 days ahead; 24 hours before 46.1 %; Deribit, read 2026-11-26 07:01:02 UTC",
                "BTC options; Deribit, read 2026-11-26 07:01:02 UTC",
                "put/call ratio by open interest 0.199 (puts 517.5 BTC, calls 2600 BTC)",
                "put/call ratio by 24 h volume 0.171 (puts 68.5 BTC, calls 400 BTC)",
                "expiry 2026-11-27 08:00 UTC, in 1 days: at the money 42.77 % a year, skew +1.98 points, open interest 1210.5 BTC",
                "expiry 2026-12-25 08:00 UTC, in 29 days: at the money not to be told, skew not to be told, open interest 1700 BTC",
            ],
            lines[..7]);
        Assert.StartsWith("How: implied volatility at the money is mark IV drawn straight between", lines[7], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_coin_and_full_days_go_out()
    {
        await using var house = await MarketHouse.StartAsync();

        await house.CallAsync("market_volatility", ("coin", "BTC"));

        Assert.Equal(
            [
                "/deribit/api/v2/public/get_book_summary_by_currency?currency=BTC&kind=option",
                "/deribit/api/v2/public/get_index_price?index_name=btc_usd",
                "/deribit/api/v2/public/get_volatility_index_data?currency=BTC&start_timestamp=1795564800000&end_timestamp=1795737600000&resolution=3600",
            ],
            house.Server.Calls.Select(call => call.Target).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Options_on_SOL_are_those_paid_in_USDC_with_a_d_for_the_point_and_no_index()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Json("/deribit/api/v2/public/get_book_summary_by_currency", Recorded.DeribitBook("SOL_USDC", "d0"));

        var lines = await house.LinesAsync("market_volatility", ("coin", "SOL"));

        Assert.Equal("DVOL: Deribit computes none for SOL", lines[1]);
        Assert.Contains("at the money 42.77 % a year", lines[5], StringComparison.Ordinal);
        Assert.Contains(house.Server.Calls, call => call.Target.EndsWith("currency=USDC&kind=option", StringComparison.Ordinal));
        Assert.Contains(house.Server.Calls, call => call.Target.EndsWith("index_name=sol_usdc", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("DOGE")]
    [InlineData("BTC&kind=any")]
    [InlineData("")]
    [InlineData(null)]
    public async Task Another_coin_is_refused_and_nothing_is_asked(string? coin)
    {
        await using var house = await MarketHouse.StartAsync();

        Assert.Equal("Options are read for BTC, ETH and SOL; give one of them.", await house.RefusalAsync("market_volatility", ("coin", coin)));
        Assert.Empty(house.Server.Calls);
    }

    [Fact]
    public async Task One_part_that_fails_leaves_the_others()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Json("/deribit/api/v2/public/get_volatility_index_data", """{"jsonrpc":"2.0","result":{"data":[],"continuation":null}}""");

        var lines = await house.LinesAsync("market_volatility", ("coin", "BTC"));

        Assert.StartsWith("BTC index price 91221.37 USD", lines[0], StringComparison.Ordinal);
        Assert.Equal("unavailable: Deribit answered in a form that is not known here: there is no volatility index in it.", lines[1]);
        Assert.StartsWith("BTC options", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_all_of_it_fails_there_is_one_sentence()
    {
        await using var house = await MarketHouse.StartAsync();
        house.Kill(FeedCatalog.Deribit);

        Assert.Equal(
            "Deribit cannot be read: it has a fault of its own (503); it has not been read since this host started.",
            await house.RefusalAsync("market_volatility", ("coin", "BTC")));
    }

    [Fact]
    public async Task Time_to_an_expiry_is_counted_from_when_the_options_were_read()
    {
        await using var house = await MarketHouse.StartAsync();
        var fresh = (await house.LinesAsync("market_volatility", ("coin", "BTC")))[5];
        house.Kill(FeedCatalog.Deribit);
        house.Time.Advance(TimeSpan.FromHours(2));

        var lines = await house.LinesAsync("market_volatility", ("coin", "BTC"));

        Assert.Equal(fresh, lines[5]);
        Assert.All(lines[..2], line => Assert.Contains("STALE", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447)]
    [InlineData(0.6744898, 0.75)]
    [InlineData(-1.959964, 0.025)]
    [InlineData(-40, 0)]
    public void The_normal_distribution_has_its_published_values(double x, double value) => Assert.Equal(value, ExpiryVolatility.Normal(x), 1e-7);

    [Fact]
    public void A_put_and_a_call_at_one_strike_have_deltas_one_apart()
    {
        var call = new DeribitOption(default, 95, false, 100, 0.6, 0, 0);

        Assert.Equal(1, ExpiryVolatility.Delta(call, 100, 0.25) - ExpiryVolatility.Delta(call with { IsPut = true }, 100, 0.25), 1e-12);
        Assert.Equal(0.625886, ExpiryVolatility.Delta(call, 100, 0.25), 1e-6);
    }

    [Theory]
    [InlineData("BTC-27NOV26-90000-C", true)]
    [InlineData("BTC-4DEC26-90000-P", true)]
    [InlineData("BTC-31FEB26-90000-P", false)]
    [InlineData("BTC-27NOV26-many-C", false)]
    [InlineData("BTC-27NOV26", false)]
    [InlineData("ETH-27NOV26-3000-C", false)]
    public void The_name_of_an_option_says_what_it_is(string name, bool isOption)
    {
        var row = System.Text.Json.JsonElement.Parse($$"""{"instrument_name":"{{name}}","mark_iv":43.5,"underlying_price":91230}""");

        Assert.Equal(isOption, DeribitOption.Read(row, "BTC") is not null);
    }
}
