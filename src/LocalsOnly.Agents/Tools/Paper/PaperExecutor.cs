using System.Collections.Immutable;
using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>What a person wants opened.</summary>
/// <param name="Signal">The signal to open from; null for the person's own word, which then has an asset, a side and a stop.</param>
/// <param name="Notional">USD; null for as much as the risk allows.</param>
/// <param name="Leverage">Null for the lowest that fits.</param>
internal sealed record PaperOrder(string? Signal, string? Symbol, PaperSide? Side, decimal? Stop, decimal? Notional, decimal? Leverage, string? Setup);

/// <summary>
/// The only way into a position. It is called by <c>paper_open</c> and by nothing else: signals are made elsewhere, and the marker, which runs by the clock, cannot
/// reach it. It trades in the journal, and there is no other market behind it.
/// </summary>
internal sealed class PaperExecutor(PaperLedger ledger, PaperPrices prices)
{
    /// <exception cref="ToolException">Refused, with the number and its limit, or the order cannot be understood.</exception>
    public async Task<PositionOpened> OpenAsync(PaperOrder order, CancellationToken cancellationToken)
    {
        var symbol = order.Signal is { } id ? Signal(ledger.Book, id).Symbol : order.Symbol!;
        var price = await prices.TradableAsync(symbol, cancellationToken);
        var (opened, refusal) = ledger.Write(draft => Open(draft, order, price));
        return opened ?? throw new ToolException($"Not opened on paper. {refusal!.Sentence}");
    }

    private static (PositionOpened?, PaperRefusal?) Open(PaperDraft draft, PaperOrder order, MarketPrice price)
    {
        PaperMarking.Settle(draft, price.Symbol, price);
        var signal = order.Signal is { } id ? Signal(draft.Book, id) : null;
        var side = signal?.Side ?? order.Side!.Value;
        var stop = PaperRules.Price(order.Stop ?? price.Price * (side == PaperSide.Long ? 1m - PaperRules.UsualStop : 1m + PaperRules.UsualStop));
        var refusal = Standing(draft, price.Symbol, signal) ?? PaperStop.Misplaced(side, price.Price, stop);
        PaperSize? size = null;
        if (refusal is null) (size, refusal) = PaperSizing.Size(draft.Book, side, price.Price, stop, order.Notional, order.Leverage);
        if (size is null)
        {
            draft.Add(new OpeningRefused(price.Symbol, refusal!));
            return (null, refusal);
        }

        var fee = PaperRules.Fee(size.Quantity * size.Fill);
        var opened = new PositionOpened(
            new PaperPosition
            {
                Id = $"P{draft.Book.PositionsOpened + 1}",
                Symbol = price.Symbol,
                Side = side,
                OpenedAt = draft.At,
                Entry = size.Fill,
                Quantity = size.Quantity,
                Leverage = size.Leverage,
                Stop = stop,
                Risk = PaperRules.Money(size.Quantity * Math.Abs(size.Fill - stop)),
                Targets = Ladder(side, size, stop),
                Mark = price.Price,
                MarkedAt = draft.At,
                PriceAt = price.At,
                Source = price.Source,
                HourlyFunding = price.HourlyFunding,
                FundedThrough = PaperRules.Hour(draft.At),
                Fees = fee,
                Setup = signal?.Setup ?? order.Setup ?? "own word",
                Signal = signal?.Id,
                Invalidation = signal?.Invalidation,
            },
            price.Price,
            size.Slippage,
            fee);
        draft.Add(opened);
        return (opened, null);
    }

    /// <summary>What stands against any opening now, before its size is looked at.</summary>
    private static PaperRefusal? Standing(PaperDraft draft, string symbol, PaperSignal? signal)
    {
        var book = draft.Book;
        if (signal is { Failures: [var first, ..] }) return first;
        if (signal is { Position: { } used }) return new("used signal", $"{signal.Id} has opened {used} already; a signal opens one position.");
        if (signal is not null && signal.Expires <= draft.At)
            return new("expired signal", $"{signal.Id} expired at {PaperText.At(signal.Expires)}, and it is {PaperText.At(draft.At)}.");
        foreach (var (breaker, tripped) in book.Tripped)
        {
            return breaker == PaperBreaker.Daily
                ? new("daily loss breaker",
                    $"The daily loss breaker tripped at {PaperText.Percent(tripped.Loss)} of {PaperText.Percent(PaperRules.DailyLoss)}; "
                    + "it holds until 00:00 UTC, or until the person resets it.")
                : new("drawdown breaker",
                    $"The drawdown breaker tripped at {PaperText.Percent(tripped.Loss)} of {PaperText.Percent(PaperRules.Drawdown)}; it holds until the person resets it.");
        }

        if (book.Positions.TryGetValue(symbol, out var open))
            return new("already open", $"{open.Id} is open in {symbol} already, and an asset has 1 position at most.");
        if (book.LastClosed.TryGetValue(symbol, out var closed) && draft.At - closed < PaperRules.Cooldown)
        {
            return new("cooldown",
                $"The last position in {symbol} was closed {PaperText.Age(draft.At - closed)} ago, and the cooldown is {PaperText.Age(PaperRules.Cooldown)}.");
        }

        return null;
    }

    private static ImmutableList<PaperTarget> Ladder(PaperSide side, PaperSize size, decimal stop)
    {
        var distance = Math.Abs(size.Fill - stop) * (side == PaperSide.Long ? 1m : -1m);
        var third = PaperRules.Quantity(size.Quantity / PaperRules.Ladder.Count);
        return
        [
            .. PaperRules.Ladder.Select((r, i) => new PaperTarget(
                r, PaperRules.Price(size.Fill + (r * distance)), i < PaperRules.Ladder.Count - 1 ? third : size.Quantity - (third * i))),
        ];
    }

    private static PaperSignal Signal(PaperBook book, string id)
    {
        if (book.Signals.TryGetValue(id, out var signal)) return signal;
        var last = book.Signals.Values.OrderByDescending(known => known.Expires).Take(5).Select(known => known.Id);
        throw new ToolException(book.Signals.Count == 0
            ? $"There is no signal {id}, nor any other; record one with paper_signal, or give asset, direction and stop."
            : $"There is no signal {id}; the last ones are {string.Join(", ", last)}.");
    }
}
