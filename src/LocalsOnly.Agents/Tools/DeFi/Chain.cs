namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>How addresses of a chain are written and whether tokens are spent by allowance.</summary>
internal enum ChainFamily
{
    /// <summary>20 bytes in hexadecimal; a contract spends a token after an approval.</summary>
    Evm,

    /// <summary>32 bytes in base58; there are no approvals in an ordinary transaction.</summary>
    Solana,
}

/// <summary>A chain on which something can be planned.</summary>
/// <param name="Id">As the tools take it: <c>base</c>.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Family">What its addresses look like.</param>
/// <param name="Number">EIP-155 chain id (chainlist.org); null on Solana.</param>
/// <param name="Gas">Symbol of the coin that pays for transactions.</param>
/// <param name="Explorer">Where a person looks things up; nothing here asks it.</param>
internal sealed record Chain(string Id, string Name, ChainFamily Family, int? Number, string Gas, string Explorer)
{
    public static readonly IReadOnlyList<Chain> All =
    [
        new("ethereum", "Ethereum", ChainFamily.Evm, 1, "ETH", "etherscan.io"),
        new("base", "Base", ChainFamily.Evm, 8453, "ETH", "basescan.org"),
        new("arbitrum", "Arbitrum", ChainFamily.Evm, 42161, "ETH", "arbiscan.io"),
        new("optimism", "Optimism", ChainFamily.Evm, 10, "ETH", "optimistic.etherscan.io"),
        new("polygon", "Polygon", ChainFamily.Evm, 137, "POL", "polygonscan.com"),
        new("unichain", "Unichain", ChainFamily.Evm, 130, "ETH", "uniscan.xyz"),
        new("bsc", "BSC", ChainFamily.Evm, 56, "BNB", "bscscan.com"),
        new("avalanche", "Avalanche", ChainFamily.Evm, 43114, "AVAX", "snowtrace.io"),
        new("hyperevm", "HyperEVM", ChainFamily.Evm, 999, "HYPE", "hyperevmscan.io"),
        new("solana", "Solana", ChainFamily.Solana, null, "SOL", "solscan.io"),
    ];

    // Names that people and DefiLlama use for the same chains.
    private static readonly Dictionary<string, string> s_also = new(StringComparer.OrdinalIgnoreCase)
    {
        ["eth"] = "ethereum",
        ["mainnet"] = "ethereum",
        ["arb"] = "arbitrum",
        ["op"] = "optimism",
        ["op mainnet"] = "optimism",
        ["matic"] = "polygon",
        ["binance"] = "bsc",
        ["bnb"] = "bsc",
        ["avax"] = "avalanche",
        ["hyperliquid l1"] = "hyperevm",
        ["hyperliquid"] = "hyperevm",
        ["sol"] = "solana",
    };

    /// <summary>All ids, for a sentence.</summary>
    public static string Ids { get; } = string.Join(", ", All.Select(chain => chain.Id));

    /// <summary>A chain by id, name or usual name; null when it is none of these.</summary>
    public static Chain? Find(string? text)
    {
        if (text?.Trim() is not { Length: > 0 } name) return null;
        var id = s_also.GetValueOrDefault(name, name);
        return All.FirstOrDefault(chain => chain.Id.Equals(id, StringComparison.OrdinalIgnoreCase) || chain.Name.Equals(id, StringComparison.OrdinalIgnoreCase));
    }
}
