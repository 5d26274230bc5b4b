namespace LocalsOnly.Agents.Tools.Market;

/// <summary>The last price of a market, for desks that count with prices and do not show markets.</summary>
internal interface IMarketPrices
{
    /// <summary>The price of a market; null when no source knows the symbol.</summary>
    /// <exception cref="ToolException">No source can be asked now, and none was read before.</exception>
    Task<MarketPrice?> FindAsync(string symbol, CancellationToken ct);
}

/// <summary>A price and where it is from.</summary>
/// <param name="Symbol">As the source writes it: BTC, xyz:TSLA.</param>
/// <param name="Price">In USD; the mark of a perpetual, else the last trade.</param>
/// <param name="HourlyFunding">What a long pays a short each hour, as a fraction of the notional (0.0000125 is 0.00125 %); null where there is none.</param>
/// <param name="Source">As people call it: Hyperliquid.</param>
/// <param name="At">When it was read from the source (UTC).</param>
/// <param name="Stale">Why this is an old copy, as a clause; null when it is fresh.</param>
internal sealed record MarketPrice(string Symbol, decimal Price, decimal? HourlyFunding, string Source, DateTimeOffset At, string? Stale);
