using System.Globalization;
using System.Text;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>A plan as a person reads it: verify, plan, balances, risks, and what to write to confirm it.</summary>
internal sealed class PlanText(PlanWish wish, PositionList positions, YieldPool? pool, TimeZoneInfo zone)
{
    private readonly IReadOnlyList<PlanStep> _steps = PlanSteps.Of(wish);

    public IReadOnlyList<string> Missing()
    {
        var missing = new List<string>();
        var terms = wish.Terms;
        if (!wish.IsNative && wish.Contract is null) missing.Add($"the contract of {terms.Token} on {wish.Chain.Name}, from its issuer's own page");
        if (wish.NeedsAllowance && wish.Spender is null) missing.Add("the address of the spender, from the protocol's own page");
        if (wish.NeedsAllowance && wish.Allowance is null) missing.Add($"what the spender may take already; look at {wish.Chain.Explorer}");
        if (positions.Balance(wish.Chain, terms.Token) is null && terms.Kind is not (PlanKind.Withdraw or PlanKind.Approve)) missing.Add($"how much {terms.Token} the wallet holds on {wish.Chain.Name}");
        if (wish.Gas is null) missing.Add($"the fee of one transaction in {wish.Chain.Gas}, as the wallet shows it");
        if (terms.Kind is PlanKind.Swap or PlanKind.Bridge && PlanSimulation.Out(wish).Amount is null) missing.Add("what comes out: the route's rate and fee, or the pool's reserves");
        if (terms.Kind == PlanKind.Swap && wish.SlippagePercent is null) missing.Add("how much less may come out (slippage)");
        if (wish.Contract is { Checksummed: false } && wish.Chain.Family == ChainFamily.Evm) missing.Add("a contract address with its checksum, as the explorer writes it");
        if (wish.Destination is { Checksummed: false } && (wish.ToChain ?? wish.Chain).Family == ChainFamily.Evm) missing.Add("the destination with its checksum, as its owner's wallet writes it");
        return missing;
    }

