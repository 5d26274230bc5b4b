namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>An amount of a token at a price.</summary>
/// <param name="Token">Symbol.</param>
/// <param name="Amount">In the token.</param>
/// <param name="Price">USD per token.</param>
internal sealed record Holding(string Token, decimal Amount, decimal Price)
{
    /// <summary>USD.</summary>
    public decimal Value => Amount * Price;
}

/// <summary>Something a loan is secured with.</summary>
/// <param name="Holding">How much of what.</param>
/// <param name="Threshold">Liquidation threshold, 0 to 1; Morpho's LLTV.</param>
internal sealed record Collateral(Holding Holding, decimal Threshold);

/// <summary>The arithmetic of an over-collateralised loan, as Aave states it (aave.com/help/borrowing/liquidations).</summary>
/// <param name="Collaterals">What secures it.</param>
/// <param name="Debts">What is owed, accrued interest included.</param>
internal sealed record Loan(IReadOnlyList<Collateral> Collaterals, IReadOnlyList<Holding> Debts)
{
    /// <summary>USD.</summary>
    public decimal CollateralValue => Collaterals.Sum(each => each.Holding.Value);

    /// <summary>USD.</summary>
    public decimal DebtValue => Debts.Sum(each => each.Value);

    /// <summary>Debt over collateral; null without collateral.</summary>
    public decimal? LoanToValue => CollateralValue == 0 ? null : DebtValue / CollateralValue;

    /// <summary>Sum of collateral value times threshold, over debt value: below 1 anyone may liquidate. Null without debt: nothing to liquidate.</summary>
    public decimal? HealthFactor => DebtValue == 0 ? null : Collaterals.Sum(each => each.Holding.Value * each.Threshold) / DebtValue;

    /// <summary>
    /// By what part all collateral may fall against the debt until the health factor is 1: 1 − 1/HF. Negative when it is below 1 already; null without debt or without any
    /// collateral that counts.
    /// </summary>
    public decimal? FallUntilLiquidation => HealthFactor is { } factor and > 0 ? 1 - (1 / factor) : null;

    /// <summary>USD per token at which the health factor is 1: debt / (amount × threshold). Null unless there is exactly one collateral, and a debt.</summary>
    public decimal? LiquidationPrice =>
        Collaterals is [{ Threshold: > 0, Holding.Amount: > 0 } only] && DebtValue > 0 ? DebtValue / (only.Holding.Amount * only.Threshold) : null;
}

/// <summary>The arithmetic of constant-product pools (x × y = k; Uniswap v2).</summary>
internal static class ConstantProduct
{
    /// <summary>
    /// Value of a 50/50 share against holding its two tokens, less 1: 2√r / (1 + r) − 1, zero or negative. r is the price ratio of the two tokens now over that at entry.
    /// </summary>
    public static decimal ImpermanentLoss(decimal ratio)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        var root = (decimal)Math.Sqrt((double)ratio);
        return (2 * root / (1 + ratio)) - 1;
    }

    /// <summary>What a swap brings: (in × (1 − fee)) × out reserve / (in reserve + in × (1 − fee)).</summary>
    /// <param name="fee">Part of the amount that goes in, 0 to 1.</param>
    public static decimal Out(decimal amount, decimal reserveIn, decimal reserveOut, decimal fee)
    {
        var effective = amount * (1 - fee);
        return effective * (reserveOut / (reserveIn + effective));
    }
}
