using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Agents.Tools.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

/// <summary>What holds for every option.</summary>
public sealed class OptionModelPropertyTests
{
    // Volatility from 1 to 500 %, an hour to ten years, a strike from a fifth to five times spot.
    private static readonly Gen<(EuropeanOption Option, double Volatility)> s_any =
        from call in Gen.Elements(OptionKind.Call, OptionKind.Put)
        from spot in Between(0.01, 100_000)
        from ratio in Between(0.2, 5)
        from years in Between(1.0 / 8760, 10)
        from rate in Gen.Choose(-500, 1500).Select(rate => rate / 10_000.0)
        from yield in Gen.Choose(-500, 1500).Select(yield => yield / 10_000.0)
        from volatility in Between(0.01, 5)
        select (new EuropeanOption(call, spot, spot * ratio, years, rate, yield), volatility);

    // The options that are sold here.
    private static readonly Gen<(EuropeanOption Option, double Volatility)> s_usual =
        from call in Gen.Elements(OptionKind.Call, OptionKind.Put)
        from ratio in Between(0.7, 1.4)
        from days in Between(0.5, 60)
        from volatility in Between(0.2, 2)
        select (new EuropeanOption(call, 100, 100 * ratio, days / 365, 0.05, 0.02), volatility);

    [Fact]
    public void A_call_less_a_put_is_the_forward_less_the_strike() => Check(s_any, (option, volatility) =>
    {
        var call = (option with { Kind = OptionKind.Call }).Price(volatility);
        var put = (option with { Kind = OptionKind.Put }).Price(volatility);
        var parity = option.Discount * (option.Forward - option.Strike);
        return Math.Abs(call - put - parity) <= 1e-14 * option.Discount * (option.Forward + option.Strike);
    });

    [Fact]
    public void The_value_stays_between_its_bounds_and_rises_with_volatility() => Check(s_any, (option, volatility) =>
    {
        var (less, value, more) = (option.Price(volatility * 0.9), option.Price(volatility), option.Price(volatility * 1.1));
        var rounding = 1e-14 * option.Highest;
        return option.Lowest <= value && value <= option.Highest + rounding && less <= value + rounding && value <= more + rounding;
    });

    [Fact]
    public void A_call_falls_and_a_put_rises_with_the_strike_and_the_other_way_with_spot() => Check(s_any, (option, volatility) =>
    {
        var side = option.Kind == OptionKind.Call ? 1 : -1;
        var value = option.Price(volatility);
        var rounding = 1e-13 * Math.Max(option.Spot, option.Strike) * Math.Exp(1);
        return side * ((option with { Strike = option.Strike * 1.02 }).Price(volatility) - value) <= rounding
            && side * ((option with { Spot = option.Spot * 1.02 }).Price(volatility) - value) >= -rounding;
    });

    [Fact]
    public void Chances_are_chances_and_those_of_call_and_put_are_one() => Check(s_any, (option, volatility) =>
    {
        var call = (option with { Kind = OptionKind.Call }).RiskNeutralAssignment(volatility);
        var put = (option with { Kind = OptionKind.Put }).RiskNeutralAssignment(volatility);
        return call is >= 0 and <= 1 && Math.Abs(call + put - 1) <= 1e-15;
    });

    [Fact]
    public void The_greeks_are_the_slopes_of_the_value() => Check(s_usual, (option, volatility) =>
    {
        var greeks = option.Greeks(volatility);
        return Near(greeks.Delta, Slope(spot => (option with { Spot = spot }).Price(volatility), option.Spot), 1)
            && Near(greeks.Gamma, Slope(spot => (option with { Spot = spot }).Greeks(volatility).Delta, option.Spot), 1)
            && Near(greeks.Vega, Slope(option.Price, volatility), 10)
            && Near(greeks.Theta, -Slope(years => (option with { Years = years }).Price(volatility), option.Years), 100)
            && Near(greeks.Rho, Slope(rate => (option with { Rate = rate }).Price(volatility), option.Rate), 10);

        static bool Near(double exact, double slope, double unit) => Math.Abs(exact - slope) <= 1e-6 * Math.Max(unit, Math.Abs(exact));
    });

    [Fact]
    public void A_value_leads_back_to_its_volatility_wherever_it_depends_on_it() => Check(s_any, (option, volatility) =>
    {
        var value = option.Price(volatility);
        if (value == 0) return true;
        // What the rounding of the value, and of the intrinsic part in it, may move the volatility by.
        var size = option.Lowest > 0 ? value + (option.Discount * (option.Forward + option.Strike)) : value;
        var given = ((size * 1.2e-16) + (double.Epsilon * (1 + option.Spot + option.Strike))) / (option.Greeks(volatility).Vega * volatility);
        var reading = ImpliedVolatility.Of(option, value);
        return reading.Outcome switch
        {
            VolatilityOutcome.Found => Math.Abs((reading.Volatility / volatility) - 1) <= 1e-11 + (100 * given),
            VolatilityOutcome.NoInformation or VolatilityOutcome.AboveBounds => !(given < 1e-8),
            _ => false,
        };
    }, 5000);

    [Fact]
    public void Among_the_options_that_are_sold_the_volatility_comes_back_to_eleven_digits() => Check(s_usual, (option, volatility) =>
    {
        var value = option.Price(volatility);
        if (value < 1e-9 || value - option.Lowest < 1e-4) return true;
        return Math.Abs((ImpliedVolatility.Of(option, value).Volatility / volatility) - 1) <= 1e-11;
    }, 2000);

    // Spread evenly over the powers of ten.
    private static Gen<double> Between(double low, double high) => Gen.Choose(0, 1_000_000).Select(at => low * Math.Pow(high / low, at / 1_000_000.0));

    // Richardson's extrapolation of the symmetric difference: the error is of the fourth power of the step.
    private static double Slope(Func<double, double> function, double at)
    {
        var step = 1e-3 * at;
        return ((4 * Half(step / 2)) - Half(step)) / 3;

        double Half(double by) => (function(at + by) - function(at - by)) / (2 * by);
    }

    private static void Check(Gen<(EuropeanOption Option, double Volatility)> options, Func<EuropeanOption, double, bool> property, int tests = 1000) =>
        Prop.ForAll(options.ToArbitrary(), given => property(given.Option, given.Volatility)).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
}
