using System.ComponentModel;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>Prices, from two sources that do not know of each other.</summary>
internal sealed class PriceTool(HyperliquidInfo hyperliquid, CoinGeckoPrices coinGecko)
{
    /// <summary>From this difference on, as a fraction, two sources are said to disagree.</summary>
    private const decimal Disagreement = 0.01m;

    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_price",
        Description = "Prices now, in US dollars: Hyperliquid's mark, and CoinGecko's price beside it for the well-known coins. Each with its source and time.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    private async Task<string> AskAsync(
        [Description("One to ten symbols, separated by commas: BTC,ETH,SOL. A market of a builder's exchange is written xyz:NVDA.")] string symbols,
        CancellationToken cancellationToken) =>
        await ReportAsync(MarketSymbol.ParseList(symbols), cancellationToken);

    /// <exception cref="ToolException">There is not one price.</exception>
    public async Task<string> ReportAsync(IReadOnlyList<MarketSymbol> symbols, CancellationToken cancellationToken)
    {
        var spot = symbols.Any(CoinGeckoPrices.Knows) ? Attempt<SpotPrices>.Of(() => coinGecko.ReadAsync(cancellationToken)) : null;
        var perps = symbols.Select(symbol => symbol.Exchange).Distinct().ToDictionary(
            exchange => exchange,
            exchange => Attempt<PerpMarkets>.Of(() => hyperliquid.MarketsAsync(exchange, cancellationToken)));
        await Task.WhenAll(perps.Values);
        var spots = spot is null ? null : await spot;

        var lines = new List<string>();
        var isAny = false;
        foreach (var symbol in symbols)
        {
            var its = await perps[symbol.Exchange];
            var market = its.Value?.Find(symbol) is { IsDelisted: false, Mark: not null } listed ? listed : null;
            var coin = symbol.Exchange.Length == 0 ? spots?.Value?.BySymbol.GetValueOrDefault(symbol.Name) : null;
            isAny |= market is not null || coin is not null;
            if (market is not null) lines.Add(PerpLine(symbol, market, its.Value!));
            if (coin is not null) lines.Add(SpotLine(symbol, coin, spots!.Value!));
            if (Figures.Change(coin?.Price, market?.Mark) is { } apart && Math.Abs(apart) > Disagreement)
            {
                var difference = Figures.Percent(Math.Abs(apart)).TrimStart('+');
                lines.Add($"{symbol}: the two prices differ by {difference}, more than 1 %. Say so, and rely on neither until it is clear why.");
            }

            if (market is null && coin is null) lines.Add($"{symbol}: no price. {Why(symbol, its, spots)}");
        }

        if (!isAny) throw new ToolException(string.Join(' ', lines));
        if (spots?.Why is { } uncheckedFor) lines.Add($"Not cross-checked: {uncheckedFor}");
        if (spots?.Value is not null && perps.TryGetValue("", out var own) && (await own).Why is { } aloneFor) lines.Add($"From CoinGecko alone: {aloneFor}");
        return string.Join('\n', lines);
    }

    private static string PerpLine(MarketSymbol symbol, PerpMarket market, PerpMarkets markets) =>
        $"{symbol} {Figures.Plain(market.Mark!.Value)} USD{(market.IsOfThousand ? " for 1000 units" : "")}, mark of the perpetual"
        + (market.Mid is { } mid ? $" (mid {Figures.Plain(mid)} USD)" : "")
        + (market.DayChange is { } change ? $", 24 h {Figures.Percent(change)}" : "")
        + $"; {Figures.Source(FeedCatalog.Hyperliquid, markets.At, markets.Stale)}";

    private static string SpotLine(MarketSymbol symbol, SpotPrice coin, SpotPrices prices) =>
        $"{symbol} {Figures.Plain(coin.Price)} USD, spot across exchanges"
        + (coin.DayChange is { } change ? $", 24 h {Figures.Percent(change)}" : "")
        + $"; {Figures.Source(FeedCatalog.CoinGecko, prices.At, prices.Stale)}"
        + (coin.Updated is { } updated ? $", computed {Figures.Time(updated)}" : "");

    private static string Why(MarketSymbol symbol, Attempt<PerpMarkets> perps, Attempt<SpotPrices>? spots) =>
        perps.Why is null && (spots?.Why is null || !CoinGeckoPrices.Knows(symbol))
            ? (perps.Value!.Find(symbol) is not null
                ? "Hyperliquid lists it, but it is not traded there now."
                : "Hyperliquid does not list it" + (symbol.Exchange.Length == 0 ? ", and it is none of the coins that CoinGecko is asked for." : "."))
            : string.Join(' ', new[] { perps.Why, CoinGeckoPrices.Knows(symbol) ? spots?.Why : null }.OfType<string>());
}
