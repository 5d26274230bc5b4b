namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>What a balance is before and after, by arithmetic on what was written down and stated.</summary>
/// <param name="What">Token and place.</param>
/// <param name="Before">Null when the positions file says nothing of it.</param>
/// <param name="Change">Null when what comes out is not known.</param>
/// <param name="How">By what arithmetic.</param>
internal sealed record BalanceChange(string What, decimal? Before, decimal? Change, string How);

/// <summary>Simulates a plan. Nothing is asked of a chain: balances are those of the positions file, rates and fees those that the caller states.</summary>
internal static class PlanSimulation
{
    /// <summary>Transactions for which coin is to be left when the plan is done.</summary>
    public const int Spare = 2;

    public static IReadOnlyList<BalanceChange> Of(PlanWish wish, PositionList positions, int steps)
    {
        var changes = Changes(wish, positions).ToList();
        if (wish.Gas is { } gas) changes.Add(new BalanceChange($"{wish.Chain.Gas} on {wish.Chain.Name} for fees", null, -gas * steps, $"{steps} transactions at the stated fee"));
        return changes;
    }

    /// <summary>Why the plan leaves too little of the chain's coin for two more transactions, as a sentence; null when it leaves enough or that is not known.</summary>
    public static string? TooLittleGas(PlanWish wish, PositionList positions, int steps)
    {
        if (wish.Gas is not { } gas || positions.Balance(wish.Chain, wish.Chain.Gas) is not { } balance) return null;
        var leaves = wish.IsNative && wish.Terms.Kind != PlanKind.Withdraw;
        var needed = gas * (steps + Spare);
        if (balance - (leaves ? wish.Terms.Amount : 0) >= needed) return null;
        var coin = wish.Chain.Gas;
        return leaves && balance > needed
            ? $"That would leave too little {coin} on {wish.Chain.Name} for two more transactions at {Figures.Exact(gas)} {coin} each; plan at most {Figures.Exact(balance - needed)} {coin}."
            : $"The {Figures.Exact(balance)} {coin} on {wish.Chain.Name} do not pay for this and two more transactions at {Figures.Exact(gas)} {coin} each; {Figures.Exact(needed)} {coin} are needed first.";
    }

    private static IEnumerable<BalanceChange> Changes(PlanWish wish, PositionList positions)
    {
        var terms = wish.Terms;
        if (terms.Kind == PlanKind.Approve) yield break;
        var into = terms.Kind == PlanKind.Withdraw;
        yield return new BalanceChange($"{terms.Token} on {wish.Chain.Name}, wallet", positions.Balance(wish.Chain, terms.Token), into ? terms.Amount : -terms.Amount, "the amount");
        if (terms.Kind is PlanKind.Swap or PlanKind.Bridge)
        {
            var chain = wish.ToChain ?? wish.Chain;
            var token = terms.ToToken ?? terms.Token;
            var (change, how) = Out(wish);
            // What leaves for an address is the person's only if that address is; the positions file does not say whose it is.
            yield return new BalanceChange($"{token} on {chain.Name}{(wish.Destination is { } to ? $", {to.Text}" : ", wallet")}", wish.Destination is null ? positions.Balance(chain, token) : null, change, how);
        }
        else if (terms.Kind is PlanKind.Deposit or PlanKind.Withdraw)
        {
            yield return new BalanceChange($"{terms.Token} on {wish.Chain.Name}, deposit", Deposited(positions, wish), into ? -terms.Amount : terms.Amount, "the amount");
        }
        else if (terms.Kind == PlanKind.Repay)
        {
            yield return new BalanceChange($"{terms.Token} on {wish.Chain.Name}, debt", Owed(positions, wish), -terms.Amount, "the amount");
        }
    }

    /// <summary>What comes out of a swap or a bridge; null when neither reserves nor rate nor fee were stated.</summary>
    /// <exception cref="ToolException">The numbers cannot be reckoned with.</exception>
    public static (decimal? Amount, string How) Out(PlanWish wish)
    {
        try
        {
            return Reckon(wish);
        }
        catch (OverflowException)
        {
            throw new ToolException("The reserves, the rate and the amount are too far apart to be reckoned with; give them in whole tokens.");
        }
    }

    private static (decimal? Amount, string How) Reckon(PlanWish wish)
    {
        var terms = wish.Terms;
        var fee = wish.FeePercent / 100;
        var stated = $"fee {Figures.Percent(wish.FeePercent)}{(wish.FixedFee > 0 ? $" and {Figures.Exact(wish.FixedFee)} {terms.ToToken ?? terms.Token}" : "")}, as stated";
        if (wish is { ReserveIn: { } reserveIn, ReserveOut: { } reserveOut })
        {
            var comes = ConstantProduct.Out(terms.Amount, reserveIn, reserveOut, fee) - wish.FixedFee;
            // Against what the pool's price before the swap would give, the fee left out.
            var impact = 1 - (reserveIn / (reserveIn + (terms.Amount * (1 - fee))));
            return (Math.Round(Math.Max(0, comes), 12), $"constant product with reserves {Figures.Exact(reserveIn)} and {Figures.Exact(reserveOut)}, {stated}; price impact {Figures.Percent(impact * 100)}");
        }

        var rate = wish.Rate ?? (terms.Kind == PlanKind.Bridge && (terms.ToToken ?? terms.Token).Equals(terms.Token, StringComparison.OrdinalIgnoreCase) && (wish.FeePercent > 0 || wish.FixedFee > 0) ? 1 : null);
        return rate is { } each
            ? (Math.Round(Math.Max(0, (terms.Amount * (1 - fee) * each) - wish.FixedFee), 12), $"at {Figures.Exact(each)} for one, {stated}")
            : (null, "neither reserves nor a rate nor a fee were stated");
    }

    private static decimal? Deposited(PositionList positions, PlanWish wish)
    {
        var meant = positions.Positions.Where(each => each.Kind == PositionKind.Deposit && each.Chain == wish.Chain && Same(each.Token, wish)
            && (wish.Terms.Protocol is not { } protocol || protocol.Equals(each.Protocol, StringComparison.OrdinalIgnoreCase))).ToList();
        return meant.Count == 0 ? null : meant.Sum(each => each.Amount);
    }

    private static decimal? Owed(PositionList positions, PlanWish wish)
    {
        var debts = positions.Positions.Where(each => each.Chain == wish.Chain).SelectMany(each => each.Loan?.Debts ?? []).Where(debt => Same(debt.Token, wish)).ToList();
        return debts.Count == 0 ? null : debts.Sum(debt => debt.Amount);
    }

    private static bool Same(string token, PlanWish wish) => token.Equals(wish.Terms.Token, StringComparison.OrdinalIgnoreCase);
}
