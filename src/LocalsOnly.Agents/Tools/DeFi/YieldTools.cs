using System.ComponentModel;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary><c>defi_yields</c>: what pools pay, by DefiLlama's list.</summary>
internal sealed partial class YieldTools(YieldSource source)
{
    private const int Most = 20;
    private const decimal UsualTvl = 1_000_000m;
    private static readonly string[] s_orders = ["apy", "apy_base", "tvl"];

    public Tool Tool => new(AIFunctionFactory.Create(YieldsAsync, new AIFunctionFactoryOptions
    {
        Name = "defi_yields",
        Description = "What lending markets, vaults and pools pay now, from DefiLlama: APY from interest and fees apart from APY in reward tokens, TVL, risk of impermanent loss, "
            + "outlier mark and pool id. A rate of the past is no promise.",
    }))
    {
        Effect = ToolEffect.Outward,
        // More than ten megabytes on a house's line.
        Deadline = TimeSpan.FromSeconds(60),
    };

    private async Task<string> YieldsAsync(
        AIFunctionArguments arguments,
        [Description("Chain, like ethereum, base, arbitrum or solana; empty for all.")] string chain = "",
        [Description("Token symbol or a part of it, like USDC; letters, digits, dot and minus; empty for all.")] string symbol = "",
        [Description("Only pools whose tokens are all stable coins.")] bool stablecoins = false,
        [Description("Only pools with one token and no impermanent loss.")] bool single = false,
        [Description("Least TVL in USD; 1000000 if left out.")] decimal minimum_tvl = UsualTvl,
        [Description("Order, highest first: apy, apy_base or tvl.")] string order = "apy_base",
        [Description("Also pools that DefiLlama marks as outliers.")] bool outliers = false,
        [Description("How many, 1 to 20.")] int count = 8,
        CancellationToken cancellationToken = default)
    {
        var turn = ToolTurn.Of(arguments);
        if (!s_orders.Contains(order)) throw new ToolException("order is none of apy, apy_base and tvl.");
        if (count is < 1 or > Most) throw new ToolException($"count is {count.ToString(CultureInfo.InvariantCulture)}; write 1 to {Most}.");
        if (minimum_tvl < 0) throw new ToolException("minimum_tvl is below zero; write an amount in USD, 0 for no limit.");
        if (!SymbolPattern().IsMatch(symbol)) throw new ToolException("symbol is no token symbol; write letters, digits, dot and minus only, like USDC.");
        if (!ChainPattern().IsMatch(chain)) throw new ToolException($"chain is no name of a chain; write one like {Chain.Ids}, or leave it empty.");
        var list = await source.GetAsync(cancellationToken);
        var here = chain.Length == 0 ? null : Names(list, chain);
        var meant = list.Pools
            .Where(pool => here is null || here.Contains(pool.Chain))
            .Where(pool => symbol.Length == 0 || pool.Symbol.Contains(symbol, StringComparison.OrdinalIgnoreCase))
            .Where(pool => !stablecoins || pool.Stablecoin)
            .Where(pool => !single || (pool.Single && pool.ImpermanentLoss != true))
            .Where(pool => pool.TvlUsd >= minimum_tvl)
            .ToList();
        var left = outliers ? meant : meant.FindAll(pool => !pool.Outlier);
        var shown = left.OrderByDescending(pool => order switch { "tvl" => pool.TvlUsd, "apy" => pool.Apy, _ => pool.ApyBase ?? 0 })
            .ThenByDescending(pool => pool.TvlUsd).ThenBy(pool => pool.Id, StringComparer.Ordinal).Take(count).ToList();
        return Write(turn, list, shown, left.Count, meant.Count - left.Count, order, minimum_tvl);
    }

    private static HashSet<string> Names(YieldList list, string chain)
    {
        var known = Chain.Find(chain);
        var names = list.Pools.Select(pool => pool.Chain).Distinct(StringComparer.Ordinal)
            .Where(name => name.Equals(chain.Trim(), StringComparison.OrdinalIgnoreCase) || (known is not null && Chain.Find(name) == known)).ToHashSet(StringComparer.Ordinal);
        if (names.Count > 0) return names;
        var most = list.Pools.GroupBy(pool => pool.Chain).OrderByDescending(group => group.Count()).Take(12).Select(group => group.Key);
        throw new ToolException($"The list has no pool on '{chain.Trim()}'; most are on {string.Join(", ", most)}.");
    }

    private static string Write(ToolTurn turn, YieldList list, List<YieldPool> shown, int all, int hidden, string order, decimal minimum)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{YieldSource.Feed.Name}, read {Figures.Time(list.At, turn.Zone)}");
        if (list.Stale is { } why) text.Append(CultureInfo.InvariantCulture, $", an old copy: {why}");
        text.Append(CultureInfo.InvariantCulture, $". {all} pools match with TVL of {Figures.Exact(minimum)} USD or more; {shown.Count} shown by {order}, highest first.");
        if (hidden > 0) text.Append(CultureInfo.InvariantCulture, $" {hidden} more are marked as outliers and left out.");
        if (list.Skipped > 0) text.Append(CultureInfo.InvariantCulture, $" {list.Skipped} entries of the list could not be read.");
        text.Append('\n');
        if (shown.Count == 0) text.Append("None matches; lower minimum_tvl, or ask for another chain or symbol.\n");
        for (var i = 0; i < shown.Count; i++) Append(text, i + 1, shown[i]);
        return text.ToString().TrimEnd();
    }

    private static void Append(StringBuilder text, int number, YieldPool pool)
    {
        text.Append(CultureInfo.InvariantCulture, $"{number}. {pool.Symbol} in {pool.Project} on {pool.Chain}{(pool.Meta is { } meta ? $" ({meta})" : "")}, pool {pool.Id}\n");
        text.Append(CultureInfo.InvariantCulture, $"   APY base {Figures.Percent(pool.ApyBase)}, reward {(pool.ApyReward is null ? "none" : Figures.Percent(pool.ApyReward))}, ");
        text.Append(CultureInfo.InvariantCulture, $"together {Figures.Percent(pool.Apy)}; mean of 30 days {Figures.Percent(pool.ApyMean30d)}\n");
        text.Append(CultureInfo.InvariantCulture, $"   TVL {Figures.Usd(pool.TvlUsd)}; impermanent loss {Risk(pool.ImpermanentLoss)}; {(pool.Single ? "one token" : "several tokens")}; ");
        text.Append(CultureInfo.InvariantCulture, $"outlier {(pool.Outlier ? "yes" : "no")}\n");
    }

    private static string Risk(bool? risk) => risk switch { true => "yes", false => "no", null => "not reported" };

    [GeneratedRegex(@"^[A-Za-z0-9.\-]{0,24}$")]
    private static partial Regex SymbolPattern();

    [GeneratedRegex(@"^[A-Za-z0-9 .\-]{0,24}$")]
    private static partial Regex ChainPattern();
}
