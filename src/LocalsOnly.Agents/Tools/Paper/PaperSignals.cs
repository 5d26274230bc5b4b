using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Records signals and judges them. It cannot open anything: the executor is not within its reach.</summary>
internal sealed class PaperSignals(PaperLedger ledger, IMarketPrices market)
{
    private const decimal MostHours = 168m;

    public async Task<PaperSignal> RecordAsync(
        string asset, PaperSide side, decimal strength, decimal confidence, string[] confirmations, string invalidation, decimal hours, string? setup, string by,
        CancellationToken cancellationToken)
    {
        var read = confirmations.Select(Confirmation).ToList();
        if (hours is <= 0 or > MostHours) throw new ToolException($"hours is {PaperText.Plain(hours)}; give how long the signal holds, more than 0 and at most {MostHours:0}.");
        var symbol = await KnownAsync(PaperPrices.Symbol(asset), cancellationToken);
        return ledger.Write(draft =>
        {
            var signal = new PaperSignal
            {
                Id = $"S{draft.Book.SignalsRecorded + 1}",
                Symbol = symbol,
                Side = side,
                Strength = Score("strength", strength),
                Confidence = Score("confidence", confidence),
                Confirmations = read,
                Setup = setup ?? "unnamed",
                Invalidation = invalidation,
                Expires = draft.At.AddSeconds((double)(hours * 3600m)),
                By = by,
                Failures = EntryGate.Check(symbol, strength, confidence, read),
            };
            draft.Add(new SignalRecorded(signal));
            return signal;
        });
    }

    /// <summary>The symbol as its market writes it. When no source can be asked, a signal on a plain symbol is recorded all the same: nothing is traded on it here.</summary>
    private async Task<string> KnownAsync(string symbol, CancellationToken cancellationToken)
    {
        MarketPrice? price;
        try
        {
            price = await market.FindAsync(symbol, cancellationToken);
        }
        catch (ToolException) when (!PaperRules.Hip3(symbol))
        {
            return symbol.ToUpperInvariant();
        }

        return price?.Symbol ?? throw new ToolException($"No source knows a market {symbol}, so no signal was recorded; give a symbol such as BTC.");
    }

    private static decimal Score(string name, decimal score) => score is >= 0 and <= 100
        ? score
        : throw new ToolException($"{name} is {PaperText.Plain(score)}; give a number from 0 to 100.");

    /// <summary><c>source: what it shows</c>.</summary>
    private static PaperConfirmation Confirmation(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var source = (colon < 0 ? text : text[..colon]).Trim().ToLowerInvariant().Replace(' ', '_');
        if (!EntryGate.Primary.Contains(source) && !EntryGate.Secondary.Contains(source))
        {
            var known = string.Join(", ", EntryGate.Primary.Concat(EntryGate.Secondary));
            throw new ToolException($"The confirmation '{text}' has no known source in front; write 'source: what it shows' with one of {known}.");
        }

        return colon >= 0 && text[(colon + 1)..].Trim() is { Length: > 0 } note
            ? new(source, note)
            : throw new ToolException($"The confirmation '{text}' does not say what {source} shows; write '{source}: what it shows'.");
    }
}
