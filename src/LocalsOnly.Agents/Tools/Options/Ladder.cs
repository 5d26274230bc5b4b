namespace LocalsOnly.Agents.Tools.Options;

/// <summary>One strike with what selling an option at it means.</summary>
/// <param name="Strike">On the grid.</param>
/// <param name="PercentOut">Percent of spot to the strike.</param>
/// <param name="Band">Of that distance, with the width of the coin.</param>
/// <param name="Premium">Per unit, by the model.</param>
/// <param name="Delta">Of the option itself; a seller has the opposite one.</param>
/// <param name="Assignment">Risk-neutral chance to finish in the money.</param>
/// <param name="Yearly">See <see cref="Ladder.PremiumApr"/>, as a fraction.</param>
/// <param name="BreakEven">See <see cref="Ladder.BreakEven"/>.</param>
internal sealed record Rung(decimal Strike, decimal PercentOut, StrikeBand Band, decimal Premium, double Delta, double Assignment, double Yearly, decimal BreakEven);

/// <summary>The strikes of a week, by distance and by delta.</summary>
internal static class Ladder
{
    /// <summary>Percent out of the money at which the bands begin, end and are halved; times the width of the coin.</summary>
    public static readonly IReadOnlyList<double> Distances = [3, 5, 8, 10, 12, 15, 20];

    /// <summary>Deltas at which weekly premium is usually sold.</summary>
    public static readonly IReadOnlyList<double> Deltas = [0.30, 0.25, 0.20, 0.15, 0.10];

    /// <summary>What a unit sold ties up: the strike in cash for a put, the coin at spot for a covered call.</summary>
    public static decimal Collateral(OptionKind kind, decimal spot, decimal strike) => kind == OptionKind.Put ? strike : spot;

    /// <summary>Premium / collateral × 365 / days, simple, as a fraction. It compares offers and forecasts no income.</summary>
    public static double PremiumApr(decimal premium, decimal collateral, double days) => (double)(premium / collateral) * EuropeanOption.DaysPerYear / days;

    /// <summary>
    /// The price at expiry at which the seller neither gains nor loses: strike − premium for a put; spot − premium for a covered call, whose seller holds the coin from spot.
    /// </summary>
    public static decimal BreakEven(OptionKind kind, decimal spot, decimal strike, decimal premium) => (kind == OptionKind.Put ? strike : spot) - premium;

    /// <summary>A step of 1, 2 or 5 times a power of ten, near two hundredths of spot.</summary>
    public static decimal Step(decimal spot)
    {
        var target = (double)spot / 200;
        var power = Math.Pow(10, Math.Floor(Math.Log10(target)));
        var step = power * ((target / power) switch { < 2 => 1, < 5 => 2, _ => 5 });
        return Figures.Rounded(step, 1);
    }

    /// <summary>The strike on the grid that is not nearer to spot.</summary>
    public static decimal OnGrid(OptionKind kind, decimal strike, decimal step) =>
        (kind == OptionKind.Put ? Math.Floor(strike / step) : Math.Ceiling(strike / step)) * step;

    /// <summary>A strike looked at.</summary>
    public static Rung At(Underlying coin, EuropeanOption option, decimal spot, decimal strike, double volatility)
    {
        option = option with { Strike = (double)strike };
        var premium = Figures.Rounded(option.Price(volatility));
        var percent = Bands.PercentOut(option.Kind, spot, strike);
        return new(
            strike,
            percent,
            Bands.Of(percent, coin.Width),
            premium,
            option.Greeks(volatility).Delta,
            option.RiskNeutralAssignment(volatility),
            PremiumApr(premium, Collateral(option.Kind, spot, strike), option.Years * EuropeanOption.DaysPerYear),
            BreakEven(option.Kind, spot, strike, premium));
    }

    /// <summary>Strikes by distance from spot, nearest first.</summary>
    public static IReadOnlyList<Rung> ByDistance(Underlying coin, EuropeanOption option, decimal spot, double volatility, decimal step) =>
    [
        .. Distances
            .Select(percent => (decimal)(percent * coin.Width) / 100 * (option.Kind == OptionKind.Put ? -1 : 1))
            .Select(away => OnGrid(option.Kind, spot * (1 + away), step))
            .Where(strike => strike > 0)
            .Distinct()
            .Select(strike => At(coin, option, spot, strike, volatility)),
    ];

    /// <summary>Strikes by delta, nearest first; those that would be in the money are left out.</summary>
    public static IReadOnlyList<Rung> ByDelta(Underlying coin, EuropeanOption option, decimal spot, double volatility, decimal step) =>
    [
        .. Deltas
            .Select(delta => option.StrikeOfDelta(delta, volatility))
            .Where(strike => strike is > 0 and < 1e12)
            .Select(strike => OnGrid(option.Kind, (decimal)strike, step))
            .Where(strike => strike > 0 && Bands.PercentOut(option.Kind, spot, strike) > 0)
            .Distinct()
            .Select(strike => At(coin, option, spot, strike, volatility)),
    ];
}
