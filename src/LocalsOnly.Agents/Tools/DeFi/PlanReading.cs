using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>Checks what was asked for, rule by rule.</summary>
internal static partial class PlanReading
{
    // More than there is of any token that people move; what is larger is in raw units, or no limit at all.
    private const decimal MostTokens = 1_000_000_000_000m;

    private static readonly string[] s_provision = ["lp", "pool", "liquidity", "add_liquidity", "provide_liquidity", "provide", "mint"];

    /// <exception cref="ToolException">It is not one of the seven, or it is liquidity provision, which is not planned here.</exception>
    public static PlanKind Kind(string action)
    {
        var word = action.Trim().ToLowerInvariant();
        if (s_provision.Contains(word)) throw Provision();
        return Enum.TryParse<PlanKind>(word, ignoreCase: true, out var kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(word[0])
            ? kind
            : throw new ToolException("action is none of swap, bridge, deposit, withdraw, approve, repay and transfer.");
    }

    public static Chain Chain(string text, string field) => DeFi.Chain.Find(text) ?? throw new ToolException($"{field} is no chain that plans are made for; write one of {DeFi.Chain.Ids}.");

    /// <summary>A token's symbol; a pair is a pool share, which is refused.</summary>
    public static string Symbol(string text, string field)
    {
        var symbol = text.Trim();
        if (PairPattern().IsMatch(symbol)) throw Provision();
        return SymbolPattern().IsMatch(symbol) ? symbol : throw new ToolException($"{field} is no token symbol; write 1 to 12 letters, digits or dots, like USDC.");
    }

    public static decimal Amount(decimal amount, bool unlimited, PlanKind kind)
    {
        if (unlimited || (kind == PlanKind.Approve && amount > MostTokens))
            throw new ToolException("An unlimited approval is not planned here: whoever controls the spender could take everything, at any time; ask for the exact amount that is needed.");
        if (amount <= 0) throw new ToolException("amount is not above zero; write how many tokens, like 100.5.");
        return amount <= MostTokens ? amount / 1.0000000000000000000000000000m : throw new ToolException("amount is more than there is of any token; write it in tokens and not in the smallest unit.");
    }

    /// <summary>A number that only the simulation uses.</summary>
    public static decimal? Stated(decimal? value, string field, bool zero = false) => value switch
    {
        null => null,
        < 0 or > MostTokens => throw new ToolException($"{field} is out of range; write a number from 0 to {Figures.Exact(MostTokens)}."),
        0 when !zero => throw new ToolException($"{field} is 0; write what it is, or leave it out."),
        _ => value,
    };

    public static decimal? Percent(decimal? value, string field) =>
        value is null or (>= 0 and < 100) ? value : throw new ToolException($"{field} is no percentage; write a number from 0 to below 100, like 0.3.");

    /// <summary>The name of a protocol or a pool's id; null when empty.</summary>
    public static string? Name(string text, string field) => text.Trim() switch
    {
        "" => null,
        var name when NamePattern().IsMatch(name) => name,
        _ => throw new ToolException($"{field} is no name; write letters, digits, spaces, dots, underscores and minus only, at most 48."),
    };

    public static ToolException Provision() =>
        new("Positions as a liquidity provider are not planned here, for impermanent loss makes them a trade and no deposit; a deposit of one token can be planned.");

    [GeneratedRegex(@"^[A-Za-z0-9.₮]{1,12}$")]
    private static partial Regex SymbolPattern();

    [GeneratedRegex(@"^[A-Za-z0-9.₮]{1,12}(?:[-/+][A-Za-z0-9.₮]{1,12})+(?: ?LP)?$|^(?:UNI-V2|SLP|LP)$", RegexOptions.IgnoreCase)]
    private static partial Regex PairPattern();

    [GeneratedRegex(@"^[A-Za-z0-9 ._\-]{1,48}$")]
    private static partial Regex NamePattern();
}
