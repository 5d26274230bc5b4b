using System.ComponentModel;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>What funding has been, so that one hour is not taken for a habit.</summary>
internal sealed class FundingTool(HyperliquidInfo hyperliquid)
{
    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_funding_history",
        Description = "What a perpetual on Hyperliquid paid in funding over the last hours: mean, sum, lowest, highest, and how often longs paid.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    private async Task<string> AskAsync(
        [Description("One symbol: BTC, or xyz:NVDA on a builder's exchange.")] string symbol,
        [Description("How many hours back, 1 to 456; 24 when empty.")] int hours = 24,
        CancellationToken cancellationToken = default)
    {
        var its = MarketSymbol.Parse(symbol);
        if (hours is < 1 or > HyperliquidInfo.MostFundingHours)
            throw new ToolException($"Give hours between 1 and {HyperliquidInfo.MostFundingHours}.");
        var markets = await hyperliquid.MarketsAsync(its.Exchange, cancellationToken);
        // Only a name that Hyperliquid lists, in its spelling, goes out.
        var market = markets.Find(its) ?? throw new ToolException($"Hyperliquid does not list {its}; market_perps tells what there is.");
        var history = await hyperliquid.FundingAsync(market, hours, cancellationToken);
        if (history.Payments.Count == 0) throw new ToolException($"Hyperliquid has no funding of {its} since {Figures.Time(history.From)}.");
        return string.Join('\n', Lines(its, hours, history));
    }

    private static IEnumerable<string> Lines(MarketSymbol symbol, int hours, FundingHistory history)
    {
        var payments = history.Payments;
        var sum = payments.Sum(payment => payment.Rate);
        var lowest = payments.MinBy(payment => payment.Rate)!;
        var highest = payments.MaxBy(payment => payment.Rate)!;
        yield return $"Funding of {symbol} since {Figures.Time(history.From)}; {Figures.Source(FeedCatalog.Hyperliquid, history.At, history.Stale)}";
        yield return $"{payments.Count} hourly payments" + (payments.Count < hours ? $" of {hours} hours asked for" : "");
        yield return $"mean {PerpTool.Funding(sum / payments.Count)}";
        yield return $"sum {Figures.Percent(sum, 6)} of the position, {(sum > 0 ? "paid by longs" : sum < 0 ? "paid by shorts" : "nobody paid")}";
        yield return $"lowest {Figures.Percent(lowest.Rate, 6)} an hour, at {Figures.Time(lowest.At)}";
        yield return $"highest {Figures.Percent(highest.Rate, 6)} an hour, at {Figures.Time(highest.At)}";
        yield return $"last {Figures.Percent(payments[^1].Rate, 6)} an hour, at {Figures.Time(payments[^1].At)}";
        yield return $"longs paid in {payments.Count(payment => payment.Rate > 0)} of {payments.Count} hours";
    }
}
