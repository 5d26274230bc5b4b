namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>What was asked for, checked: the terms, and what only the simulation needs.</summary>
/// <param name="Terms">What is kept and hashed.</param>
/// <param name="Chain">Where.</param>
/// <param name="ToChain">Where a bridge leads.</param>
/// <param name="Contract">Of the token; null when not given.</param>
/// <param name="Destination">Null when it stays with the person.</param>
/// <param name="Spender">Null when not given.</param>
/// <param name="Allowance">What the spender may take now, in the token; null when not known.</param>
/// <param name="ReserveIn">The pool's reserve of the token; null when not stated.</param>
/// <param name="ReserveOut">The pool's reserve of what comes out; null when not stated.</param>
/// <param name="Rate">What comes out for one token, where no reserves are stated.</param>
/// <param name="FeePercent">Of the amount that goes in.</param>
/// <param name="FixedFee">In the token that comes out.</param>
/// <param name="SlippagePercent">How much less may come out.</param>
/// <param name="Gas">Fee of one transaction in the chain's coin; null when not stated.</param>
internal sealed record PlanWish(
    PlanTerms Terms, Chain Chain, Chain? ToChain, Address? Contract, Address? Destination, Address? Spender, decimal? Allowance,
    decimal? ReserveIn, decimal? ReserveOut, decimal? Rate, decimal FeePercent, decimal FixedFee, decimal? SlippagePercent, decimal? Gas)
{
    /// <summary>The token is the chain's own coin, which has no contract and needs no approval.</summary>
    public bool IsNative => Terms.Token.Equals(Chain.Gas, StringComparison.OrdinalIgnoreCase);

    /// <summary>A contract must be allowed to take the token first.</summary>
    public bool NeedsAllowance =>
        Chain.Family == ChainFamily.Evm && !IsNative && Terms.Kind is PlanKind.Swap or PlanKind.Bridge or PlanKind.Deposit or PlanKind.Repay or PlanKind.Approve;
}
