using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

public sealed class EuropeanOptionTests
{
    /// <summary>Call?, spot, strike, years, rate, yield, volatility, published value, and half a unit of its last digit.</summary>
    public static TheoryData<bool, double, double, double, double, double, double, double, double> Published => new()
    {
        // Hull, Options, Futures and Other Derivatives: the example of the chapter on the Black-Scholes-Merton model (4.76 and 0.81 in print, more digits widely reproduced).
        { true, 42, 40, 0.5, 0.10, 0, 0.20, 4.759422, 5e-7 },
        { false, 42, 40, 0.5, 0.10, 0, 0.20, 0.808599, 5e-7 },
        // Hull, options on stock indices.
        { true, 930, 900, 2.0 / 12, 0.08, 0.03, 0.20, 51.83, 5e-3 },
        // Hull, the running example of the chapter on the Greeks.
        { true, 49, 50, 0.3846, 0.05, 0, 0.20, 2.40, 5e-3 },
        // Haug, The Complete Guide to Option Pricing Formulas: Black-Scholes, Merton, Black-76, Garman-Kohlhagen.
        { true, 60, 65, 0.25, 0.08, 0, 0.30, 2.1334, 5e-5 },
        { false, 100, 95, 0.5, 0.10, 0.05, 0.20, 2.4648, 5e-5 },
        { true, 19, 19, 0.75, 0.10, 0.10, 0.28, 1.7011, 5e-5 },
        { false, 19, 19, 0.75, 0.10, 0.10, 0.28, 1.7011, 5e-5 },
        { true, 1.56, 1.6, 0.5, 0.06, 0.08, 0.12, 0.0291, 5e-5 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void A_published_value_is_met_to_its_last_digit_and_a_precise_one_to_13(
        bool call, double spot, double strike, double years, double rate, double yield, double volatility, double published, double last)
    {
        var price = new EuropeanOption(call ? OptionKind.Call : OptionKind.Put, spot, strike, years, rate, yield).Price(volatility);

        Assert.Equal(published, price, last);
        Assert.Equal(1, price / PreciseModel.Price(call, spot, strike, years, rate, yield, volatility), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void It_is_the_mean_payoff_over_the_lognormal_density(
        bool call, double spot, double strike, double years, double rate, double yield, double volatility, double published, double last)
    {
        var option = new EuropeanOption(call ? OptionKind.Call : OptionKind.Put, spot, strike, years, rate, yield);

        // The payoff is smooth on its side of the strike, so Simpson's rule begins there.
        var total = option.Total(volatility);
        var edge = (-option.LogMoneyness / total) + (0.5 * total);
        var mean = call ? Simpson(z => Payoff(z) * NormalDistribution.Density(z), edge, Math.Max(edge, 0) + 14) : Simpson(z => Payoff(z) * NormalDistribution.Density(z), Math.Min(edge, 0) - 14, edge);

        Assert.Equal(option.Price(volatility), option.Discount * mean, 1e-9);
        Assert.True(Math.Abs((option.Discount * mean) - published) <= last + 1e-9);

        double Payoff(double z) => Math.Abs((option.Forward * Math.Exp((total * z) - (0.5 * total * total))) - strike);
    }

    [Fact]
    public void Far_out_of_the_money_and_with_little_time_the_value_keeps_its_digits()
    {
        foreach (var (spot, strike, days, volatility) in ((double, double, double, double)[])[(100, 130, 2, 0.4), (100, 70, 1, 0.5), (100, 100.05, 0.1, 0.01), (67123.5, 52000, 7, 0.45), (30, 25.5, 0.5, 0.8), (100, 20, 365, 0.3)])
            foreach (var call in (bool[])[true, false])
            {
                var precise = PreciseModel.Price(call, spot, strike, days / 365, 0, 0, volatility);
                Assert.Equal(1, new EuropeanOption(call ? OptionKind.Call : OptionKind.Put, spot, strike, days / 365).Price(volatility) / precise, 2e-11);
            }
    }

    [Fact]
    public void The_greeks_are_those_of_the_textbooks()
    {
        // Hull: delta 0.522, gamma 0.066, vega 12.1, theta -4.31, rho 8.91.
        var hull = new EuropeanOption(OptionKind.Call, 49, 50, 0.3846, 0.05).Greeks(0.20);
        Assert.Equal(0.522, hull.Delta, 5e-4);
        Assert.Equal(0.066, hull.Gamma, 5e-4);
        Assert.Equal(12.1, hull.Vega, 5e-2);
        Assert.Equal(-4.31, hull.Theta, 5e-3);
        Assert.Equal(8.91, hull.Rho, 5e-3);

        // Haug, the chapter on the Greeks, with its cost of carry b as yield r − b.
        Assert.Equal(0.5946, new EuropeanOption(OptionKind.Call, 105, 100, 0.5, 0.10, 0.10).Greeks(0.36).Delta, 5e-5);
        Assert.Equal(-0.3566, new EuropeanOption(OptionKind.Put, 105, 100, 0.5, 0.10, 0.10).Greeks(0.36).Delta, 5e-5);
        Assert.Equal(0.0278, new EuropeanOption(OptionKind.Call, 55, 60, 0.75, 0.10).Greeks(0.30).Gamma, 5e-5);
        Assert.Equal(-31.1924, new EuropeanOption(OptionKind.Put, 430, 405, 1.0 / 12, 0.07, 0.05).Greeks(0.20).Theta, 5e-5);
        Assert.Equal(38.7325, new EuropeanOption(OptionKind.Call, 72, 75, 1, 0.09).Greeks(0.19).Rho, 5e-5);
    }

    [Fact]
    public void The_strike_of_a_delta_has_that_delta()
    {
        foreach (var kind in Enum.GetValues<OptionKind>())
            foreach (var delta in (double[])[0.02, 0.10, 0.25, 0.5, 0.8])
            {
                var option = new EuropeanOption(kind, 30, 30, 7 / 365.0, 0.04, 0.01);
                var strike = option.StrikeOfDelta(delta, 0.9);
                Assert.Equal(delta, Math.Abs((option with { Strike = strike }).Greeks(0.9).Delta), 1e-12);
            }

        Assert.Equal(double.NaN, new EuropeanOption(OptionKind.Call, 30, 30, 3, 0, 0.5).StrikeOfDelta(0.9, 0.9));
    }

    private static double Simpson(Func<double, double> function, double from, double to)
    {
        const int Pieces = 4000;
        var width = (to - from) / Pieces;
        var sum = function(from) + function(to);
        for (var i = 1; i < Pieces; i++) sum += (i % 2 == 0 ? 2 : 4) * function(from + (i * width));
        return sum * width / 3;
    }
}
