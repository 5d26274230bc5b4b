using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>Hyperliquid's mark first, then CoinGecko's price. A fresh price goes before an old one, whoever has it.</summary>
internal sealed class MarketPrices(HyperliquidInfo hyperliquid, CoinGeckoPrices coinGecko) : IMarketPrices
{
    public async Task<MarketPrice?> FindAsync(string symbol, CancellationToken cancellationToken)
    {
        var its = MarketSymbol.Parse(symbol);
        var perp = await Attempt<MarketPrice?>.Of(() => OfPerpAsync(its, cancellationToken));
        var spot = perp.Value is not { Stale: null } && CoinGeckoPrices.Knows(its)
            ? await Attempt<MarketPrice?>.Of(() => OfSpotAsync(its, cancellationToken))
            : new Attempt<MarketPrice?>(null, null);
        var price = new[] { perp.Value, spot.Value }.OfType<MarketPrice>().OrderBy(each => each.Stale is not null).ThenByDescending(each => each.At).FirstOrDefault();
        return price is null && (perp.Why ?? spot.Why) is not null
            ? throw new ToolException(string.Join(' ', new[] { perp.Why, spot.Why }.OfType<string>()))
            : price;
    }

    private async Task<MarketPrice?> OfPerpAsync(MarketSymbol symbol, CancellationToken cancellationToken)
    {
        var markets = await hyperliquid.MarketsAsync(symbol.Exchange, cancellationToken);
        return markets.Find(symbol) is { IsDelisted: false, Mark: { } mark } market
            ? new MarketPrice(market.Name, mark, $"{FeedCatalog.Hyperliquid.Name} mark", markets.At, markets.Stale, market.Funding)
            : null;
    }

    private async Task<MarketPrice?> OfSpotAsync(MarketSymbol symbol, CancellationToken cancellationToken)
    {
        var prices = await coinGecko.ReadAsync(cancellationToken);
        return prices.BySymbol.TryGetValue(symbol.Name, out var price)
            ? new MarketPrice(symbol.Name, price.Price, $"{FeedCatalog.CoinGecko.Name} price", prices.At, prices.Stale, null)
            : null;
    }
}
