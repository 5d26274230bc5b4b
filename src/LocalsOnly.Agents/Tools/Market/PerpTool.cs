using System.ComponentModel;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>Perpetuals: who pays whom, how much is open, how far the book is from its oracle.</summary>
internal sealed class PerpTool(HyperliquidInfo hyperliquid)
{
    /// <summary>What is shown when nobody says which.</summary>
    public static readonly string[] Usual = ["BTC", "ETH", "SOL", "HYPE"];

    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_perps",
        Description = "Perpetuals on Hyperliquid and its builders' exchanges (stocks, indices, commodities): mark, oracle, 24 h change, funding, open interest, volume, premium.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    private async Task<string> AskAsync(
        [Description("One to ten symbols, separated by commas; BTC,ETH,SOL,HYPE when empty. A market of a builder's exchange is written xyz:NVDA.")] string? symbols = null,
        CancellationToken cancellationToken = default) =>
        await ReportAsync(MarketSymbol.ParseList(symbols, Usual), cancellationToken);

    /// <exception cref="ToolException">There is not one of the markets.</exception>
    public async Task<string> ReportAsync(IReadOnlyList<MarketSymbol> symbols, CancellationToken cancellationToken)
    {
        var exchanges = symbols.Select(symbol => symbol.Exchange).Distinct().ToList();
        var read = await Task.WhenAll(exchanges.Select(exchange => Attempt<PerpMarkets>.Of(() => hyperliquid.MarketsAsync(exchange, cancellationToken))));
        var lines = new List<string>();
        var isAny = false;
        foreach (var (exchange, its) in exchanges.Zip(read))
        {
            if (its.Value is not { } markets)
            {
                lines.Add($"{Name(exchange)}: unavailable. {its.Why}");
                continue;
            }

            lines.Add($"{Name(exchange)}; {Figures.Source(FeedCatalog.Hyperliquid, markets.At, markets.Stale)}");
            foreach (var symbol in symbols.Where(symbol => symbol.Exchange == exchange))
            {
                var market = markets.Find(symbol);
                isAny |= market is not null;
                lines.AddRange(market is null ? [NotListed(symbol, markets)] : market.IsDelisted ? [$"{symbol} is no longer traded."] : Lines(symbol, market));
            }
        }

        return isAny ? string.Join('\n', lines) : throw new ToolException(string.Join(' ', lines));
    }

    private static IEnumerable<string> Lines(MarketSymbol symbol, PerpMarket market)
    {
        if (market.Mark is { } mark) yield return $"{symbol} mark {Figures.Plain(mark)} USD{(market.IsOfThousand ? " for 1000 units" : "")}";
        if (market.Oracle is { } oracle) yield return $"{symbol} oracle {Figures.Plain(oracle)} USD";
        if (market.DayChange is { } change) yield return $"{symbol} 24 h change {Figures.Percent(change)}";
        if (market.Funding is { } funding) yield return $"{symbol} funding {Funding(funding)}";
        if (market.OpenInterestDollars is { } interest) yield return $"{symbol} open interest {Figures.Dollars(interest)} ({Figures.Plain(market.OpenInterest!.Value)} units)";
        if (market.DayVolume is { } volume) yield return $"{symbol} 24 h volume {Figures.Dollars(volume)}";
        if (market.Premium is { } premium) yield return $"{symbol} premium over the oracle {Figures.Percent(premium, 4)}";
    }

    /// <summary>A rate for an hour, and what it would be for a year.</summary>
    public static string Funding(decimal hourly) =>
        $"{Figures.Percent(hourly, 6)} an hour, {Figures.Percent(hourly * PerpMarket.HoursOfYear)} a year (times {PerpMarket.HoursOfYear}, not compounded); "
        + (hourly > 0 ? "longs pay shorts" : hourly < 0 ? "shorts pay longs" : "nobody pays");

    private static string Name(string exchange) => exchange.Length == 0 ? "Perpetuals of Hyperliquid" : $"Perpetuals of the builder's exchange {exchange}";

    private static string NotListed(MarketSymbol symbol, PerpMarkets markets)
    {
        if (symbol.Exchange.Length == 0) return $"{symbol} is not listed.";
        var traded = markets.ByName.Values
            .Where(market => !market.IsDelisted && IsPlain(market.Name))
            .OrderByDescending(market => market.DayVolume)
            .Take(8)
            .Select(market => market.Name);
        return $"{symbol} is not listed; most traded there are {string.Join(", ", traded)}.";
    }

    /// <summary>A builder chooses the names: only what cannot be a sentence is repeated.</summary>
    private static bool IsPlain(string name) => name.Length <= 21 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == ':');
}
