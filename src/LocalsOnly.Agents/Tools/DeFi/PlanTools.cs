using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary><c>defi_plan</c>, <c>defi_confirm</c> and <c>defi_plans</c>: plans that a person carries out in their own wallet. Nothing here can sign or send.</summary>
internal sealed class PlanTools(PlanBook book, PositionsFile positions, YieldSource yields)
{
    private const int Most = 20;

    public IReadOnlyList<Tool> Tools =>
    [
        new(AIFunctionFactory.Create(Plan, new AIFunctionFactoryOptions
        {
            Name = "defi_plan",
            Description = "Plans a swap, bridge, deposit, withdrawal, approval, repayment or transfer: what to verify, one step per signature, simulated balances, risks, and a code to confirm "
                + "it by. Give only what the person or a tool has said; leave out what is not known. Nothing is signed or sent.",
        }))
        {
            Effect = ToolEffect.Write,
            MostCharacters = 8000,
            AskedBy =
            [
                "plan", "swap", "bridge", "bridging", "deposit", "withdraw", "approv", "repay", "send", "transfer", "move", "moving", "supply", "lend", "exchange", "convert", "allow",
                "échang", "echang", "déplac", "deplac", "dépos", "depos", "retir", "retrait", "approuv", "autoris", "rembours", "transfér", "envoy", "envoi", "conver", "prêt", "pret", "pont",
                "tausch", "umtausch", "überweis", "ueberweis", "einzahl", "einleg", "abheb", "auszahl", "genehmig", "freigeb", "zurückzahl", "zurueckzahl", "tilg", "schick", "überbrück",
                "verleih", "umwandl", "übertrag",
            ],
        },
        new(AIFunctionFactory.Create(Confirm, new AIFunctionFactoryOptions
        {
            Name = "defi_confirm",
            Description = "Marks one plan as confirmed when the person's message of this turn names its code, its amount and, where it has a destination, the last characters of that. "
                + "A bare yes never does. Nothing is signed or sent.",
        }))
        {
            Effect = ToolEffect.Write,
            AskedBy = ["confirm", "agree", "approv", "accept", "valid", "accord", "approuv", "bestätig", "bestaetig", "einverstanden", "genehmig"],
        },
        new(AIFunctionFactory.Create(List, new AIFunctionFactoryOptions
        {
            Name = "defi_plans",
            Description = "Plans that were made: open, confirmed or expired; or one of them in full, by its code.",
        }))
        {
            MostCharacters = 8000,
        },
    ];

    private string Plan(
        AIFunctionArguments arguments,
        [Description("swap, bridge, deposit, withdraw, approve, repay or transfer.")] string action,
        [Description("Chain: ethereum, base, arbitrum, optimism, polygon, unichain, bsc, avalanche, hyperevm or solana.")] string chain,
        [Description("Symbol of the token that is moved.")] string token,
        [Description("How much, in that token.")] decimal amount,
        [Description("Symbol of what a swap or a bridge brings.")] string to_token = "",
        [Description("Chain that a bridge leads to.")] string to_chain = "",
        [Description("Contract of the token, copied in full.")] string token_contract = "",
        [Description("Address of who receives, copied in full; for a transfer and a bridge.")] string destination = "",
        [Description("Address that is approved to take the token, copied in full.")] string spender = "",
        [Description("Protocol, like aave-v3.")] string protocol = "",
        [Description("Pool id from defi_yields, for a deposit.")] string pool = "",
        [Description("What the spender may take already, in the token.")] decimal? allowance = null,
        [Description("The pool's reserve of the token, for a constant-product swap.")] decimal? reserve_in = null,
        [Description("The pool's reserve of what comes out.")] decimal? reserve_out = null,
        [Description("What comes out for one token, where no reserves are known.")] decimal? rate = null,
        [Description("Fee in percent of the amount.")] decimal? fee_percent = null,
        [Description("Fixed fee in what comes out.")] decimal? fixed_fee = null,
        [Description("Slippage limit in percent.")] decimal? slippage_percent = null,
        [Description("Fee of one transaction in the chain's coin.")] decimal? gas = null,
        [Description("The risk that the person has named, for a vault of high risk: contract, oracle, peg, liquidity, curator, leverage, bad_debt or reward.")] string risk = "",
        [Description("Whether an unlimited approval was asked for; it is refused.")] bool unlimited = false)
    {
        var turn = ToolTurn.Of(arguments);
        Guard(turn);
        var kind = PlanReading.Kind(action);
        var on = PlanReading.Chain(chain, "chain");
        var symbol = PlanReading.Symbol(token, "token");
        var to = kind == PlanKind.Bridge ? PlanReading.Chain(to_chain, "to_chain") : null;
        if (to == on) throw new ToolException("to_chain is the chain it comes from; a bridge leads to another one.");
        var comes = to_token.Length == 0 ? null : PlanReading.Symbol(to_token, "to_token");
        if (kind == PlanKind.Swap && comes is null) throw new ToolException("to_token is missing; say what the swap is to bring.");
        if (kind is PlanKind.Transfer or PlanKind.Bridge && destination.Trim().Length == 0) throw new ToolException($"destination is missing; a {action.Trim().ToLowerInvariant()} needs the receiving address, copied in full.");
        if (kind is PlanKind.Approve && on.Family == ChainFamily.Solana) throw new ToolException("On Solana nothing is approved beforehand; plan what is to be done itself.");
        var quantity = PlanReading.Amount(amount, unlimited, kind);
        var receives = destination.Trim().Length == 0 ? null : Address.Read(destination, to ?? on, "the destination");
        var contract = token_contract.Trim().Length == 0 ? null : Address.Read(token_contract, on, "the token's contract");
        if (contract is not null && receives is not null && contract.Text == receives.Text) throw new ToolException("The destination is the token's own contract, where whatever is sent is lost; give the receiver's address.");
        var terms = new PlanTerms(kind, on.Id, symbol, quantity)
        {
            ToToken = comes,
            ToChain = to?.Id,
            TokenContract = contract?.Text,
            Destination = receives?.Text,
            Spender = spender.Trim().Length == 0 ? null : Address.Read(spender, on, "the spender").Text,
            Protocol = PlanReading.Name(protocol, "protocol"),
            Pool = PlanReading.Name(pool, "pool"),
        };
        var known = terms.Pool is { } id ? yields.Kept?.Find(id) : null;
        if (kind == PlanKind.Deposit) terms = terms with { Risk = Named(terms, known, risk.Trim().ToLowerInvariant(), turn.Message) };
        var wish = new PlanWish(
            terms, on, to, contract, receives, terms.Spender is null ? null : Address.Read(spender, on, "the spender"), PlanReading.Stated(allowance, "allowance", zero: true),
            PlanReading.Stated(reserve_in, "reserve_in"), PlanReading.Stated(reserve_out, "reserve_out"), PlanReading.Stated(rate, "rate"), PlanReading.Percent(fee_percent, "fee_percent") ?? 0,
            PlanReading.Stated(fixed_fee, "fixed_fee", zero: true) ?? 0, PlanReading.Percent(slippage_percent, "slippage_percent"), PlanReading.Stated(gas, "gas"));
        return Make(wish, known, turn);
    }

