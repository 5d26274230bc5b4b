namespace LocalsOnly.Agents.Tools.Market;

/// <summary>The price of one coin or market, for desks that compute with it. Never made up: what no feed gives is null.</summary>
internal interface IMarketPrices
{
    /// <summary>The price in US dollars; null when no known source has the symbol.</summary>
    /// <param name="symbol">A symbol (<c>BTC</c>) or a market of a builder-deployed exchange (<c>xyz:NVDA</c>), in any case.</param>
    /// <exception cref="ToolException">
    /// The symbol is no symbol, names a builder's exchange that there is not, or a source that could have it fails and no other has it: the sentence says which and why.
    /// </exception>
    Task<MarketPrice?> FindAsync(string symbol, CancellationToken cancellationToken);
}

/// <summary>What a market was at, at a time.</summary>
/// <param name="Symbol">As the source writes it.</param>
/// <param name="Price">US dollars for one unit.</param>
/// <param name="Source">Who says so, with what it is: <c>Hyperliquid mark</c>.</param>
/// <param name="At">When it was read from the source (UTC).</param>
/// <param name="Stale">Why this is an old price, as a clause; null when it is fresh.</param>
/// <param name="HourlyFunding">What longs pay shorts for the hour, as a fraction of the position (0.0000125 is 0.00125 %); null when not known.</param>
internal sealed record MarketPrice(string Symbol, decimal Price, string Source, DateTimeOffset At, string? Stale, decimal? HourlyFunding);
