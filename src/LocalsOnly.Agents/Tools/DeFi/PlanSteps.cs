namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>One signature in the person's own wallet.</summary>
/// <param name="Does">What is signed.</param>
/// <param name="Changes">What it changes.</param>
/// <param name="Undo">Whether and how it can be taken back.</param>
internal sealed record PlanStep(string Does, string Changes, string Undo);

/// <summary>The signatures of a plan, in order.</summary>
internal static class PlanSteps
{
    public static IReadOnlyList<PlanStep> Of(PlanWish wish)
    {
        var steps = new List<PlanStep>();
        if (wish.NeedsAllowance && (wish.Terms.Kind == PlanKind.Approve || wish.Allowance is null || wish.Allowance < wish.Terms.Amount)) Approve(wish, steps);
        if (wish.Terms.Kind != PlanKind.Approve) steps.Add(Act(wish));
        return steps;
    }

    private static void Approve(PlanWish wish, List<PlanStep> steps)
    {
        var terms = wish.Terms;
        var spender = wish.Spender?.Text ?? $"the contract of {terms.Protocol ?? "the protocol"}";
        // USDT's first contract on Ethereum turns down a change from one allowance to another that is not zero.
        if (wish is { Allowance: > 0, Chain.Id: "ethereum" } && terms.Token.Equals("USDT", StringComparison.OrdinalIgnoreCase))
            steps.Add(new PlanStep($"Set the allowance of {spender} to 0", $"it may take nothing, in place of {Figures.Exact(wish.Allowance.Value)} USDT; USDT on Ethereum asks for this first", "yes, by another approval"));
        var before = wish.Allowance is { } old ? Figures.Exact(old) : "what it was";
        steps.Add(new PlanStep(
            $"Approve exactly {Figures.Exact(terms.Amount)} {terms.Token} for {spender}",
            $"its allowance, from {before} to {Figures.Exact(terms.Amount)} {terms.Token}; no balance",
            "yes, by an approval of 0, as long as it has not been used"));
    }

    private static PlanStep Act(PlanWish wish)
    {
        var terms = wish.Terms;
        var what = $"{Figures.Exact(terms.Amount)} {terms.Token}";
        var with = terms.Protocol is { } protocol ? $" with {protocol}" : "";
        var to = wish.Destination?.Text;
        return terms.Kind switch
        {
            PlanKind.Swap => new($"Swap {what} for {terms.ToToken}{with}", $"{terms.Token} goes down, {terms.ToToken} up{(to is null ? "" : $" at {to}")}", "no; swapping back costs fees and slippage again"),
            PlanKind.Bridge => new($"Send {what} into the bridge{with}", $"leaves {wish.Chain.Name}, arrives on {wish.ToChain!.Name} at {to} after the bridge's delay", "no; only by bridging back, from the other side"),
            PlanKind.Deposit => new($"Deposit {what}{with}", "the wallet goes down, the deposit up", "yes, by withdrawing, as long as there is liquidity and no lock"),
            PlanKind.Withdraw => new($"Withdraw {what}{with}", "the deposit goes down, the wallet up", "yes, by depositing again at the rate of then"),
            PlanKind.Repay => new($"Repay {what}{with}", "the wallet and the debt go down, the health factor up", "yes, by borrowing again at the rate of then"),
            _ => new($"Transfer {what} to {to}", "leaves the wallet for somebody else's", "no; nobody can reverse it"),
        };
    }
}
