using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>The name of a market. It is compared with what a feed lists, in the house; only the name as the feed lists it goes out.</summary>
/// <param name="Exchange">Builder-deployed exchange on Hyperliquid (HIP-3), lower case: <c>xyz</c>; empty for Hyperliquid's own.</param>
/// <param name="Name">Upper case: <c>BTC</c>.</param>
internal readonly partial record struct MarketSymbol(string Exchange, string Name)
{
    /// <summary>Most symbols in one call.</summary>
    public const int Most = 10;

    /// <exception cref="ToolException">It is no symbol.</exception>
    public static MarketSymbol Parse(string? text)
    {
        var match = Pattern().Match(text?.Trim() ?? "");
        return match.Success
            ? new(match.Groups["exchange"].Value.ToLowerInvariant(), match.Groups["name"].Value.ToUpperInvariant())
            : throw new ToolException(
                "That is no symbol; give 1 to 12 letters and digits like BTC, or a market of a builder's exchange like xyz:NVDA, several separated by commas.");
    }

    /// <summary>Symbols separated by commas, each once, in their order; what is given for nothing when there is none.</summary>
    /// <exception cref="ToolException">One of them is no symbol, or they are too many.</exception>
    public static IReadOnlyList<MarketSymbol> ParseList(string? text, params string[] whenNone)
    {
        if (string.IsNullOrWhiteSpace(text)) text = string.Join(',', whenNone);
        var symbols = text.Split(',').Select(Parse).Distinct().ToList();
        return symbols.Count <= Most ? symbols : throw new ToolException($"Those are {symbols.Count} symbols; give at most {Most} in one call.");
    }

    public override string ToString() => Exchange.Length == 0 ? Name : $"{Exchange}:{Name}";

    [GeneratedRegex(@"\A(?:(?<exchange>[A-Za-z][A-Za-z0-9]{0,7}):)?(?<name>[A-Za-z0-9]{1,12})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
