namespace LocalsOnly.Agents.Tools.Market;

/// <summary>
/// What VINCE looks at. Nothing here trades, and nothing is written. Results hold figures, and of the words of others only names that are too short, or of too few
/// kinds of letters, to be a sentence: that is why none of them is fenced.
/// </summary>
internal sealed class MarketToolset(
    PriceTool prices,
    PerpTool perps,
    FundingTool funding,
    VolatilityTool volatility,
    SentimentTool sentiment,
    DefiTool defi,
    TokenTool token,
    BriefTool brief) : IToolset
{
    public IReadOnlyList<Tool> Tools { get; } = [prices.Tool, perps.Tool, funding.Tool, volatility.Tool, sentiment.Tool, defi.Tool, token.Tool, brief.Tool];
}
