using System.Text.RegularExpressions;
using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Agents.Tools.Paper;

/// <summary>Prices as the paper book needs them: for a trade a fresh one or a refusal, for a look whatever there is.</summary>
internal sealed partial class PaperPrices(IMarketPrices market, TimeProvider time)
{
    /// <summary>A symbol as it may leave the house: letters and digits, with the builder's name in front for a HIP-3 market.</summary>
    public static string Symbol(string given)
    {
        var symbol = given.Trim();
        return Pattern().IsMatch(symbol)
            ? symbol
            : throw new ToolException($"'{PersonSentences.Plain(symbol)}' is no symbol; give one such as BTC, or xyz:TSLA for a HIP-3 market.");
    }

    /// <summary>A price to trade at.</summary>
    /// <exception cref="ToolException">There is no such market, or no fresh price of it.</exception>
    public async Task<MarketPrice> TradableAsync(string symbol, CancellationToken cancellationToken) => await ClosableAsync(symbol, cancellationToken)
        ?? throw new ToolException($"No source knows a market {symbol}, so the paper book has no price for it; give a symbol such as BTC.");

    /// <summary>A price to close at; null when no source knows the market any more.</summary>
    /// <exception cref="ToolException">There is no fresh price of it.</exception>
    public async Task<MarketPrice?> ClosableAsync(string symbol, CancellationToken cancellationToken)
    {
        if (await market.FindAsync(symbol, cancellationToken) is not { } price) return null;
        var now = time.GetUtcNow();
        if (PaperMarking.IsFresh(price, now)) return price;
        var read = $"{PaperText.Plain(price.Price)} USD ({price.Source}, {PaperText.At(price.At)}";
        throw new ToolException(price.Price is < PaperRules.LeastPrice or > PaperRules.MostFigure
            ? $"The price of {price.Symbol} is {read}), which the paper book cannot count with, so nothing was done."
            : $"The last price of {price.Symbol} is {read}, {PaperText.Age(now - price.At)} old{(price.Stale is { } why ? $": {why}" : "")}), "
                + $"and the paper book trades on prices of the last {PaperText.Age(PaperRules.FreshPrice)}; try again later.");
    }

    /// <summary>What can be read of these assets now, all at once; one that cannot is left out, and its reason is in <paramref name="missing"/>.</summary>
    public async Task<IReadOnlyDictionary<string, MarketPrice>> LookAsync(
        IEnumerable<string> symbols, IDictionary<string, string> missing, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, MarketPrice>(StringComparer.Ordinal);
        foreach (var (symbol, price, why) in await Task.WhenAll(symbols.Select(symbol => LookAsync(symbol, cancellationToken))))
        {
            if (price is null) missing[symbol] = why;
            else found[symbol] = price;
        }

        return found;
    }

    private async Task<(string Symbol, MarketPrice? Price, string Why)> LookAsync(string symbol, CancellationToken cancellationToken)
    {
        try
        {
            return (symbol, await market.FindAsync(symbol, cancellationToken), $"No source knows {symbol} any more; paper_close closes it at its last mark.");
        }
        catch (ToolException failed)
        {
            return (symbol, null, failed.Message);
        }
    }

    [GeneratedRegex("^([A-Za-z0-9]{1,12}:)?[A-Za-z0-9]{1,12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
