using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary><c>defi_positions</c>: what the person wrote down, with the arithmetic that belongs to it.</summary>
internal sealed class PositionTools(PositionsFile file, YieldSource source)
{
    public Tool Tool => new(AIFunctionFactory.Create(Positions, new AIFunctionFactoryOptions
    {
        Name = "defi_positions",
        Description = "The positions that the person keeps in their own file: value, rate of the pool where it is known, health factor and liquidation price of loans, "
            + "impermanent loss of pool shares. No wallet is looked at.",
    }));

    private string Positions(AIFunctionArguments arguments)
    {
        var turn = ToolTurn.Of(arguments);
        var list = file.Read();
        if (list.Written is not { } written)
            return $"There are no positions yet: no wallet is looked at, only {file.Path}, which the person writes. It begins like this:\n{PositionsFile.Example}";
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{list.Positions.Count} positions from {Path.GetFileName(list.Path)}, last changed {Figures.Time(written, turn.Zone)}; amounts and prices as written there.\n");
        text.Append(source.Kept is { } kept
            ? $"Pool data: {YieldSource.Feed.Name}, read {Figures.Time(kept.At, turn.Zone)}{(kept.Stale is { } why ? $", an old copy: {why}" : "")}.\n"
            : "Pool data: none read since the host started; ask for yields first to see rates.\n");
        if (list.Positions.Count == 0 && list.Problems.Count == 0) text.Append(CultureInfo.InvariantCulture, $"The file is empty. An entry looks like this:\n{PositionsFile.Example}\n");
        foreach (var position in list.Positions) Append(text, position, source.Kept);
        Total(text, list);
        foreach (var problem in list.Problems) text.Append(CultureInfo.InvariantCulture, $"Left out: {problem}\n");
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, Position position, YieldList? kept)
    {
        text.Append(CultureInfo.InvariantCulture, $"- {position.Name} ({position.Kind.ToString().ToLowerInvariant()}) on {position.Chain.Name}{(position.Protocol is { } protocol ? $", {protocol}" : "")}: ");
        switch (position.Kind)
        {
            case PositionKind.Loan:
                AppendLoan(text, position.Loan!);
                break;
            case PositionKind.Lp:
                AppendShare(text, position);
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{Figures.Exact(position.Amount)} {position.Token}, ");
                text.Append(Price(position, kept) is var (price, from) ? $"{Figures.Usd(position.Amount * price)} ({from})\n" : "value unknown: no price in the file\n");
                break;
        }

        if (position.Pool is not { } id || kept is null) return;
        text.Append(kept.Find(id) is { } pool
            ? $"  pool {id}: APY base {Figures.Percent(pool.ApyBase)}, reward {(pool.ApyReward is null ? "none" : Figures.Percent(pool.ApyReward))}, TVL {Figures.Usd(pool.TvlUsd)}{(pool.Outlier ? ", marked as an outlier" : "")}{Yearly(position, pool, kept)}\n"
            : $"  pool {id}: not in the list\n");
    }

    private static string Yearly(Position position, YieldPool pool, YieldList kept) =>
        position.Kind == PositionKind.Deposit && Price(position, kept) is var (price, _) && pool.ApyBase is { } rate and >= 0 and < 1_000_000
            ? $", {Figures.Usd(position.Amount * price * rate / 100)} a year at the base rate (estimated)"
            : "";

    private static (decimal Price, string From)? Price(Position position, YieldList? kept)
    {
        if (position.Price is { } price) return (price, $"at {Figures.Exact(price)} USD each, your price");
        return position.Pool is { } id && kept?.Find(id) is { Stablecoin: true, Single: true } ? (1, "estimated: a stable coin at 1 USD") : null;
    }

    private static void AppendLoan(StringBuilder text, Loan loan)
    {
        text.Append(CultureInfo.InvariantCulture, $"collateral {Held(loan.Collaterals.Select(each => each.Holding))} = {Figures.Usd(loan.CollateralValue)}; debt {Held(loan.Debts)} = {Figures.Usd(loan.DebtValue)}\n");
        if (loan.HealthFactor is not { } factor)
        {
            text.Append("  no debt, so nothing can be liquidated\n");
            return;
        }

        text.Append(CultureInfo.InvariantCulture, $"  health factor {Figures.Rounded(factor, 3)}{(factor < 1 ? ", below 1: anyone may liquidate it now" : "")}");
        if (loan.LoanToValue is { } ltv) text.Append(CultureInfo.InvariantCulture, $"; loan to value {Figures.Percent(ltv * 100)}");
        if (loan.FallUntilLiquidation is { } fall and >= 0) text.Append(CultureInfo.InvariantCulture, $"; liquidation when the collateral falls by {Figures.Percent(fall * 100)}");
        if (loan.LiquidationPrice is { } price) text.Append(CultureInfo.InvariantCulture, $", at {Figures.Rounded(price, 4)} USD per {loan.Collaterals[0].Holding.Token}");
        text.Append(" (computed from the file, the debt's price unchanged)\n");
    }

    private static void AppendShare(StringBuilder text, Position position)
    {
        var loss = ConstantProduct.ImpermanentLoss(position.Ratio!.Value / position.EntryRatio!.Value);
        text.Append(CultureInfo.InvariantCulture, $"price ratio {Figures.Exact(position.EntryRatio.Value)} at entry, {Figures.Exact(position.Ratio.Value)} now; impermanent loss {Figures.Percent(-loss * 100)} against holding");
        if (position.HeldValue is { } held) text.Append(CultureInfo.InvariantCulture, $"; {Figures.Usd(held * (1 + loss))} in place of {Figures.Usd(held)}");
        text.Append(" (computed for a 50/50 pool, without fees earned)\n");
    }

    private void Total(StringBuilder text, PositionList list)
    {
        var values = list.Positions.Select(Value).ToList();
        if (values.Count(value => value is not null) < 2) return;
        text.Append(CultureInfo.InvariantCulture, $"Together {Figures.Usd(values.Sum() ?? 0)}, loans net of debt");
        var unknown = values.Count(value => value is null);
        text.Append(unknown == 0 ? ".\n" : $", without {unknown.ToString(CultureInfo.InvariantCulture)} of unknown value.\n");
    }

    private decimal? Value(Position position) => position.Kind switch
    {
        PositionKind.Loan => position.Loan!.CollateralValue - position.Loan.DebtValue,
        PositionKind.Lp => position.HeldValue * (1 + ConstantProduct.ImpermanentLoss(position.Ratio!.Value / position.EntryRatio!.Value)),
        _ => Price(position, source.Kept) is var (price, _) ? position.Amount * price : null,
    };

    private static string Held(IEnumerable<Holding> holdings) => string.Join(" and ", holdings.Select(each => $"{Figures.Exact(each.Amount)} {each.Token}")) is { Length: > 0 } all ? all : "none";
}
