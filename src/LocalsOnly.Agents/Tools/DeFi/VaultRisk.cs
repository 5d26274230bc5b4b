using System.Globalization;
using System.Text;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>
/// Which vaults are of high risk, and whether a person has named the risk in their own message. A vault of which nothing is known counts as high: otherwise leaving out its id
/// would be the way around the rule.
/// </summary>
internal static class VaultRisk
{
    /// <summary>USD. A vault below it can be emptied, or moved, by one depositor.</summary>
    public const decimal LowTvl = 1_000_000m;

    /// <summary>Percent a year. What pays more pays for something.</summary>
    public const decimal HighApy = 25m;

    private static readonly Dictionary<string, string[]> s_named = new(StringComparer.Ordinal)
    {
        ["contract"] = ["exploit", "hack", "bug", "smart contract", "smart-contract", "faille", "pirat", "contrat", "lucke", "vertragsfehler"],
        ["oracle"] = ["oracle", "orakel"],
        ["peg"] = ["peg", "depeg", "ancrage", "parite", "bindung", "entkoppl"],
        ["liquidity"] = ["illiquid", "liquidit", "withdraw", "stuck", "locked", "bloqu", "retrait", "retirer", "gesperrt", "auszahl", "abheb"],
        ["curator"] = ["curator", "curateur", "kurator", "admin", "multisig", "rug", "betreiber"],
        ["leverage"] = ["leverage", "liquidat", "loop", "levier", "hebel"],
        ["bad_debt"] = ["bad debt", "insolven", "creance", "defaut", "ausfall"],
        ["reward"] = ["reward", "incentiv", "recompense", "belohn", "anreiz"],
    };

    private static readonly string[] s_owned = ["risk", "risque", "risiko", "lose", "loss", "lost", "perd", "perte", "verlier", "verlust"];

    public static string Names { get; } = string.Join(", ", s_named.Keys);

    /// <summary>Why a deposit is of high risk, as a clause; null when nothing says so.</summary>
    public static string? Why(string? id, YieldPool? pool)
    {
        if (pool is null) return id is null ? "no pool id was given, so nothing is known of it" : "its pool is not in the list that was last read, so nothing is known of it";
        if (pool.Outlier) return "DefiLlama marks its rate as an outlier";
        if (pool.TvlUsd < LowTvl) return $"its TVL of {Figures.Usd(pool.TvlUsd)} is below {Figures.Usd(LowTvl)}";
        return pool.Apy > HighApy ? $"its APY of {Figures.Percent(pool.Apy)} is above {Figures.Percent(HighApy)}" : null;
    }

    /// <summary>Whether a message names this risk as one.</summary>
    public static bool IsNamedIn(string message, string risk) => s_named.TryGetValue(risk, out var words) && Holds(message, words) && Holds(message, s_owned);

    public static bool IsRisk(string risk) => s_named.ContainsKey(risk);

    private static bool Holds(string message, string[] beginnings)
    {
        var folded = new string([.. message.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)]).ToLowerInvariant();
        return beginnings.Any(word =>
        {
            for (var at = folded.IndexOf(word, StringComparison.Ordinal); at >= 0; at = folded.IndexOf(word, at + 1, StringComparison.Ordinal))
                if (at == 0 || !char.IsLetter(folded[at - 1])) return true;
            return false;
        });
    }
}
