using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class SaleDecisionTests
{
    // 92 hours before settlement a put 10 % below spot at 110 % pays 0.42 by the model, and 10000 are set aside.
    private static readonly SaleReadings s_put = new(Underlying.Named("SOL"), OptionKind.Put, TimeSpan.FromHours(92))
    {
        Spot = 100,
        Strike = 90,
        Premium = 0.9m,
        ImpliedVolatility = 0.9,
        SetAside = 10_000,
    };

    private static readonly SaleReadings s_call = s_put with { Kind = OptionKind.Call, Strike = 110, SetAside = 40 };

    [Fact]
    public void What_passes_every_rule_is_sized_to_what_may_work()
    {
        var ruling = SaleDecision.Of(s_put);

        // 65 % of 10000 in a tense market, over a collateral of 90.
        Assert.Equal(Verdict.Size, ruling.Verdict);
        Assert.Contains("quantity 72.2222 SOL", ruling.Figures);
        Assert.Contains("collateral 6500.00 USDT0, 65.0 % of what is set aside", ruling.Figures);
        Assert.Contains("premium APR 95.2 % (premium / collateral × 365 / days, simple)", ruling.Figures);
        Assert.Contains("10.0 % from spot on 65.0 % of what is set aside", ruling.Reason, StringComparison.Ordinal);
        // 0.8 % of spot above the strike.
        Assert.Equal("spot is at or below 90.7258 before settlement", ruling.Invalidation);
    }

    [Theory]
    [InlineData("spot", "a live spot of SOL is read")]
    [InlineData("strike", "a strike for the SOL put is named")]
    [InlineData("premium", "the premium offered for the SOL put is read")]
    [InlineData("set aside", "the amount set aside is written down")]
    public void A_missing_reading_is_watched_until_it_comes(string missing, string comes)
    {
        var ruling = SaleDecision.Of(missing switch
        {
            "spot" => s_put with { Spot = null },
            "strike" => s_put with { Strike = null },
            "premium" => s_put with { Premium = null, ImpliedVolatility = null },
            _ => s_put with { SetAside = null },
        });

        Assert.Equal((Verdict.Watch, comes), (ruling.Verdict, ruling.Invalidation));
        Assert.Contains(missing, ruling.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_coins_a_call_is_watched() => Assert.Equal("the SOL held is written down", SaleDecision.Of(s_call with { SetAside = null }).Invalidation);

    [Fact]
    public void One_of_premium_and_volatility_is_enough()
    {
        var byPremium = SaleDecision.Of(s_put with { ImpliedVolatility = null });
        var byVolatility = SaleDecision.Of(s_put with { Premium = null });

        Assert.Contains(byPremium.Figures, line => line.EndsWith("read out of the premium", StringComparison.Ordinal));
        Assert.Contains(byVolatility.Figures, line => line.EndsWith("by the model and no quote", StringComparison.Ordinal));
        Assert.DoesNotContain(byVolatility.Figures, line => line.StartsWith("premium for it", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SOL", 97.01, Verdict.Skip)]
    [InlineData("SOL", 97, Verdict.Size)]
    [InlineData("HYPE", 95.51, Verdict.Skip)]
    [InlineData("HYPE", 95.5, Verdict.Size)]
    [InlineData("SOL", 101, Verdict.Skip)]
    internal void Nearer_than_the_aggressive_band_is_skipped(string coin, double strike, Verdict verdict) =>
        Assert.Equal(verdict, SaleDecision.Of(s_put with { Coin = Underlying.Named(coin), Strike = (decimal)strike, Premium = 3 }).Verdict);

    [Fact]
    public void A_strike_that_is_too_near_says_at_which_spot_it_would_not_be()
    {
        Assert.Equal("spot is at or above 102.062", SaleDecision.Of(s_put with { Strike = 99 }).Invalidation);
        Assert.Equal("spot is at or below 98.0583", SaleDecision.Of(s_call with { Strike = 101 }).Invalidation);
    }

    [Theory]
    [InlineData(24, Verdict.Watch)]
    [InlineData(24.1, Verdict.Size)]
    internal void Nothing_new_is_sold_when_it_could_be_exercised_at_once(double hours, Verdict verdict) =>
        Assert.Equal(verdict, SaleDecision.Of(s_put with { Left = TimeSpan.FromHours(hours) }).Verdict);

    [Fact]
    public void A_dated_event_is_waited_for() => Assert.Equal((Verdict.Watch, "the event is past"), Closing(SaleDecision.Of(s_put with { Event = true })));

    [Fact]
    public void A_put_above_the_price_at_which_the_coin_would_be_held_is_skipped()
    {
        Assert.Equal((Verdict.Skip, "a strike at or below 85 is offered"), Closing(SaleDecision.Of(s_put with { HoldPrice = 85 })));
        Assert.Equal(Verdict.Size, SaleDecision.Of(s_put with { HoldPrice = 90 }).Verdict);
    }

    [Fact]
    public void A_call_below_the_cost_basis_is_skipped()
    {
        Assert.Equal((Verdict.Skip, "a strike at or above 115.50 is offered"), Closing(SaleDecision.Of(s_call with { Basis = 115.5m })));
        Assert.Equal(Verdict.Size, SaleDecision.Of(s_call with { Basis = 110 }).Verdict);
    }

    [Theory]
    // 92 hours are 0.0105 years: 40 % of 95 for an aggressive strike, 25 % of 90 for a standard one, 15 % of 82 for a conservative one.
    [InlineData(95, 0.398, 0.400)]
    [InlineData(90, 0.235, 0.237)]
    [InlineData(82, 0.128, 0.130)]
    public void A_premium_below_the_least_for_its_band_is_skipped_with_the_one_that_would_do(double strike, double little, double enough)
    {
        var given = s_put with { Strike = (decimal)strike };

        var skipped = SaleDecision.Of(given with { Premium = (decimal)little });

        Assert.Equal(Verdict.Skip, skipped.Verdict);
        Assert.StartsWith("the premium is at or above 0.", skipped.Invalidation, StringComparison.Ordinal);
        Assert.Equal(Verdict.Size, SaleDecision.Of(given with { Premium = (decimal)enough }).Verdict);
    }

    [Fact]
    public void Odds_near_even_are_skipped()
    {
        var ruling = SaleDecision.Of(s_put with { Strike = 96, Premium = 12, ImpliedVolatility = 2.5 });

        Assert.Equal((Verdict.Skip, "the assignment probability is at or below 40.0 %"), Closing(ruling));
        Assert.Contains(ruling.Figures, line => line.EndsWith("risk-neutral N(-d2)", StringComparison.Ordinal));
    }

    [Fact]
    public void Movement_that_costs_more_than_it_pays_is_skipped()
    {
        Assert.Equal(Verdict.Skip, SaleDecision.Of(s_put with { RealisedVolatility = 0.91 }).Verdict);
        Assert.Equal(Verdict.Size, SaleDecision.Of(s_put with { RealisedVolatility = 0.9 }).Verdict);
        Assert.Contains("realised volatility not given, so not compared", SaleDecision.Of(s_put).Figures);
    }

    [Fact]
    public void A_premium_that_no_volatility_explains_is_a_misreading()
    {
        var ruling = SaleDecision.Of(s_put with { ImpliedVolatility = null, Premium = 89.9m });

        Assert.Equal((Verdict.Watch, "premium and spot of the SOL put are read anew at one time"), Closing(ruling));
    }

    [Theory]
    [InlineData(0.79, 7000)]
    [InlineData(0.80, 6500)]
    [InlineData(1.20, 6500)]
    [InlineData(1.21, 6000)]
    public void The_reserve_grows_with_the_regime(double volatility, double mayWork)
    {
        var ruling = SaleDecision.Of(s_put with { ImpliedVolatility = volatility, Strike = 80, Premium = 0.5m, AtWork = (decimal)mayWork });

        Assert.Equal((Verdict.Skip, $"less than {mayWork:0.00} USDT0 is at work"), Closing(ruling));
        Assert.Contains("collateral 80.00 USDT0, 0.8 % of what is set aside", SaleDecision.Of(s_put with { ImpliedVolatility = volatility, Strike = 80, Premium = 0.5m, AtWork = (decimal)mayWork - 80 }).Figures);
    }

    [Fact]
    public void What_is_wanted_is_reduced_to_what_may_be_sold_and_never_raised()
    {
        Assert.Contains("quantity 10 SOL", SaleDecision.Of(s_put with { Quantity = 10 }).Figures);
        var reduced = SaleDecision.Of(s_put with { Quantity = 100 });
        Assert.Contains("wanted 100, reduced to what may be sold", reduced.Figures);
        Assert.Contains("quantity 72.2222 SOL", reduced.Figures);
    }

    [Theory]
    [InlineData(null, "quantity 26 SOL", "funding not given, so the quantity is not reduced for it")]
    [InlineData(89.0, "quantity 26 SOL", "funding at percentile 89 of 90 days: no reason to sell less")]
    [InlineData(90.0, "quantity 13 SOL", "funding at percentile 90 of 90 days: half of the quantity, the strike stays")]
    public void Crowded_longs_halve_a_call(double? funding, string quantity, string said)
    {
        var ruling = SaleDecision.Of(s_call with { FundingPercentile = funding });

        Assert.Equal(Verdict.Size, ruling.Verdict);
        Assert.Contains(quantity, ruling.Figures);
        Assert.Contains(said, ruling.Figures);
        Assert.Equal("spot is at or above 109.127 before settlement", ruling.Invalidation);
    }

    [Fact]
    public void Crowded_longs_do_nothing_to_a_put() => Assert.Contains("quantity 72.2222 SOL", SaleDecision.Of(s_put with { FundingPercentile = 99 }).Figures);

    [Fact]
    public void A_call_on_coins_that_are_under_calls_already_is_skipped() =>
        Assert.Equal((Verdict.Skip, "less than 26 SOL is under calls"), Closing(SaleDecision.Of(s_call with { AtWork = 26 })));

    [Fact]
    public async Task Positions_on_all_coins_count_as_one()
    {
        using var room = new OptionsRoom();
        await room.Call("option_collateral", new { asset = "USDT0", quantity = 10000m });
        await room.Call("option_open", new { asset = "ETH", kind = "put", strike = 2500m, quantity = 2m, premium = 20m });

        var said = await Decide(room);

        // 65 % of 10040, less the 5000 of the put on another coin: 1526 over 90.
        Assert.Contains("at work already 5000.00 USDT0, all coins together, since they fall together", said, StringComparison.Ordinal);
        Assert.Contains("quantity 16.9555 SOL", said, StringComparison.Ordinal);

        await room.Call("option_open", new { asset = "HYPE", kind = "put", strike = 20m, quantity = 100m, premium = 0.3m });
        Assert.EndsWith("\nSkip\nInvalidation: less than 6545.50 USDT0 is at work", await Decide(room), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_basis_of_a_call_and_its_coins_come_from_the_book()
    {
        using var room = new OptionsRoom();
        await room.Call("option_collateral", new { asset = "SOL", quantity = 40m, cost_per_coin = 120m });

        var said = await room.Call("option_decision", new { asset = "SOL", kind = "call", spot = 100m, strike = 110m, premium = 0.9m, implied_volatility = 90 });

        Assert.EndsWith("\nSkip\nInvalidation: a strike at or above 120.00 is offered", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_person_says_of_coins_and_basis_goes_before_the_book()
    {
        using var room = new OptionsRoom();
        var given = new { asset = "SOL", kind = "call", spot = 100m, strike = 110m, premium = 0.9m, implied_volatility = 90, coins_held = 40m, cost_basis = 109.99m };

        Assert.Contains("quantity 26 SOL", await room.Call("option_decision", given), StringComparison.Ordinal);
        Assert.EndsWith("a strike at or above 110.01 is offered", await room.Call("option_decision", new { asset = "SOL", kind = "call", spot = 100m, strike = 110m, premium = 0.9m, coins_held = 40m, cost_basis = 110.01m }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_decision_ends_as_a_reply_must_end()
    {
        using var room = new OptionsRoom();

        foreach (var given in new object[]
        {
            new { asset = "SOL", kind = "put" },
            new { asset = "SOL", kind = "put", spot = 100m, strike = 99m, premium = 1m, set_aside = 1000m },
            new { asset = "SOL", kind = "put", spot = 100m, strike = 90m, premium = 0.9m, implied_volatility = 90, set_aside = 10000m },
            new { asset = "SOL", kind = "call", spot = 100m, strike = 110m, premium = 0.9m, implied_volatility = 90, coins_held = 3.5m },
        })
        {
            var said = await room.Call("option_decision", given);
            var ending = VerdictCheck.Of(said);
            Assert.True(ending.Holds, said);
            Assert.EndsWith($"\n{ending.Verdict}\nInvalidation: {ending.Invalidation}", said, StringComparison.Ordinal);
        }
    }

    private static Task<string> Decide(OptionsRoom room) =>
        room.Call("option_decision", new { asset = "SOL", kind = "put", spot = 100m, strike = 90m, premium = 0.9m, implied_volatility = 90 });

    private static (Verdict, string) Closing(Ruling ruling) => (ruling.Verdict, ruling.Invalidation);
}
