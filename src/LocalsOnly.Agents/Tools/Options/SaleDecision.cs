namespace LocalsOnly.Agents.Tools.Options;

/// <summary>What is known when a sale is weighed; what is null was not read.</summary>
internal sealed record SaleReadings(Underlying Coin, OptionKind Kind, TimeSpan Left)
{
    public decimal? Spot { get; init; }

    public decimal? Strike { get; init; }

    /// <summary>Offered, per unit.</summary>
    public decimal? Premium { get; init; }

    /// <summary>A year, as a fraction.</summary>
    public double? ImpliedVolatility { get; init; }

    /// <summary>Of the last month, a year, as a fraction.</summary>
    public double? RealisedVolatility { get; init; }

    /// <summary>Where funding stands in its last 90 days, 0 to 100.</summary>
    public double? FundingPercentile { get; init; }

    /// <summary>A dated event falls before the settlement.</summary>
    public bool Event { get; init; }

    /// <summary>Highest price at which the coin would gladly be bought (put).</summary>
    public decimal? HoldPrice { get; init; }

    /// <summary>Cost per coin less the premiums of the round (call).</summary>
    public decimal? Basis { get; init; }

    /// <summary>Wanted, in coins; null for as many as may be sold.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>For a put, all cash and coins at cost; for a call, the coins held.</summary>
    public decimal? SetAside { get; init; }

    /// <summary>
    /// What of it works already, on all coins together: they fall together, so their puts and holdings are one position. For a call, the coins under calls.
    /// </summary>
    public decimal AtWork { get; init; }
}

/// <summary>Whether an option is sold: the first rule that applies decides.</summary>
internal static class SaleDecision
{
    public static Ruling Of(SaleReadings given)
    {
        var figures = new List<string>();
        var name = $"{given.Coin.Symbol} {given.Kind.Word()}";
        figures.Add($"sale: {name}{(given.Strike is { } at ? $", strike {Figures.Plain(at)}" : "")}, {Figures.Hours(given.Left)} to settlement");
        return (Unread(given, name) ?? Rule(given, name, figures)) with { Figures = figures };
    }

    private static Ruling? Unread(SaleReadings given, string name)
    {
        var (what, comes) =
            given.Spot is null ? ("spot", $"a live spot of {given.Coin.Symbol} is read")
            : given.Strike is null ? ("the strike", $"a strike for the {name} is named")
            : given.Premium is null && given.ImpliedVolatility is null ? ("both the premium and the implied volatility", $"the premium offered for the {name} is read")
            : given.SetAside is null && given.Kind == OptionKind.Put ? ("what is set aside", "the amount set aside is written down")
            : given.SetAside is null ? ("how many coins are held", $"the {given.Coin.Symbol} held is written down")
            : ("", "");
        return what.Length == 0 ? null : new(Verdict.Watch, $"a reading is missing: {what}", comes);
    }

    private static Ruling Rule(SaleReadings given, string name, List<string> figures)
    {
        var (spot, strike) = (given.Spot!.Value, given.Strike!.Value);
        var (kind, coin) = (given.Kind, given.Coin);
        var percent = Bands.PercentOut(kind, spot, strike);
        var band = Bands.Of(percent, coin.Width);
        figures.Add($"spot {Figures.Plain(spot)}, as given");
        figures.Add($"distance {Figures.Percent(percent / 100)} out of the money, {band.Word()}");
        if (band is StrikeBand.InTheMoney or StrikeBand.AtTheMoney)
        {
            var nearest = (decimal)(Bands.NearestPercent * coin.Width);
            var far = kind == OptionKind.Put ? strike / (1 - (nearest / 100)) : strike / (1 + (nearest / 100));
            return new(
                Verdict.Skip,
                $"the strike is less than {Figures.Plain(nearest)} % out of the money",
                $"spot is {(kind == OptionKind.Put ? "at or above" : "at or below")} {Figures.Digits((double)far)}");
        }

        if (given.Left <= SaleRules.TooLate)
        {
            return new(
                Verdict.Watch,
                "less than a day is left, in which an option in the money may be exercised at once",
                "this week's settlement on Friday 08:00 UTC is past");
        }

        if (given.Event) return new(Verdict.Watch, "a dated event falls before the settlement", "the event is past");
        if (kind == OptionKind.Put && given.HoldPrice is { } hold && strike > hold)
        {
            return new(
                Verdict.Skip,
                $"the strike is above {Figures.Plain(hold)}, the price at which the coin would be held",
                $"a strike at or below {Figures.Plain(hold)} is offered");
        }

        if (kind == OptionKind.Call && given.Basis is { } basis && strike < basis)
        {
            return new(Verdict.Skip, $"the strike is below the cost basis of {Figures.Money(basis)}", $"a strike at or above {Figures.Money(basis)} is offered");
        }

        return Pay(given, name, band, figures);
    }

