using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>The market at one look. Its parts are read at the same time, and each says for itself that it is old or not to be had.</summary>
internal sealed class BriefTool(PriceTool prices, PerpTool perps, VolatilityTool volatility, SentimentTool sentiment, DefiTool defi, TimeProvider time)
{
    /// <summary>Expiries of options in a brief.</summary>
    private const int FewExpiries = 3;

    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_brief",
        Description = "The market at one look: prices, perpetuals, volatility of BTC and ETH, fear and greed, DeFi. For a daily report.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
        MostCharacters = 9000,
    };

    private async Task<string> AskAsync(
        [Description("One to ten symbols, separated by commas; BTC,ETH,SOL,HYPE when empty.")] string? symbols = null,
        CancellationToken cancellationToken = default)
    {
        var its = MarketSymbol.ParseList(symbols, PerpTool.Usual);
        (string Title, Task<Attempt<string>> Part)[] parts =
        [
            ("PRICES", Attempt<string>.Of(() => prices.ReportAsync(its, cancellationToken))),
            ("PERPETUALS", Attempt<string>.Of(() => perps.ReportAsync(its, cancellationToken))),
            ("VOLATILITY BTC", Attempt<string>.Of(() => volatility.ReportAsync("BTC", FewExpiries, cancellationToken))),
            ("VOLATILITY ETH", Attempt<string>.Of(() => volatility.ReportAsync("ETH", FewExpiries, cancellationToken))),
            ("SENTIMENT", Attempt<string>.Of(() => sentiment.ReportAsync(cancellationToken))),
            ("DEFI", Attempt<string>.Of(() => defi.ReportAsync(cancellationToken))),
        ];
        var read = await Task.WhenAll(parts.Select(part => part.Part));
        return $"Market brief, {Figures.Time(time.GetUtcNow())}\n"
            + string.Join('\n', parts.Zip(read, (part, its) => $"{part.Title}\n{its.Value ?? $"UNAVAILABLE: {its.Why}"}"));
    }
}
