using System.Text.Json;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>What is kept of one pool of DefiLlama's list (yields.llama.fi/pools).</summary>
/// <param name="Id">Field <c>pool</c>: names the pool for good.</param>
/// <param name="Chain">As DefiLlama writes it.</param>
/// <param name="Project">Protocol, <c>aave-v3</c>.</param>
/// <param name="Symbol">Tokens, <c>USDC</c> or <c>WETH-USDC</c>.</param>
/// <param name="Meta">What tells two pools of one protocol apart; null when nothing does.</param>
/// <param name="TvlUsd">USD; for lending what is supplied less what is lent out.</param>
/// <param name="Apy">Percent a year, base and reward together.</param>
/// <param name="ApyBase">Percent a year from fees and interest; null when not reported.</param>
/// <param name="ApyReward">Percent a year paid in a reward token; null when there is none.</param>
/// <param name="ApyMean30d">Mean of the last 30 days in percent; null when the pool is younger.</param>
/// <param name="Stablecoin">All its tokens are meant to hold a peg.</param>
/// <param name="ImpermanentLoss">Field <c>ilRisk</c>; null when not reported.</param>
/// <param name="Single">One token at stake, not several.</param>
/// <param name="Outlier">DefiLlama's own mark for a rate that stands far outside what the pool paid before.</param>
internal sealed record YieldPool(
    string Id, string Chain, string Project, string Symbol, string? Meta, decimal TvlUsd, decimal Apy, decimal? ApyBase, decimal? ApyReward, decimal? ApyMean30d,
    bool Stablecoin, bool? ImpermanentLoss, bool Single, bool Outlier)
{
    private const int LongestText = 48;

    /// <summary>A pool of the list; null when a field without which it says nothing is missing or is no sane number.</summary>
    public static YieldPool? Of(JsonElement pool)
    {
        if (pool.ValueKind != JsonValueKind.Object) return null;
        if (Text(pool, "pool") is not { } id || Text(pool, "chain") is not { } chain || Text(pool, "project") is not { } project || Text(pool, "symbol") is not { } symbol) return null;
        if (Number(pool, "tvlUsd") is not { } tvl || Number(pool, "apy") is not { } apy) return null;
        return new YieldPool(
            id, chain, project, symbol, Text(pool, "poolMeta"), tvl, apy, Number(pool, "apyBase"), Number(pool, "apyReward"), Number(pool, "apyMean30d"),
            Flag(pool, "stablecoin"),
            Text(pool, "ilRisk") switch { "yes" => true, "no" => false, _ => null },
            Text(pool, "exposure") == "single",
            Flag(pool, "outlier"));
    }

    private static bool Flag(JsonElement pool, string name) => pool.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    // Reported rates of 10^30 percent exist; no decimal holds them and nobody earns them.
    private static decimal? Number(JsonElement pool, string name) =>
        pool.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : null;

    // Anybody can name a pool, and the name goes into a prompt: a few plain characters are enough to name one, and too few to give an order.
    private static string? Text(JsonElement pool, string name)
    {
        if (!pool.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        var text = new string([.. value.GetString()!.Where(c => char.IsLetterOrDigit(c) || " -._/()+%".Contains(c, StringComparison.Ordinal))]).Trim();
        return text.Length == 0 ? null : text.Length <= LongestText ? text : text[..LongestText];
    }
}

/// <summary>The list as it was last read.</summary>
/// <param name="Pools">In the order of the list.</param>
/// <param name="Skipped">Entries that could not be read.</param>
/// <param name="At">When the feed said it (UTC).</param>
/// <param name="Stale">Why it is old, as a clause; null when it is fresh.</param>
internal sealed record YieldList(IReadOnlyList<YieldPool> Pools, int Skipped, DateTimeOffset At, string? Stale)
{
    /// <summary>A pool by its id.</summary>
    public YieldPool? Find(string id) => Pools.FirstOrDefault(pool => pool.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
