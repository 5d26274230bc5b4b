namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Every number that the paper book is run by. Fractions are of one (0.015 is 1.5 %), money is USD, and a day is a UTC day.</summary>
internal static class PaperRules
{
    /// <summary>Imaginary USD with which the account begins.</summary>
    public const decimal OpeningCash = 100_000m;

    /// <summary>What may be lost at the stop, as a fraction of the equity: quantity × |fill − stop|.</summary>
    public const decimal RiskPerTrade = 0.015m;

    /// <summary>Most leverage: notional over margin.</summary>
    public const decimal MostLeverage = 5m;

    /// <summary>Most margin (notional at the fill over leverage) of one position, as a fraction of the equity.</summary>
    public const decimal MostPosition = 0.10m;

    /// <summary>Most margin of all positions together, as a fraction of the equity.</summary>
    public const decimal MostExposure = 0.30m;

    /// <summary>Loss since the beginning of the UTC day at which nothing is opened until the next one.</summary>
    public const decimal DailyLoss = 0.05m;

    /// <summary>Fall from the highest equity at which nothing is opened until a person resets the breaker.</summary>
    public const decimal Drawdown = 0.15m;

    /// <summary>No opening in an asset for this long after its last position was closed.</summary>
    public static readonly TimeSpan Cooldown = TimeSpan.FromMinutes(30);

    public const decimal LeastStrength = 40m;

    public const decimal LeastConfidence = 35m;

    public const int Confirmations = 3;

    /// <summary>Confirmations that are enough when strength and confidence are both high.</summary>
    public const int ConfirmationsWhenStrong = 2;

    /// <summary>Strength and confidence from which two confirmations are enough.</summary>
    public static readonly (decimal Strength, decimal Confidence) Strong = (55m, 55m);

    /// <summary>The same for HIP-3 markets, whose sources are fewer.</summary>
    public static readonly (decimal Strength, decimal Confidence) StrongHip3 = (45m, 40m);

    /// <summary>Distance of the stop from the price when a signal is opened without one.</summary>
    public const decimal UsualStop = 0.02m;

    /// <summary>A stop nearer than this is inside the costs.</summary>
    public const decimal NearestStop = 0.002m;

    /// <summary>At 5x the margin is gone 20 % away; a stop has to act well before that.</summary>
    public const decimal FurthestStop = 0.15m;

    /// <summary>Where profit is taken, in multiples of the distance from the fill to the stop (R): a third, a third, and the rest.</summary>
    public static readonly IReadOnlyList<decimal> Ladder = [1.5m, 3m, 5m];

    /// <summary>5 bps for the round trip, half of it on the notional of each fill.</summary>
    public const decimal FeePerSide = 0.00025m;

    public const decimal LeastSlippage = 0.0002m;

    public const decimal MostSlippage = 0.0020m;

    /// <summary>Notional from which a fill slips by <see cref="MostSlippage"/>.</summary>
    public const decimal SlippageDepth = 100_000m;

    /// <summary>Notional of the smallest order, as on Hyperliquid.</summary>
    public const decimal LeastNotional = 10m;

    /// <summary>Largest figure that is taken as a price or a size: beyond it somebody mistyped.</summary>
    public const decimal MostFigure = 1_000_000_000m;

    /// <summary>Smallest price that ten decimal places still resolve to a tenth of a basis point.</summary>
    public const decimal LeastPrice = 0.00001m;

    /// <summary>A price that is older trades nothing, and is no mark.</summary>
    public static readonly TimeSpan FreshPrice = TimeSpan.FromMinutes(2);

    /// <summary>Without a mark for longer than this, the next one comes after a gap.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMinutes(2);

    /// <summary>So long after the hour, the hour's funding is charged at the rate that is read then; later, at the last known one.</summary>
    public static readonly TimeSpan FundingWindow = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(30);

    /// <summary>Closed positions from which half-Kelly limits the risk.</summary>
    public const int KellyTrades = 30;

    /// <summary>How many of the last closed positions Kelly looks at.</summary>
    public const int KellyWindow = 100;

    /// <summary>Risk when Kelly says that there is no edge: a tenth, so that the book can go on to learn.</summary>
    public const decimal RiskWithoutEdge = 0.0015m;

    /// <summary>Days of returns from which a Sharpe ratio is more than noise.</summary>
    public const int SharpeDays = 30;

    /// <summary>
    /// What a fill of this notional loses to the spread and the book, as a fraction of the price, always against the book:
    /// 2 bps + 18 bps × notional / 100 000 USD, at most 20 bps.
    /// </summary>
    public static decimal Slippage(decimal notional) =>
        LeastSlippage + ((MostSlippage - LeastSlippage) * Math.Min(1m, notional / SlippageDepth));

    public static decimal Fee(decimal notional) => Money(notional * FeePerSide);

    /// <summary>To a millionth of a USD: fees and funding of small positions must not round away.</summary>
    public static decimal Money(decimal amount) => Math.Round(amount, 6, MidpointRounding.ToEven);

    /// <summary>To ten places, for assets of any size.</summary>
    public static decimal Price(decimal price) => Math.Round(price, 10, MidpointRounding.ToEven);

    /// <summary>Down to eight places, so that rounding never takes more risk.</summary>
    public static decimal Quantity(decimal quantity) => Math.Round(quantity, 8, MidpointRounding.ToZero);

    /// <summary>Loss at which a breaker trips, as a fraction of the equity that it counts from.</summary>
    public static decimal Limit(PaperBreaker breaker) => breaker == PaperBreaker.Daily ? DailyLoss : Drawdown;

    /// <summary>A market that its builder has deployed: its name has the builder's in front (xyz:TSLA).</summary>
    public static bool Hip3(string symbol) => symbol.Contains(':', StringComparison.Ordinal);

    public static DateTimeOffset Hour(DateTimeOffset at) => new(at.UtcDateTime.Date.AddHours(at.UtcDateTime.Hour), TimeSpan.Zero);

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