    private string Make(PlanWish wish, YieldPool? pool, ToolTurn turn)
    {
        var kept = positions.Read();
        var steps = PlanSteps.Of(wish).Count;
        if (PlanSimulation.TooLittleGas(wish, kept, steps) is { } little) throw new ToolException(little);
        var text = new PlanText(wish, kept, pool, turn.Zone);
        var missing = text.Missing();
        return book.Make(wish.Terms, missing, turn, (code, made, expires) => text.Write(code, made, expires, missing)).Text;
    }

    private static string? Named(PlanTerms terms, YieldPool? pool, string risk, string message)
    {
        if (pool is { Single: false } or { ImpermanentLoss: true }) throw PlanReading.Provision();
        if (risk.Length > 0 && !VaultRisk.IsRisk(risk)) throw new ToolException($"risk is none of {VaultRisk.Names}.");
        var named = risk.Length > 0 && VaultRisk.IsNamedIn(message, risk);
        return VaultRisk.Why(terms.Pool, pool) is { } why && !named
            ? throw new ToolException($"This vault counts as one of high risk, because {why}; before it is planned the person must name a risk of it in their own words and this message, such as the oracle, the peg or a hack.")
            : named ? risk : null;
    }

    private string Confirm(AIFunctionArguments arguments, [Description("Code of the plan.")] string code)
    {
        var turn = ToolTurn.Of(arguments);
        Guard(turn);
        if (turn.AskedBy is not null) throw new ToolException("Only the person confirms a plan, in a message of their own.");
        var plan = book.Confirm(PlanCode.Read(code), turn);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Plan {plan.Code} is confirmed: {plan.Terms.Summary}. It is ready for the person's own wallet; nothing was signed or sent.");
        if (plan.Terms.Destination is not null) text.Append(" What leaves for that address cannot be reversed by anyone: send a small amount first.");
        if (plan.Missing.Count > 0) text.Append(CultureInfo.InvariantCulture, $" Still missing, and to be known before the first signature: {string.Join("; ", plan.Missing)}.");
        return text.ToString();
    }

    private string List(
        AIFunctionArguments arguments,
        [Description("open, confirmed, expired or all.")] string status = "all",
        [Description("Code of one plan, to see it in full; empty for the list.")] string code = "")
    {
        var turn = ToolTurn.Of(arguments);
        if (status is not ("open" or "confirmed" or "expired" or "all")) throw new ToolException("status is none of open, confirmed, expired and all.");
        var seen = book.Seen(turn);
        if (code.Trim().Length > 0)
        {
            var one = seen.FirstOrDefault(state => state.Plan.Code == PlanCode.Read(code)) ?? throw new ToolException("There is no plan with that code here; list the plans to see their codes.");
            return $"{Line(one, turn)}\n{one.Plan.Text}";
        }

        var meant = seen.Where(state => status == "all" || state.Status(turn.Now) == status).Reverse().ToList();
        if (seen.Count == 0) return "No plan was made here yet; one is made when the person asks for a swap, bridge, deposit, withdrawal, approval, repayment or transfer.";
        if (meant.Count == 0) return $"No plan is {status}; {seen.Count.ToString(CultureInfo.InvariantCulture)} are something else.";
        var lines = meant.Take(Most).Select(state => Line(state, turn));
        return string.Join('\n', lines) + (meant.Count > Most ? $"\n{(meant.Count - Most).ToString(CultureInfo.InvariantCulture)} older ones are not listed." : "");
    }

    private static string Line(PlanState state, ToolTurn turn) => $"{state.Plan.Code}, {state.Status(turn.Now)}: {state.Plan.Terms.Summary}; made {Figures.Time(state.Plan.MadeAt, turn.Zone)}, "
        + (state.ConfirmedAt is { } at ? $"confirmed {Figures.Time(at, turn.Zone)}" : $"{(turn.Now < state.Plan.ExpiresAt ? "expires" : "expired")} {Figures.Time(state.Plan.ExpiresAt, turn.Zone)}");

    private static void Guard(ToolTurn turn)
    {
        if (KeyMaterial.Warning(turn.Message) is { } warning) throw new ToolException(warning);
    }
}
