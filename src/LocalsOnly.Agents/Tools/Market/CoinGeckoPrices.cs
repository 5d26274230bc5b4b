using System.Collections.Frozen;
using System.Text.Json;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>
/// Spot prices of the well-known coins. CoinGecko knows coins by an id, and several share a symbol, so what a symbol means here is a fixed table. All of them are
/// asked for at once: one question serves everybody, and does not tell which coin anybody asks about.
/// </summary>
internal sealed class CoinGeckoPrices(IFeedReader feeds)
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(60);

    private static readonly FrozenDictionary<string, string> s_ids = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["BTC"] = "bitcoin",
        ["ETH"] = "ethereum",
        ["SOL"] = "solana",
        ["HYPE"] = "hyperliquid",
        ["XRP"] = "ripple",
        ["BNB"] = "binancecoin",
        ["DOGE"] = "dogecoin",
        ["ADA"] = "cardano",
        ["TRX"] = "tron",
        ["AVAX"] = "avalanche-2",
        ["LINK"] = "chainlink",
        ["SUI"] = "sui",
        ["TON"] = "the-open-network",
        ["LTC"] = "litecoin",
        ["BCH"] = "bitcoin-cash",
        ["DOT"] = "polkadot",
        ["NEAR"] = "near",
        ["APT"] = "aptos",
        ["ATOM"] = "cosmos",
        ["ARB"] = "arbitrum",
        ["OP"] = "optimism",
        ["AAVE"] = "aave",
        ["UNI"] = "uniswap",
        ["LDO"] = "lido-dao",
        ["ENA"] = "ethena",
        ["PENDLE"] = "pendle",
        ["MORPHO"] = "morpho",
        ["TAO"] = "bittensor",
        ["ZEC"] = "zcash",
        ["XMR"] = "monero",
        ["PEPE"] = "pepe",
        ["WBTC"] = "wrapped-bitcoin",
        ["USDC"] = "usd-coin",
        ["USDT"] = "tether",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string s_path =
        $"/api/v3/simple/price?ids={string.Join(',', s_ids.Values.Order(StringComparer.Ordinal))}"
        + "&vs_currencies=usd&include_24hr_change=true&include_last_updated_at=true&precision=full";

    /// <summary>Whether it could have a price.</summary>
    public static bool Knows(MarketSymbol symbol) => symbol.Exchange.Length == 0 && s_ids.ContainsKey(symbol.Name);

    /// <summary>Every price, by symbol. {"bitcoin":{"usd":67187.33,"usd_24h_change":3.63,"last_updated_at":1711356300}}</summary>
    /// <exception cref="ToolException">They cannot be read.</exception>
    public async Task<SpotPrices> ReadAsync(CancellationToken cancellationToken)
    {
        var document = await feeds.GetAsync(FeedCatalog.CoinGecko, s_path, s_fresh, cancellationToken);
        if (document.Root.ValueKind != JsonValueKind.Object) throw Wire.Unknown(FeedCatalog.CoinGecko, "price");
        var prices = new Dictionary<string, SpotPrice>(StringComparer.Ordinal);
        foreach (var (symbol, id) in s_ids)
        {
            if (document.Root.Member(id) is { } coin && coin.Number("usd") is { } price and > 0)
                prices[symbol] = new SpotPrice(price, coin.Number("usd_24h_change") / 100, coin.Seconds("last_updated_at"));
        }

        return prices.Count > 0 ? new SpotPrices(prices, document.At, document.Stale) : throw Wire.Unknown(FeedCatalog.CoinGecko, "price");
    }
}

/// <summary>The price of a coin across exchanges.</summary>
/// <param name="Price">US dollars.</param>
/// <param name="DayChange">Of 24 hours, as a fraction.</param>
/// <param name="Updated">When the source computed it (UTC).</param>
internal sealed record SpotPrice(decimal Price, decimal? DayChange, DateTimeOffset? Updated);

/// <summary>Prices that were read together.</summary>
internal sealed record SpotPrices(IReadOnlyDictionary<string, SpotPrice> BySymbol, DateTimeOffset At, string? Stale);