    public string Write(string code, DateTimeOffset made, DateTimeOffset expires, IReadOnlyList<string> missing)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Plan {code}: {wish.Terms.Summary}. Made {Figures.Time(made, zone)}, expires {Figures.Clock(expires, zone)}.\n");
        Verify(text, missing);
        text.Append("Steps, one signature each:\n");
        for (var i = 0; i < _steps.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i + 1}. {_steps[i].Does}. Changes: {_steps[i].Changes}. Undo: {_steps[i].Undo}.\n");
        Gas(text);
        Balances(text);
        text.Append("Risks:\n");
        foreach (var risk in Risks()) text.Append(CultureInfo.InvariantCulture, $"- {risk}.\n");
        text.Append(CultureInfo.InvariantCulture, $"To confirm it, the person writes: {Confirmation.Sentence(code, wish.Terms)}\n");
        text.Append("Nothing is signed or sent by this house; a confirmed plan is carried out in the person's own wallet.");
        return text.ToString();
    }

    private void Verify(StringBuilder text, IReadOnlyList<string> missing)
    {
        var terms = wish.Terms;
        text.Append("Verify:\n");
        text.Append(CultureInfo.InvariantCulture, $"- Chain: {wish.Chain.Name}{(wish.Chain.Number is { } number ? $", chain id {number}" : "")} (as asked; compare the id with the wallet).\n");
        if (wish.IsNative) text.Append(CultureInfo.InvariantCulture, $"- Token: {terms.Token}, the chain's own coin; it has no contract.\n");
        else if (wish.Contract is { } contract) text.Append(CultureInfo.InvariantCulture, $"- Token: {terms.Token}, contract {contract.Text} (as given; {Form(contract, wish.Chain)}; that it is {terms.Token} is not known here, look at {wish.Chain.Explorer}).\n");
        if (wish.Destination is { } to) text.Append(CultureInfo.InvariantCulture, $"- Destination: {to.Text} (as given; {Form(to, wish.ToChain ?? wish.Chain)}; whose it is, is not known here).\n");
        else text.Append("- Destination: none; it stays with the person's own address.\n");
        text.Append(CultureInfo.InvariantCulture, $"- Amount: {Figures.Exact(terms.Amount)} {terms.Token} (as asked).\n");
        if (wish.Spender is { } spender) text.Append(CultureInfo.InvariantCulture, $"- Spender: {spender.Text} (as given; {Form(spender, wish.Chain)}).\n");
        if (wish.Allowance is { } allowance) text.Append(CultureInfo.InvariantCulture, $"- Allowance: {Figures.Exact(allowance)} {terms.Token} (as stated).\n");
        if (pool is not null) text.Append(CultureInfo.InvariantCulture, $"- Pool: {pool.Symbol} in {pool.Project} on {pool.Chain}, APY base {Figures.Percent(pool.ApyBase)}, TVL {Figures.Usd(pool.TvlUsd)} ({YieldSource.Feed.Name}).\n");
        foreach (var item in missing) text.Append(CultureInfo.InvariantCulture, $"- Missing: {item}.\n");
    }

    private void Gas(StringBuilder text)
    {
        var coin = wish.Chain.Gas;
        text.Append(wish.Gas is { } gas
            ? $"Gas: leave {Figures.Exact(gas * PlanSimulation.Spare)} {coin} for two more transactions, beside {Figures.Exact(gas * _steps.Count)} {coin} for these (at the stated {Figures.Exact(gas)} {coin} each).\n"
            : $"Gas: leave {coin} for two more transactions beside these {_steps.Count.ToString(CultureInfo.InvariantCulture)}; the fee is not known here.\n");
    }

    private void Balances(StringBuilder text)
    {
        var changes = PlanSimulation.Of(wish, positions, _steps.Count);
        text.Append(CultureInfo.InvariantCulture, $"Balances (simulated; before: {(positions.Written is { } at ? $"{Path.GetFileName(positions.Path)} of {Figures.Time(at, zone)}" : "no positions file")}):\n");
        if (changes.Count == 0) text.Append("- none changes.\n");
        foreach (var change in changes)
        {
            var before = change.Before is { } known ? Figures.Exact(known) : "not known";
            var after = change is { Before: { } start, Change: { } step } ? Figures.Exact(start + step) : change.Change is { } only ? (only >= 0 ? "+" : "") + Figures.Exact(only) : "not known";
            text.Append(CultureInfo.InvariantCulture, $"- {change.What}: {before} before, {after} after ({change.How}).\n");
        }

        if (wish.Terms.Kind == PlanKind.Swap && wish.SlippagePercent is { } slippage && PlanSimulation.Out(wish).Amount is { } comes)
            text.Append(CultureInfo.InvariantCulture, $"- Least that may come out: {Figures.Rounded(comes * (1 - (slippage / 100)), 12)} {wish.Terms.ToToken} (slippage {Figures.Percent(slippage)}, as stated).\n");
    }

    private IEnumerable<string> Risks()
    {
        var terms = wish.Terms;
        if (positions.Balance(wish.Chain, terms.Token) is { } balance && balance < terms.Amount && terms.Kind is not (PlanKind.Withdraw or PlanKind.Approve))
            yield return $"the positions file has {Figures.Exact(balance)} {terms.Token} on {wish.Chain.Name}, less than the amount";
        if (wish.Destination is not null) yield return "what goes to another address cannot be reversed by anyone; send a small amount first and wait until it has arrived";
        if (wish.NeedsAllowance) yield return "an allowance that is left over can be taken later; the exact amount leaves none, and an older one should be set to 0";
        if (wish.Allowance > terms.Amount) yield return $"the spender may already take {Figures.Exact(wish.Allowance.Value)} {terms.Token}, more than this needs; set it to 0 afterwards";
        if (terms.Kind == PlanKind.Swap) yield return "the price moves until it is mined; a swap with a wide limit invites others to trade against it";
        if (terms.Kind == PlanKind.Bridge) yield return "a bridge holds what is under way; check that the token that arrives is the one meant, and that there is coin for fees on the other side";
        if (terms.Kind == PlanKind.Deposit) yield return $"a deposit is a loan to strangers and a trust in code{(terms.Risk is { } risk ? $"; the person named this risk: {risk}" : "")}";
        if (terms.Kind == PlanKind.Withdraw) yield return "a withdrawal waits when all that was supplied is lent out";
        if (terms.Kind == PlanKind.Repay) yield return "interest runs until it is mined, so a little debt may stay; the exact amount is approved all the same";
        if (terms.Kind == PlanKind.Approve) yield return "whoever controls the spender can take the amount at any time";
    }

    private static string Form(Address address, Chain chain) =>
        chain.Family == ChainFamily.Solana ? "32 bytes in base58, which has no checksum" : address.Checksummed ? "its checksum holds" : "it came without a checksum, which is shown here";
}
