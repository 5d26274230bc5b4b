namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Closes positions, moves their stops and resets breakers, each at a person's word.</summary>
internal sealed class PaperExits(PaperLedger ledger, PaperPrices prices)
{
    /// <summary>Closes a part (1 is all) of what a stop or a target that the price of now reaches has left, at that price.</summary>
    /// <returns>The line as it was written: what happened, in order, and the book after it.</returns>
    public async Task<PaperDraft> CloseAsync(string named, decimal part, CancellationToken cancellationToken)
    {
        var symbol = Find(ledger.Book, named).Symbol;
        var price = await prices.ClosableAsync(symbol, cancellationToken);
        return ledger.Write(draft =>
        {
            Find(draft.Book, named);
            PaperMarking.Settle(draft, symbol, price);
            if (draft.Book.Positions.TryGetValue(symbol, out var position))
            {
                var quantity = part >= 1m ? position.Quantity : PaperRules.Quantity(position.Quantity * part);
                if (quantity <= 0) throw new ToolException($"{PaperText.Percent(part)} of {position.Id} is nothing; give a larger part, or close all of it.");
                var fill = PaperMarking.MarketFill(position, quantity, price?.Price ?? position.Mark);
                draft.Add(new Closed(position.Id, symbol, fill, Gone: price is null ? position.PriceAt : null));
            }

            return draft;
        });
    }

    /// <summary>Moves a stop, at most so far that the loss from the entry stays inside the limit of one trade.</summary>
    public async Task<PaperDraft> MoveStopAsync(string named, decimal stop, CancellationToken cancellationToken)
    {
        var symbol = Find(ledger.Book, named).Symbol;
        var price = await prices.TradableAsync(symbol, cancellationToken);
        return ledger.Write(draft =>
        {
            Find(draft.Book, named);
            PaperMarking.Settle(draft, symbol, price);
            if (draft.Book.Positions.TryGetValue(symbol, out var position))
            {
                if (PaperStop.ActsAtOnce(position.Side, price.Price, stop) is { } misplaced) throw new ToolException($"Not moved. {misplaced.Sentence}");
                if (TooWide(draft.Book, position, stop) is { } wide)
                    throw new ToolException($"Not moved. {wide}; the stop stays at {PaperText.Plain(position.Stop)}.");
                draft.Add(new StopMoved(position.Id, symbol, position.Stop, PaperRules.Price(stop)));
            }

            return draft;
        });
    }

    public BreakerReset Reset(PaperBreaker breaker) => ledger.Write(draft =>
    {
        if (!draft.Book.Tripped.ContainsKey(breaker))
        {
            var loss = $"{PaperText.Percent(draft.Book.Loss(breaker))} of {PaperText.Percent(PaperRules.Limit(breaker))}";
            throw new ToolException($"The {PaperText.Breaker(breaker)} breaker of the paper book has not tripped ({loss}), so there is nothing to reset.");
        }

        var reset = new BreakerReset(breaker, draft.Book.Equity);
        draft.Add(reset);
        return reset;
    });

    /// <summary>Why a stop may not stand further away than the one that there is; null when it may, or is nearer.</summary>
    private static string? TooWide(PaperBook book, PaperPosition position, decimal stop)
    {
        var risk = PaperStop.Risk(position, stop);
        if (risk <= PaperStop.Risk(position, position.Stop)) return null;
        var allowed = PaperSizing.Risk(book) * book.Equity;
        if (risk > allowed) return $"At this stop {PaperText.Usd(risk)} would be at risk, and the limit is {PaperText.Usd(allowed)}";
        var distance = Math.Abs(position.Entry - stop) / position.Entry;
        return distance > PaperRules.FurthestStop
            ? $"This stop is {PaperText.Percent(distance)} from the entry, and the most is {PaperText.Percent(PaperRules.FurthestStop)}"
            : null;
    }

    /// <summary>An open position by its id or its asset.</summary>
    private static PaperPosition Find(PaperBook book, string named)
    {
        var position = book.Positions.Values.FirstOrDefault(open =>
            open.Id.Equals(named, StringComparison.OrdinalIgnoreCase) || open.Symbol.Equals(named, StringComparison.OrdinalIgnoreCase));
        if (position is not null) return position;
        var open = string.Join(", ", book.Positions.Values.Select(known => $"{known.Id} ({known.Symbol})"));
        throw new ToolException(open.Length == 0
            ? $"No paper position is open, so there is none called '{PersonSentences.Plain(named)}'."
            : $"No open paper position is called '{PersonSentences.Plain(named)}'; open are {open}.");
    }
}
