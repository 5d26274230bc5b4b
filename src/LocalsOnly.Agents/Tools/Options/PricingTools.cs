using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Options;

/// <summary>What an option is worth, what volatility a price tells, and what the strikes of a week pay.</summary>
internal sealed class PricingTools : IToolset
{
    public IReadOnlyList<Tool> Tools { get; } =
    [
        new(AIFunctionFactory.Create(Price, new AIFunctionFactoryOptions
        {
            Name = "option_price",
            Description = "Model value of a European option and its greeks (Black-Scholes-Merton), from figures that you give. It is no quote.",
        })),
        new(AIFunctionFactory.Create(Volatility, new AIFunctionFactoryOptions
        {
            Name = "option_implied_volatility",
            Description = "The volatility that the price of a European option implies, from figures that you give.",
        })),
        new(AIFunctionFactory.Create(Strikes, new AIFunctionFactoryOptions
        {
            Name = "option_ladder",
            Description = "Strikes of a weekly option by distance and by delta: model premium, premium APR, assignment probability, break-even and band of each. "
                + "Needs spot and implied volatility.",
        })),
    ];

    private static string Price(
        AIFunctionArguments arguments,
        [Description("call or put")] string kind,
        [Description("Price of the underlying now")] decimal spot,
        [Description("Strike")] decimal strike,
        [Description("Volatility in percent a year: 80 for 80 %")] double implied_volatility,
        [Description("Days to expiry; left out: to the next weekly settlement")] double? days = null,
        [Description("Interest in percent a year")] double rate = 0,
        [Description("Yield of the underlying in percent a year")] double yield = 0)
    {
        var turn = ToolTurn.Of(arguments);
        var option = Option(turn, kind, spot, strike, days, rate, yield);
        var volatility = Given.Volatility(implied_volatility, "implied_volatility");
        var price = option.Price(volatility);
        var greeks = option.Greeks(volatility);
        return string.Join('\n',
            $"source: computed here {Figures.Utc(turn.Now)} from the figures given, Black-Scholes-Merton, European; a model and no quote",
            Terms(option, rate, yield) + $", volatility {Figures.Percent(volatility)} a year",
            $"price {Figures.Digits(price, 8)} per unit",
            $"delta {Figures.Digits(greeks.Delta)} per 1 of spot",
            $"gamma {Figures.Digits(greeks.Gamma)} of delta per 1 of spot",
            $"vega {Figures.Digits(greeks.Vega / 100)} per volatility point",
            $"theta {Figures.Digits(greeks.Theta / EuropeanOption.DaysPerYear)} per day",
            $"rho {Figures.Digits(greeks.Rho / 100)} per point of interest",
            Assignment(option, volatility));
    }

    private static string Volatility(
        AIFunctionArguments arguments,
        [Description("call or put")] string kind,
        [Description("Price of the underlying now")] decimal spot,
        [Description("Strike")] decimal strike,
        [Description("Price of the option per unit, in the currency of the strike")] decimal price,
        [Description("Days to expiry; left out: to the next weekly settlement")] double? days = null,
        [Description("Interest in percent a year")] double rate = 0,
        [Description("Yield of the underlying in percent a year")] double yield = 0)
    {
        var turn = ToolTurn.Of(arguments);
        var option = Option(turn, kind, spot, strike, days, rate, yield);
        var value = (double)Given.Amount(price, "price");
        var reading = ImpliedVolatility.Of(option, value);
        var source = $"source: computed here {Figures.Utc(turn.Now)} from the figures given, Black-Scholes-Merton, European";
        var terms = Terms(option, rate, yield) + $", price {Figures.Plain(price)} per unit";
        var said = reading.Outcome switch
        {
            VolatilityOutcome.BelowBounds =>
                $"implied volatility: none; the price is below {Figures.Digits(option.Lowest, 8)}, what the option is worth without any movement. Check spot, strike and kind.",
            VolatilityOutcome.AboveBounds =>
                $"implied volatility: none; the price is not below {Figures.Digits(option.Highest, 8)}, the most that the option can be worth. Check that the price is per unit.",
            VolatilityOutcome.NoInformation =>
                "implied volatility: none; the price is so near its bound that it tells nothing of the volatility. Take a strike nearer to spot.",
            _ => $"implied volatility {Figures.Digits(reading.Volatility * 100)} % a year",
        };
        return reading.Outcome != VolatilityOutcome.Found
            ? string.Join('\n', source, terms, said)
            : string.Join('\n',
                source,
                terms,
                said,
                $"regime {Bands.Regime(reading.Volatility * 100).Word()}",
                $"if the price is off by 1 %, the volatility is off by {Figures.Digits(value / option.Greeks(reading.Volatility).Vega, 2)} points",
                Assignment(option, reading.Volatility));
    }

