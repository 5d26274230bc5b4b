using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>
/// What time and a price do to an open position: funding, the mark, and the stop or the targets that it reaches. It can close and never opens.
/// </summary>
internal static class PaperMarking
{
    /// <summary>Settles one position; nothing when there is none in the asset.</summary>
    /// <param name="price">What was read; null when nothing was. A price that is stale or older than the last one is no mark.</param>
    public static void Settle(PaperDraft draft, string symbol, MarketPrice? price)
    {
        if (!draft.Book.Positions.TryGetValue(symbol, out var position)) return;
        var fresh = IsMark(price, position, draft.At) ? price : null;
        ChargeFunding(draft, position, fresh);
        if (fresh is null) return;
        var unseen = draft.At - position.MarkedAt > PaperRules.Gap ? position.MarkedAt : (DateTimeOffset?)null;
        draft.Add(new Marked(symbol, fresh.Price, fresh.HourlyFunding, fresh.Source, fresh.At));
        position = draft.Book.Positions[symbol];
        if (position.Stopped(fresh.Price))
        {
            draft.Add(new Stopped(position.Id, symbol, StopFill(position, fresh.Price), position.Stop, unseen));
            return;
        }

        while (draft.Book.Positions.TryGetValue(symbol, out var open) && open.Targets is [var target, ..] && open.Reached(target, fresh.Price))
            draft.Add(new TargetTaken(open.Id, symbol, TargetFill(open, target, fresh.Price), target.R));
    }

    /// <summary>
    /// Settles all positions at one moment. The journal takes one such round in each minute, and every one that sets something off; of the others nothing is kept,
    /// so that the book is always what its journal says.
    /// </summary>
    public static void Round(PaperDraft draft, IReadOnlyDictionary<string, MarketPrice> prices)
    {
        var due = draft.Book.Positions.Values.Any(position =>
            IsMark(prices.GetValueOrDefault(position.Symbol), position, draft.At) && Minute(draft.At) > Minute(position.MarkedAt));
        foreach (var symbol in draft.Book.Positions.Keys) Settle(draft, symbol, prices.GetValueOrDefault(symbol));
        if (!due && !draft.Trips && draft.Events.All(happened => happened is Marked)) draft.Discard();
    }

    /// <summary>A market order that closes: the mark, less slippage.</summary>
    public static PaperFill MarketFill(PaperPosition position, decimal quantity, decimal mark) => Fill(position, quantity, mark, mark);

    /// <summary>A price on which the book may act.</summary>
    public static bool IsFresh(MarketPrice? price, DateTimeOffset at) =>
        price is { Stale: null, Price: >= PaperRules.LeastPrice and <= PaperRules.MostFigure } && at - price.At <= PaperRules.FreshPrice;

    private static bool IsMark(MarketPrice? price, PaperPosition position, DateTimeOffset at) => IsFresh(price, at) && price!.At >= position.PriceAt;

    /// <summary>
    /// Funding of every full hour since the last one that is settled: quantity × price × hourly rate, which a long pays when the rate is positive. Soon after
    /// the hour it is at the rate and price of now; an hour that was missed is at the last ones known before it, and labelled estimated.
    /// </summary>
    private static void ChargeFunding(PaperDraft draft, PaperPosition position, MarketPrice? fresh)
    {
        var now = PaperRules.Hour(draft.At);
        for (var hour = position.FundedThrough.AddHours(1); hour <= now; hour = hour.AddHours(1))
        {
            var inTime = draft.At - hour <= PaperRules.FundingWindow;
            if (inTime && fresh is null) return;
            var measured = inTime && fresh?.HourlyFunding is not null;
            var rate = (measured ? fresh!.HourlyFunding : position.HourlyFunding) ?? 0m;
            var price = inTime ? fresh!.Price : position.Mark;
            var amount = PaperRules.Money(position.Quantity * price * rate * position.Sign);
            draft.Add(new FundingPaid(position.Id, position.Symbol, hour, rate, price, position.Quantity, amount, Estimated: !measured));
        }
    }

    /// <summary>A stop becomes a market order: it fills at the worse of the stop and the price that set it off, less slippage.</summary>
    private static PaperFill StopFill(PaperPosition position, decimal mark)
    {
        var worse = position.Side == PaperSide.Long ? Math.Min(position.Stop, mark) : Math.Max(position.Stop, mark);
        return Fill(position, position.Quantity, mark, worse);
    }

    /// <summary>A target is a resting limit order: it fills at its own price, without slippage and never better.</summary>
    private static PaperFill TargetFill(PaperPosition position, PaperTarget target, decimal mark)
    {
        var quantity = position.Targets.Count == 1 ? position.Quantity : Math.Min(target.Quantity, position.Quantity);
        return new(quantity, mark, target.Price, 0m, PaperRules.Fee(quantity * target.Price), position.Gain(target.Price, quantity));
    }

    private static PaperFill Fill(PaperPosition position, decimal quantity, decimal mark, decimal from)
    {
        var slippage = PaperRules.Slippage(quantity * from);
        var price = PaperRules.Price(from * (1m - (slippage * position.Sign)));
        return new(quantity, mark, price, slippage, PaperRules.Fee(quantity * price), position.Gain(price, quantity));
    }

    private static long Minute(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerMinute;
}
