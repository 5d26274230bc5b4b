using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class ImpliedVolatilityTests
{
    private static readonly EuropeanOption s_call = new(OptionKind.Call, 21, 20, 0.25, 0.10);

    [Fact]
    public void The_example_of_the_textbook_gives_its_volatility() =>
        // Hull: a call at 1.875 with S = 21, K = 20, r = 10 %, T = 0.25 implies 23.5 %.
        Assert.Equal(0.235, ImpliedVolatility.Of(s_call, 1.875).Volatility, 5e-4);

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.2)]
    [InlineData(0.8)]
    [InlineData(2.5)]
    [InlineData(5.0)]
    public void Exactly_at_the_money_it_comes_back(double volatility)
    {
        foreach (var days in (double[])[0.04, 1, 7, 365, 1800])
        {
            var option = new EuropeanOption(OptionKind.Put, 50, 50, days / 365);
            Assert.Equal(1, ImpliedVolatility.Of(option, option.Price(volatility)).Volatility / volatility, 1e-12 + (option.Total(volatility) > 8 ? 1e-7 : 0));
        }
    }

    [Fact]
    public void A_price_below_the_intrinsic_value_is_below_bounds()
    {
        // 21 − 20·e^(−0.025) = 1.4938.
        Assert.Equal(VolatilityOutcome.BelowBounds, ImpliedVolatility.Of(s_call, 1.49).Outcome);
        Assert.Equal(VolatilityOutcome.BelowBounds, ImpliedVolatility.Of(s_call, -1).Outcome);
        Assert.True(double.IsNaN(ImpliedVolatility.Of(s_call, 1.49).Volatility));
    }

    [Theory]
    [InlineData(true, 21)]
    [InlineData(true, 25)]
    [InlineData(false, 20)]
    public void A_price_of_all_there_is_to_win_is_above_bounds(bool call, double price) =>
        Assert.Equal(VolatilityOutcome.AboveBounds, ImpliedVolatility.Of(s_call with { Kind = call ? OptionKind.Call : OptionKind.Put, Rate = 0 }, price).Outcome);

    [Fact]
    public void A_price_that_is_nothing_but_intrinsic_value_tells_nothing()
    {
        Assert.Equal(VolatilityOutcome.NoInformation, ImpliedVolatility.Of(s_call, s_call.Lowest).Outcome);
        Assert.Equal(VolatilityOutcome.NoInformation, ImpliedVolatility.Of(s_call with { Strike = 40 }, 0).Outcome);
        var deep = new EuropeanOption(OptionKind.Call, 100, 30, 1 / 365.0);
        Assert.Equal(VolatilityOutcome.NoInformation, ImpliedVolatility.Of(deep, deep.Price(0.3)).Outcome);
    }

    [Fact]
    public void The_smallest_price_that_a_double_holds_still_tells_its_volatility()
    {
        var option = new EuropeanOption(OptionKind.Put, 100, 40, 7 / 365.0);
        Assert.True(option.Price(0.19) is > 0 and < 1e-200);
        Assert.Equal(1, ImpliedVolatility.Of(option, option.Price(0.19)).Volatility / 0.19, 1e-11);
    }
}
