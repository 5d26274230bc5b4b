using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class BandsAndLadderTests
{
    [Theory]
    [InlineData("ETH", -0.1, "in the money")]
    [InlineData("ETH", 0, "at the money")]
    [InlineData("ETH", 2.99, "at the money")]
    [InlineData("ETH", 3, "aggressive")]
    [InlineData("ETH", 7.99, "aggressive")]
    [InlineData("ETH", 8, "standard")]
    [InlineData("ETH", 14.99, "standard")]
    [InlineData("ETH", 15, "conservative")]
    [InlineData("ETH", 20, "conservative")]
    [InlineData("ETH", 20.01, "far")]
    [InlineData("hype", 4.49, "at the money")]
    [InlineData("hype", 4.5, "aggressive")]
    [InlineData("hype", 12, "standard")]
    [InlineData("hype", 22.5, "conservative")]
    [InlineData("hype", 30, "conservative")]
    [InlineData("hype", 30.01, "far")]
    public void A_distance_has_its_band_and_HYPE_needs_one_and_a_half_times_as_much(string coin, double percent, string band) =>
        Assert.Equal(band, Bands.Of((decimal)percent, Underlying.Named(coin).Width).Word());

    [Theory]
    [InlineData(49.9, "quiet")]
    [InlineData(50, "ordinary")]
    [InlineData(79.9, "ordinary")]
    [InlineData(80, "tense")]
    [InlineData(120, "tense")]
    [InlineData(120.1, "panic")]
    public void A_volatility_has_its_regime(double percent, string regime) => Assert.StartsWith(regime, Bands.Regime(percent).Word(), StringComparison.Ordinal);

    [Theory]
    [InlineData(67123.5, 200)]
    [InlineData(3000, 10)]
    [InlineData(150, 0.5)]
    [InlineData(30, 0.1)]
    [InlineData(0.004, 0.00002)]
    public void Strikes_stand_on_round_numbers(double spot, double step) => Assert.Equal((decimal)step, Ladder.Step((decimal)spot));

    [Fact]
    public void Premium_apr_is_premium_over_collateral_times_a_year_over_the_days() =>
        // The example of the note on cash-secured puts: 0.9 on 100 for 7 days is 46.9 % a year.
        Assert.Equal(0.469, Ladder.PremiumApr(0.9m, Ladder.Collateral(OptionKind.Put, 110, 100), 7), 5e-4);

    [Fact]
    public void A_put_ties_up_its_strike_and_a_call_the_coin()
    {
        Assert.Equal(27, Ladder.Collateral(OptionKind.Put, 30, 27));
        Assert.Equal(30, Ladder.Collateral(OptionKind.Call, 30, 33));
        Assert.Equal(26.6m, Ladder.BreakEven(OptionKind.Put, 30, 27, 0.4m));
        Assert.Equal(29.6m, Ladder.BreakEven(OptionKind.Call, 30, 33, 0.4m));
    }

    [Fact]
    public async Task The_ladder_gives_each_strike_its_figures_with_their_conventions()
    {
        using var room = new OptionsRoom();

        var said = await room.Call("option_ladder", new { asset = "eth", kind = "put", spot = 3000, implied_volatility = 60, days = 7 });

        Assert.Contains("ETH put, spot 3000, 7 days", said, StringComparison.Ordinal);
        Assert.Contains("implied volatility 60.0 % a year, regime ordinary (50 to 80 %)", said, StringComparison.Ordinal);
        Assert.Contains("expected move 249.3", said, StringComparison.Ordinal);
        Assert.Contains("simple; collateral is the strike; assignment is risk-neutral N(-d2)", said, StringComparison.Ordinal);
        // The example of the note on odds: 10 % out of the money at 60 % for 7 days is assigned with a chance of 11 %.
        var tenth = said.Split('\n').First(line => line.StartsWith("strike 2700,", StringComparison.Ordinal) && line.Contains("10.0 % out", StringComparison.Ordinal) && line.Contains("11.0 %", StringComparison.Ordinal));
        var precise = PreciseModel.Price(false, 3000, 2700, 7 / 365.0, 0, 0, 0.6);
        Assert.Contains($"premium {Figures.Digits(precise)} per unit, APR {Figures.Percent(precise / 2700 * 365 / 7)}", tenth, StringComparison.Ordinal);
        Assert.Contains($"break-even {Figures.Digits(2700 - precise, 7)}", tenth, StringComparison.Ordinal);
        Assert.Contains("standard", tenth, StringComparison.Ordinal);
        Assert.DoesNotContain("funding", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strikes_by_delta_have_about_that_delta_and_stand_on_the_side_away_from_spot()
    {
        using var room = new OptionsRoom();

        var said = await room.Call("option_ladder", new { asset = "ETH", kind = "call", spot = 3000m, implied_volatility = 60, days = 7, strike_step = 1m });

        var byDelta = said[said.IndexOf("by delta:", StringComparison.Ordinal)..].Split('\n')[1..];
        Assert.Equal(["0.3", "0.25", "0.2", "0.15", "0.1"], byDelta.Select(line => line.Split("delta ")[1].Split(',')[0]));
        Assert.All(byDelta, line => Assert.EndsWith(" out", line.Split(',')[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_ladder_of_HYPE_is_wider_and_reaches_to_the_next_settlement_by_itself()
    {
        using var room = new OptionsRoom();

        var said = await room.Call("option_ladder", new { asset = "HYPE", kind = "put", spot = 30m, implied_volatility = 90 });

        Assert.Contains("3.833 days", said, StringComparison.Ordinal);
        Assert.Contains("each times 1.5 for HYPE", said, StringComparison.Ordinal);
        // 3 % × 1.5 below 30 is 28.65, on the grid of 0.1 that is 28.6; 20 % × 1.5 is 21.
        Assert.Contains("strike 28.6,", said, StringComparison.Ordinal);
        Assert.Contains("strike 21, 30.0 % out, conservative", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("call", 90, true)]
    [InlineData("call", 89.9, false)]
    [InlineData("put", 99, false)]
    public async Task Crowded_longs_halve_the_quantity_of_calls_and_move_no_strike(string kind, double funding, bool halves)
    {
        using var room = new OptionsRoom();

        var plain = await room.CallInSameTurn("option_ladder", new { asset = "SOL", kind, spot = 150m, implied_volatility = 70 });
        var crowded = await room.CallInSameTurn("option_ladder", new { asset = "SOL", kind, spot = 150m, implied_volatility = 70, funding_percentile = funding });

        Assert.Equal(halves, crowded.Contains("sell half of the usual quantity, at the usual strike", StringComparison.Ordinal));
        Assert.Equal(Strikes(plain), Strikes(crowded));

        static IEnumerable<string> Strikes(string ladder) => ladder.Split('\n').Where(line => line.StartsWith("strike", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_price_has_its_greeks_in_the_units_in_which_people_speak_of_them()
    {
        using var room = new OptionsRoom();

        var said = await room.Call("option_price", new { kind = "call", spot = 49m, strike = 50m, implied_volatility = 20, days = 0.3846 * 365, rate = 5 });

        Assert.Contains($"price {Figures.Digits(PreciseModel.Price(true, 49, 50, 0.3846, 0.05, 0, 0.20), 8)} per unit", said, StringComparison.Ordinal);
        Assert.Contains("delta 0.521602", said, StringComparison.Ordinal);
        Assert.Contains("vega 0.12105", said, StringComparison.Ordinal);
        Assert.Contains("theta -0.0117956", said, StringComparison.Ordinal);
        Assert.Contains("rho 0.08906", said, StringComparison.Ordinal);
        Assert.Contains("a model and no quote", said, StringComparison.Ordinal);
        Assert.Contains("risk-neutral N(d2), no forecast", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_premium_tells_its_volatility_or_why_it_tells_none()
    {
        using var room = new OptionsRoom();

        var found = await room.Call("option_implied_volatility", new { kind = "call", spot = 21m, strike = 20m, price = 1.875m, days = 91.25, rate = 10 });
        var low = await room.Call("option_implied_volatility", new { kind = "call", spot = 21m, strike = 20m, price = 0.5m, days = 7 });
        var high = await room.Call("option_implied_volatility", new { kind = "put", spot = 21m, strike = 20m, price = 25m, days = 7 });

        Assert.Contains("implied volatility 23.4", found, StringComparison.Ordinal);
        Assert.Contains("if the price is off by 1 %, the volatility is off by ", found, StringComparison.Ordinal);
        Assert.Contains("none; the price is below 1,", low, StringComparison.Ordinal);
        Assert.Contains("none; the price is not below 20,", high, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_wrongly_is_refused_with_what_to_give()
    {
        using var room = new OptionsRoom();

        Assert.Equal("Give implied_volatility in percent a year, from 1 to 500: 80 for 80 %.", await room.Refusal("option_price", new { kind = "put", spot = 30m, strike = 27m, implied_volatility = 0.8 }));
        Assert.Equal("Give kind as call or put.", await room.Refusal("option_price", new { kind = "straddle", spot = 30m, strike = 27m, implied_volatility = 80 }));
        Assert.StartsWith("Give spot as a number above 0", await room.Refusal("option_price", new { kind = "put", spot = 0m, strike = 27m, implied_volatility = 80 }), StringComparison.Ordinal);
        Assert.StartsWith("Give days as the days to expiry", await room.Refusal("option_price", new { kind = "put", spot = 30m, strike = 27m, implied_volatility = 80, days = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("Give rate in percent a year", await room.Refusal("option_price", new { kind = "put", spot = 30m, strike = 27m, implied_volatility = 80, rate = 900 }), StringComparison.Ordinal);
        Assert.StartsWith("Weekly options are sold on HYPE, SOL, WBTC, ETH", await room.Refusal("option_ladder", new { asset = "DOGE", kind = "put", spot = 30m, implied_volatility = 80 }), StringComparison.Ordinal);
        Assert.StartsWith("Give strike_step", await room.Refusal("option_ladder", new { asset = "SOL", kind = "put", spot = 30m, implied_volatility = 80, strike_step = 10m }), StringComparison.Ordinal);
        Assert.StartsWith("Give funding_percentile as a number from 0 to 100", await room.Refusal("option_ladder", new { asset = "SOL", kind = "put", spot = 30m, implied_volatility = 80, funding_percentile = 130 }), StringComparison.Ordinal);
    }
}
