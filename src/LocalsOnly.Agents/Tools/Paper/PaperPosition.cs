using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LocalsOnly.Agents.Tools.Paper;

internal enum PaperSide
{
    Long,
    Short,
}

/// <summary>A resting limit order that takes profit.</summary>
/// <param name="R">Distance from the fill in multiples of the distance to the first stop.</param>
/// <param name="Quantity">How much of the asset; the last target takes all that is left.</param>
internal sealed record PaperTarget(decimal R, decimal Price, decimal Quantity);

/// <summary>An open position. Prices and money in USD, quantities in units of the asset.</summary>
internal sealed record PaperPosition
{
    /// <summary>P1, P2, …</summary>
    public required string Id { get; init; }

    public required string Symbol { get; init; }

    public required PaperSide Side { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The fill, slippage in it.</summary>
    public required decimal Entry { get; init; }

    /// <summary>What is open now.</summary>
    public required decimal Quantity { get; init; }

    public required decimal Leverage { get; init; }

    public required decimal Stop { get; init; }

    /// <summary>What the whole position would have lost at its first stop, before costs: one R.</summary>
    public required decimal Risk { get; init; }

    /// <summary>Nearest first.</summary>
    public required ImmutableList<PaperTarget> Targets { get; init; }

    /// <summary>The last price that is in the journal.</summary>
    public required decimal Mark { get; init; }

    /// <summary>When the book took the mark.</summary>
    public required DateTimeOffset MarkedAt { get; init; }

    /// <summary>When the source was read for it.</summary>
    public required DateTimeOffset PriceAt { get; init; }

    public required string Source { get; init; }

    /// <summary>Last known hourly rate; null when the market has told none.</summary>
    public decimal? HourlyFunding { get; init; }

    /// <summary>The last full hour (UTC) whose funding is settled.</summary>
    public required DateTimeOffset FundedThrough { get; init; }

    /// <summary>Paid so far; negative when the position was paid.</summary>
    public decimal Funding { get; init; }

    public decimal Fees { get; init; }

    /// <summary>Profit of the parts that are closed, before fees and funding.</summary>
    public decimal Realised { get; init; }

    /// <summary>By what kind of idea it was opened; the review groups by it.</summary>
    public required string Setup { get; init; }

    /// <summary>The signal it was opened from; null for the person's own word.</summary>
    public string? Signal { get; init; }

    /// <summary>The observation that ends the idea.</summary>
    public string? Invalidation { get; init; }

    [JsonIgnore]
    public decimal Notional => Quantity * Mark;

    [JsonIgnore]
    public decimal Margin => Quantity * Entry / Leverage;

    [JsonIgnore]
    public decimal Unrealised => Gain(Mark, Quantity);

    /// <summary>1 for a long, −1 for a short.</summary>
    [JsonIgnore]
    public decimal Sign => Side == PaperSide.Long ? 1m : -1m;

    /// <summary>Profit of some quantity at a price, before costs.</summary>
    public decimal Gain(decimal price, decimal quantity) => PaperRules.Money((price - Entry) * quantity * Sign);

    /// <summary>The price has reached the stop or is beyond it.</summary>
    public bool Stopped(decimal price) => Side == PaperSide.Long ? price <= Stop : price >= Stop;

    public bool Reached(PaperTarget target, decimal price) => Side == PaperSide.Long ? price >= target.Price : price <= target.Price;
}

/// <summary>A position that is closed.</summary>
/// <param name="Net">Profit after fees and funding.</param>
/// <param name="R">The same in multiples of what was at risk.</param>
/// <param name="End">How its last part was closed.</param>
internal sealed record PaperTrade(
    string Id, string Symbol, PaperSide Side, string Setup, DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, decimal Net, decimal R, PaperExit End);

internal enum PaperExit
{
    Stop,
    Target,
    Close,
}
