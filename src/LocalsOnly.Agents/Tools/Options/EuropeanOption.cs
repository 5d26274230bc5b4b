namespace LocalsOnly.Agents.Tools.Options;

/// <summary>The right to buy, or to sell.</summary>
internal enum OptionKind
{
    /// <summary>The right to buy at the strike.</summary>
    Call,

    /// <summary>The right to sell at the strike.</summary>
    Put,
}

/// <summary>
/// A European option in the model of Black and Scholes (1973) with a continuous yield after Merton (1973). A stock's dividends, a currency's foreign rate (Garman and
/// Kohlhagen 1983) and a future's own rate (Black 1976) are all such a yield.
/// </summary>
/// <param name="Kind">Call or put.</param>
/// <param name="Spot">Price of the underlying now; above 0.</param>
/// <param name="Strike">In the same currency; above 0.</param>
/// <param name="Years">Time to expiry in years of 365 days; above 0.</param>
/// <param name="Rate">Interest a year, continuous: 0.05 is 5 %.</param>
/// <param name="Yield">What the underlying itself yields a year, continuous.</param>
internal readonly record struct EuropeanOption(OptionKind Kind, double Spot, double Strike, double Years, double Rate = 0, double Yield = 0)
{
    /// <summary>Days in a year: coins trade on all of them.</summary>
    public const double DaysPerYear = 365;

    /// <summary>The price for delivery at expiry.</summary>
    public double Forward => Spot * Math.Exp((Rate - Yield) * Years);

    /// <summary>What one unit of money at expiry is worth now.</summary>
    public double Discount => Math.Exp(-Rate * Years);

    /// <summary>ln(forward / strike), from the logarithms so that nothing is lost near the money.</summary>
    public double LogMoneyness => Math.Log(Spot / Strike) + ((Rate - Yield) * Years);

    /// <summary>Least value that leaves no riskless gain: the discounted intrinsic value of the forward.</summary>
    public double Lowest => Discount * Math.Max(Kind == OptionKind.Call ? Forward - Strike : Strike - Forward, 0);

    /// <summary>Value that is never reached: the discounted forward for a call, the discounted strike for a put.</summary>
    public double Highest => Discount * (Kind == OptionKind.Call ? Forward : Strike);

    private double Side => Kind == OptionKind.Call ? 1 : -1;

    /// <summary>Value per unit of the underlying.</summary>
    /// <param name="volatility">A year, as a fraction: 0.8 is 80 %; above 0.</param>
    public double Price(double volatility) =>
        Lowest + (Discount * Math.Sqrt(Forward * Strike) * NormalisedBlack.Value(-Math.Abs(LogMoneyness), Total(volatility)));

    /// <summary>N(d2) for a call, N(−d2) for a put: the chance, in the risk-neutral measure, to finish in the money. It is no forecast of the real one.</summary>
    /// <inheritdoc cref="Price"/>
    public double RiskNeutralAssignment(double volatility)
    {
        var total = Total(volatility);
        return NormalDistribution.Cumulative(Side * ((LogMoneyness / total) - (0.5 * total)));
    }

    /// <summary>How the value moves with what it depends on.</summary>
    /// <inheritdoc cref="Price"/>
    public Greeks Greeks(double volatility)
    {
        var total = Total(volatility);
        var d1 = (LogMoneyness / total) + (0.5 * total);
        var d2 = d1 - total;
        var yielded = Math.Exp(-Yield * Years);
        var density = NormalDistribution.Density(d1);
        var (n1, n2) = (NormalDistribution.Cumulative(Side * d1), NormalDistribution.Cumulative(Side * d2));
        return new(
            Delta: Side * yielded * n1,
            Gamma: yielded * density / (Spot * total),
            Vega: Spot * yielded * density * Math.Sqrt(Years),
            Theta: (-Spot * yielded * density * volatility / (2 * Math.Sqrt(Years)))
                + (Side * ((Yield * Spot * yielded * n1) - (Rate * Strike * Discount * n2))),
            Rho: Side * Strike * Years * Discount * n2);
    }

    /// <summary>The strike at which an option of this kind and time has a given delta.</summary>
    /// <param name="delta">Size of the delta without its sign, between 0 and 1.</param>
    /// <param name="volatility">A year, as a fraction.</param>
    /// <returns>NaN when the yield leaves no strike with that delta.</returns>
    public double StrikeOfDelta(double delta, double volatility)
    {
        var probability = delta * Math.Exp(Yield * Years);
        if (!(probability > 0 && probability < 1)) return double.NaN;
        var total = Total(volatility);
        return Forward * Math.Exp((0.5 * total * total) - (Side * NormalDistribution.Inverse(probability) * total));
    }

    /// <summary>Standard deviation of the logarithm of the price until expiry.</summary>
    public double Total(double volatility) => volatility * Math.Sqrt(Years);
}

/// <summary>The derivatives of an option's value, each per whole unit of what changes.</summary>
/// <param name="Delta">Per 1 of spot.</param>
/// <param name="Gamma">Of the delta, per 1 of spot.</param>
/// <param name="Vega">Per 1.00 of volatility; a hundredth of it is per volatility point.</param>
/// <param name="Theta">Per year that passes; a 365th of it is per day.</param>
/// <param name="Rho">Per 1.00 of interest; a hundredth of it is per point of rate.</param>
internal readonly record struct Greeks(double Delta, double Gamma, double Vega, double Theta, double Rho);
