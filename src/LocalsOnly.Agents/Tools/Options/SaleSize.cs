namespace LocalsOnly.Agents.Tools.Options;

/// <summary>How much of an option that is worth selling may be sold.</summary>
internal static class SaleSize
{
    public static Ruling Of(SaleReadings given, string name, VolatilityRegime regime, decimal collateral, List<string> figures)
    {
        var (strike, setAside) = (given.Strike!.Value, given.SetAside!.Value);
        var isCall = given.Kind == OptionKind.Call;
        var share = SaleRules.Share(regime);
        var part = isCall && given.FundingPercentile >= SaleRules.CrowdedFunding ? SaleRules.CrowdedPart : 1m;
        var room = Math.Max((share * setAside * part) - given.AtWork, 0);
        var most = Floor(isCall ? room : room / collateral);
        var unit = isCall ? given.Coin.Symbol : "USDT0";
        figures.Add($"set aside {Show(setAside)} {unit}, of which {Figures.Percent(share)} may work and {Figures.Percent(1 - share)} is reserve");
        figures.Add(isCall
            ? $"under calls already {Show(given.AtWork)} {unit}"
            : $"at work already {Show(given.AtWork)} {unit}, all coins together, since they fall together");
        if (isCall)
        {
            figures.Add(given.FundingPercentile is not { } funding
                ? "funding not given, so the quantity is not reduced for it"
                : part < 1
                    ? $"funding at percentile {Figures.Digits(funding, 3)} of 90 days: half of the quantity, the strike stays"
                    : $"funding at percentile {Figures.Digits(funding, 3)} of 90 days: no reason to sell less");
        }

        if (most <= 0)
        {
            return new(
                Verdict.Skip,
                $"nothing is left of the {Figures.Percent(share * part)} of what is set aside that may work",
                isCall ? $"less than {Show(share * setAside * part)} {unit} is under calls" : $"less than {Show(share * setAside)} {unit} is at work");
        }

        var quantity = Math.Min(given.Quantity ?? most, most);
        if (given.Quantity > most) figures.Add($"wanted {Figures.Plain(given.Quantity.Value)}, reduced to what may be sold");
        figures.Add($"quantity {Figures.Plain(quantity)} {given.Coin.Symbol}");
        var locked = isCall ? quantity : quantity * collateral;
        figures.Add($"collateral {Show(locked)} {unit}, {Figures.Percent(locked / setAside)} of what is set aside");
        if (given.Premium is { } premium) figures.Add($"premium for it {Figures.Money(quantity * premium)} USDT0");
        return new(
            Verdict.Size,
            $"the {name} passes every rule, {Figures.Percent(Bands.PercentOut(given.Kind, given.Spot!.Value, strike) / 100)} from spot on {Figures.Percent(locked / setAside)} of what is set aside",
            $"spot is {(isCall ? "at or above" : "at or below")} {Figures.Digits((double)SaleRules.NearSpot(given.Kind, strike))} before settlement");

        string Show(decimal value) => isCall ? Figures.Plain(Floor(value)) : Figures.Money(value);
    }

    private static decimal Floor(decimal value) => Math.Floor(value / SaleRules.QuantityStep) * SaleRules.QuantityStep;
}
