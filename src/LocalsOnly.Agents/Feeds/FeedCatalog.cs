namespace LocalsOnly.Agents.Feeds;

/// <summary>Every public source that any desk may ever read. What is not here is not asked.</summary>
internal static class FeedCatalog
{
    /// <summary>Perpetuals, their funding and open interest: <c>POST /info</c>, without a key.</summary>
    public static Feed Hyperliquid { get; } = new("hyperliquid", "Hyperliquid", new Uri("https://api.hyperliquid.xyz"));

    /// <summary>Options and the volatility index: <c>GET /api/v2/public/…</c>, without a key.</summary>
    public static Feed Deribit { get; } = new("deribit", "Deribit", new Uri("https://www.deribit.com"));

    /// <summary>Spot prices of coins: <c>GET /api/v3/simple/price</c>. A few tens of requests a minute without a key.</summary>
    public static Feed CoinGecko { get; } = new("coingecko", "CoinGecko", new Uri("https://api.coingecko.com"));

    /// <summary>The fear and greed index: <c>GET /fng/</c>, one value a day.</summary>
    public static Feed Alternative { get; } = new("alternative", "alternative.me", new Uri("https://api.alternative.me"));

    /// <summary>What is locked in chains and protocols.</summary>
    public static Feed DefiLlama { get; } = new("defillama", "DefiLlama", new Uri("https://api.llama.fi"));

    /// <summary>Yields of pools. The list is one answer of well over ten megabytes.</summary>
    public static Feed Yields { get; } = new("yields", "DefiLlama yields", new Uri("https://yields.llama.fi")) { MostBytes = 32 << 20 };

    /// <summary>Pairs of a token on decentralised exchanges, by contract address.</summary>
    public static Feed DexScreener { get; } = new("dexscreener", "DexScreener", new Uri("https://api.dexscreener.com"));

    /// <summary>Weather.</summary>
    public static Feed OpenMeteo { get; } = new("openmeteo", "Open-Meteo", new Uri("https://api.open-meteo.com"));

    /// <summary>Waves and water temperature.</summary>
    public static Feed OpenMeteoMarine { get; } = new("openmeteo-marine", "Open-Meteo marine", new Uri("https://marine-api.open-meteo.com"));

    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Feed> All { get; } =
        [Hyperliquid, Deribit, CoinGecko, Alternative, DefiLlama, Yields, DexScreener, OpenMeteo, OpenMeteoMarine];
}
