namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>How large a position is.</summary>
/// <param name="Fill">The price with slippage.</param>
/// <param name="Slippage">Fraction of the price.</param>
internal sealed record PaperSize(decimal Quantity, decimal Fill, decimal Slippage, decimal Leverage);

/// <summary>Sizes a position from the distance to its stop, inside every limit, or says which limit it breaks.</summary>
internal static class PaperSizing
{
    /// <summary>
    /// The fraction of the equity that may be lost at a stop: 1.5 %, and from 30 closed positions on no more than half of Kelly's fraction
    /// f = p − (1 − p) / b (J. L. Kelly, 1956), where p is the share of winners among the last 100 and b the mean win over the mean loss in R. Without an edge
    /// (f ≤ 0) it is 0.15 %: a book that may not trade cannot find out that it has learnt.
    /// </summary>
    public static decimal Risk(PaperBook book)
    {
        if (book.Trades.Count < PaperRules.KellyTrades) return PaperRules.RiskPerTrade;
        var last = book.Trades.Skip(book.Trades.Count - PaperRules.KellyWindow).Select(trade => trade.R).ToList();
        var wins = last.Where(r => r > 0).ToList();
        var losses = last.Where(r => r <= 0).ToList();
        if (wins.Count == 0) return PaperRules.RiskWithoutEdge;
        if (losses.Count == 0 || losses.Average() == 0) return PaperRules.RiskPerTrade;
        var p = (decimal)wins.Count / last.Count;
        var b = wins.Average() / -losses.Average();
        var half = (p - ((1m - p) / b)) / 2m;
        return Math.Clamp(half, PaperRules.RiskWithoutEdge, PaperRules.RiskPerTrade);
    }

    /// <summary>Sizes from the risk alone; or takes the notional and the leverage that were asked for, when they are inside the limits.</summary>
    /// <param name="notional">USD at the mark; null for as much as the risk allows.</param>
    /// <param name="leverage">Null for the lowest whole one that fits.</param>
    public static (PaperSize? Size, PaperRefusal? Refusal) Size(PaperBook book, PaperSide side, decimal mark, decimal stop, decimal? notional, decimal? leverage)
    {
        if (leverage is > PaperRules.MostLeverage or < 1m)
            return Refuse("leverage", $"Leverage is {PaperText.Plain(leverage.Value)}x, and the paper book takes 1x to {PaperRules.MostLeverage:0}x.");
        var equity = book.Equity;
        if (equity <= 0) return Refuse("exposure", $"Equity is {PaperText.Usd(equity)}, and nothing can be put up from it.");
        var allowed = Risk(book) * equity;
        var room = Math.Min(PaperRules.MostPosition * equity, (PaperRules.MostExposure * equity) - book.Margin);
        if (room * (leverage ?? PaperRules.MostLeverage) < PaperRules.LeastNotional)
        {
            return Refuse("exposure",
                $"Open positions hold {PaperText.Percent(book.Margin / equity)} of the equity as margin, and the limit is {PaperText.Percent(PaperRules.MostExposure)}; "
                + "there is no room for another.");
        }

        var quantity = PaperRules.Quantity(notional is { } asked ? asked / mark : allowed / Math.Abs(mark - stop));
        // A smaller quantity slips less, so its fill is nearer to the stop than the one it was shrunk for: the second pass can only be inside the limits.
        for (var pass = 0; notional is null && pass < 2; pass++)
        {
            var (worse, _) = Fill(side, mark, quantity);
            quantity = Math.Min(quantity, PaperRules.Quantity(Math.Min(allowed / Math.Abs(worse - stop), room * (leverage ?? PaperRules.MostLeverage) / worse)));
        }

        var (fill, slippage) = Fill(side, mark, quantity);
        var value = quantity * fill;
        if (quantity <= 0 || quantity * mark < PaperRules.LeastNotional)
            return Refuse("size", $"The position would be {PaperText.Usd(quantity * mark)}, and the smallest is {PaperText.Usd(PaperRules.LeastNotional)}.");
        var risk = quantity * Math.Abs(fill - stop);
        if (risk > allowed)
        {
            return Refuse("risk",
                $"At this stop {PaperText.Usd(risk)} would be at risk, and the limit is {PaperText.Usd(allowed)} ({PaperText.Percent(allowed / equity)} of the equity).");
        }

        var its = leverage ?? Math.Clamp(Math.Ceiling(value / room), 1m, PaperRules.MostLeverage);
        var margin = value / its;
        if (margin > PaperRules.MostPosition * equity)
        {
            return Refuse("position size",
                $"The position would take {PaperText.Percent(margin / equity)} of the equity as margin at {PaperText.Plain(its)}x, "
                + $"and the limit is {PaperText.Percent(PaperRules.MostPosition)}.");
        }

        if (margin > room)
        {
            return Refuse("exposure",
                $"All positions together would take {PaperText.Percent((book.Margin + margin) / equity)} of the equity as margin, "
                + $"and the limit is {PaperText.Percent(PaperRules.MostExposure)}.");
        }

        return (new(quantity, fill, slippage, its), null);
    }

    private static (decimal Price, decimal Slippage) Fill(PaperSide side, decimal mark, decimal quantity)
    {
        var slippage = PaperRules.Slippage(quantity * mark);
        return (PaperRules.Price(mark * (side == PaperSide.Long ? 1m + slippage : 1m - slippage)), slippage);
    }

    private static (PaperSize?, PaperRefusal?) Refuse(string reason, string sentence) => (null, new(reason, sentence));
}
