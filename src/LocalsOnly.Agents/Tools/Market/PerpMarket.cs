namespace LocalsOnly.Agents.Tools.Market;

/// <summary>A perpetual on Hyperliquid, or on an exchange that a builder has deployed there.</summary>
/// <param name="Name">As the exchange lists it: <c>BTC</c>, <c>kPEPE</c> (a market for 1000 units), <c>xyz:NVDA</c>.</param>
/// <param name="Mark">What positions are valued at, in US dollars; null when the exchange gives none.</param>
/// <param name="Mid">Between the best bid and offer.</param>
/// <param name="Oracle">Price of the underlying, from outside the exchange.</param>
/// <param name="PreviousDay">Price 24 hours ago.</param>
/// <param name="Funding">What longs pay shorts for this hour, as a fraction of the position.</param>
/// <param name="OpenInterest">In units of the underlying, one side.</param>
/// <param name="DayVolume">US dollars in 24 hours.</param>
/// <param name="Premium">How far the book stands above the oracle, as a fraction.</param>
internal sealed record PerpMarket(
    string Name,
    decimal? Mark,
    decimal? Mid,
    decimal? Oracle,
    decimal? PreviousDay,
    decimal? Funding,
    decimal? OpenInterest,
    decimal? DayVolume,
    decimal? Premium)
{
    /// <summary>No longer traded.</summary>
    public bool IsDelisted { get; init; }

    /// <summary>Hours in 365 days: funding is paid every hour, and a year's worth is counted without compounding.</summary>
    public const int HoursOfYear = 24 * 365;

    /// <summary>The open interest in US dollars, at the mark.</summary>
    public decimal? OpenInterestDollars => OpenInterest * Mark;

    /// <summary>Of 24 hours, as a fraction.</summary>
    public decimal? DayChange => Figures.Change(Mark, PreviousDay);

    /// <summary>A small k before the name: the market is for 1000 units.</summary>
    public bool IsOfThousand => Name is ['k', >= 'A' and <= 'Z', ..];
}

/// <summary>The perpetuals of one exchange, at one time.</summary>
/// <param name="At">When they were read (UTC).</param>
/// <param name="Stale">Why they are old, as a clause; null when they are fresh.</param>
internal sealed record PerpMarkets(IReadOnlyDictionary<string, PerpMarket> ByName, DateTimeOffset At, string? Stale)
{
    /// <summary>The market that a symbol names, whatever its case.</summary>
    public PerpMarket? Find(MarketSymbol symbol) => ByName.GetValueOrDefault(symbol.ToString());
}
