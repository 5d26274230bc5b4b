namespace LocalsOnly.Agents.Tools.Options;

/// <summary>A coin on which weekly options are sold at Hypersurface.</summary>
/// <param name="Symbol">As the venue names it.</param>
/// <param name="Width">How much wider its bands are than those of the large coins.</param>
internal sealed record Underlying(string Symbol, double Width = 1)
{
    /// <summary>HYPE moves about one and a half times as much as the others, so all its distances are that much wider.</summary>
    public static IReadOnlyList<Underlying> All { get; } = [new("HYPE", 1.5), new("SOL"), new("WBTC"), new("ETH")];

    /// <summary>The coin of a name, in any case; BTC is what WBTC stands for.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static Underlying Named(string name)
    {
        var symbol = (name ?? "").Trim().ToUpperInvariant();
        if (symbol == "BTC") symbol = "WBTC";
        return All.FirstOrDefault(coin => coin.Symbol == symbol)
            ?? throw new ToolException($"Weekly options are sold on {string.Join(", ", All.Select(coin => coin.Symbol))}; give one of these as asset.");
    }
}