    private static string Strikes(
        AIFunctionArguments arguments,
        [Description("HYPE, SOL, WBTC or ETH")] string asset,
        [Description("put, or call for a covered call")] string kind,
        [Description("Price of the coin now")] decimal spot,
        [Description("Implied volatility in percent a year: 80 for 80 %")] double implied_volatility,
        [Description("Days to expiry; left out: to the next weekly settlement")] double? days = null,
        [Description("Distance between the strikes that are offered; left out: a round number near half a percent of spot")] decimal? strike_step = null,
        [Description("Where funding of the perpetual stands in its last 90 days, 0 to 100")] double? funding_percentile = null)
    {
        var turn = ToolTurn.Of(arguments);
        var coin = Underlying.Named(asset);
        var option = Option(turn, kind, spot, spot, days, 0, 0);
        var volatility = Given.Volatility(implied_volatility, "implied_volatility");
        var step = Given.Amount(strike_step, "strike_step") ?? Ladder.Step(spot);
        if (step > spot / 20)
            throw new ToolException($"Give strike_step as the distance between two strikes, at most {Figures.Plain(Figures.Rounded((double)spot / 20, 3))} at this spot.");
        var crowded = Given.Between(funding_percentile, 0, 100, "funding_percentile") >= SaleRules.CrowdedFunding && option.Kind == OptionKind.Call;
        return string.Join('\n',
        [
            $"source: computed here {Figures.Utc(turn.Now)} from the figures given, Black-Scholes-Merton at one volatility for all strikes; premiums are the model's and no quotes",
            $"{coin.Symbol} {option.Kind.Word()}, spot {Figures.Plain(spot)}, {Figures.Digits(option.Years * EuropeanOption.DaysPerYear, 4)} days",
            $"implied volatility {Figures.Percent(volatility)} a year, regime {Bands.Regime(volatility * 100).Word()}",
            $"expected move {Figures.Digits((double)spot * option.Total(volatility), 4)} (one standard deviation, spot × volatility × sqrt(days / 365))",
            $"APR is premium / collateral × 365 / days, simple; collateral is {(option.Kind == OptionKind.Put ? "the strike" : "the coin at spot")}; "
                + $"assignment is risk-neutral {Measure(option)}",
            $"bands: aggressive 3 to 8 %, standard 8 to 15 %, conservative 15 to 20 % of spot{(coin.Width != 1 ? $", each times {Figures.Digits(coin.Width)} for {coin.Symbol}" : "")}",
            .. crowded ? ["funding is in the top tenth of its 90 days: sell half of the usual quantity, at the usual strike"] : Array.Empty<string>(),
            "by distance:",
            .. Ladder.ByDistance(coin, option, spot, volatility, step).Select(Line),
            "by delta:",
            .. Ladder.ByDelta(coin, option, spot, volatility, step).Select(Line),
        ]);
    }

    private static string Line(Rung rung) =>
        $"strike {Figures.Plain(rung.Strike)}, {Figures.Percent(rung.PercentOut / 100)} out, {rung.Band.Word()}, delta {Figures.Digits(rung.Delta, 2)}, "
        + $"premium {Figures.Plain(rung.Premium)} per unit, APR {Figures.Percent(rung.Yearly)}, assignment {Figures.Percent(rung.Assignment)}, break-even {Figures.Digits((double)rung.BreakEven, 7)}";

    private static EuropeanOption Option(ToolTurn turn, string kind, decimal spot, decimal strike, double? days, double rate, double yield) => new(
        Given.Kind(kind),
        (double)Given.Amount(spot, "spot"),
        (double)Given.Amount(strike, "strike"),
        Given.Left(days, turn).TotalDays / EuropeanOption.DaysPerYear,
        Given.Rate(rate, "rate"),
        Given.Rate(yield, "yield"));

    private static string Terms(EuropeanOption option, double rate, double yield) =>
        $"{option.Kind.Word()}, spot {Figures.Digits(option.Spot, 10)}, strike {Figures.Digits(option.Strike, 10)}, "
        + $"{Figures.Digits(option.Years * EuropeanOption.DaysPerYear, 5)} days, interest {Figures.Digits(rate)} % a year, yield {Figures.Digits(yield)} % a year";

    private static string Assignment(EuropeanOption option, double volatility) =>
        $"probability to finish in the money {Figures.Percent(option.RiskNeutralAssignment(volatility))}, risk-neutral {Measure(option)}, no forecast";

    private static string Measure(EuropeanOption option) => option.Kind == OptionKind.Call ? "N(d2)" : "N(-d2)";
}