    private static Ruling Pay(SaleReadings given, string name, StrikeBand band, List<string> figures)
    {
        var (spot, strike, days) = (given.Spot!.Value, given.Strike!.Value, given.Left.TotalDays);
        var option = new EuropeanOption(given.Kind, (double)spot, (double)strike, days / EuropeanOption.DaysPerYear);
        if (given.ImpliedVolatility is not { } volatility)
        {
            var reading = ImpliedVolatility.Of(option, (double)given.Premium!.Value);
            if (reading.Outcome != VolatilityOutcome.Found || reading.Volatility > 10)
                return new(
                    Verdict.Watch,
                    $"no volatility gives a premium of {Figures.Plain(given.Premium.Value)} per unit, so it or spot is misread",
                    $"premium and spot of the {name} are read anew at one time");
            volatility = reading.Volatility;
            figures.Add($"implied volatility {Figures.Percent(volatility)} a year, read out of the premium");
        }
        else
        {
            figures.Add($"implied volatility {Figures.Percent(volatility)} a year, as given");
        }

        var premium = given.Premium ?? Figures.Rounded(option.Price(volatility));
        var regime = Bands.Regime(volatility * 100);
        var collateral = Ladder.Collateral(given.Kind, spot, strike);
        var yearly = Ladder.PremiumApr(premium, collateral, days);
        var assignment = option.RiskNeutralAssignment(volatility);
        figures.Add($"regime {regime.Word()}");
        figures.Add($"premium {Figures.Plain(premium)} per unit, {(given.Premium is null ? "by the model and no quote" : "as given")}");
        figures.Add($"premium APR {Figures.Percent(yearly)} (premium / collateral × 365 / days, simple)");
        figures.Add($"assignment probability {Figures.Percent(assignment)}, risk-neutral {(given.Kind == OptionKind.Call ? "N(d2)" : "N(-d2)")}");
        figures.Add($"break-even {Figures.Digits((double)Ladder.BreakEven(given.Kind, spot, strike, premium), 8)}");

        var least = SaleRules.LeastYearly(band);
        if (yearly < least)
        {
            var wanted = (decimal)(least * days / EuropeanOption.DaysPerYear) * collateral;
            return new(
                Verdict.Skip,
                $"the premium APR is below {Figures.Percent(least)}, the least for a {band.Word()} strike",
                $"the premium is at or above {Figures.Digits((double)wanted, 4)} per unit");
        }

        if (assignment > SaleRules.MostAssignment)
        {
            return new(
                Verdict.Skip,
                $"the assignment probability is above {Figures.Percent(SaleRules.MostAssignment)}",
                $"the assignment probability is at or below {Figures.Percent(SaleRules.MostAssignment)}");
        }

        if (given.RealisedVolatility is { } realised)
        {
            figures.Add($"realised volatility {Figures.Percent(realised)} a year, as given");
            if (volatility < realised)
                return new(Verdict.Skip, "implied volatility is below the realised one, so the movement costs more than it pays", "implied volatility is at or above the realised one");
        }
        else
        {
            figures.Add("realised volatility not given, so not compared");
        }

        return SaleSize.Of(given, name, regime, collateral, figures);
    }
}
