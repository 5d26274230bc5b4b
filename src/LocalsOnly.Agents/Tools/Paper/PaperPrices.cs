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
    public async Task<MarketPrice> TradableAsync(string symbol, CancellationToken cancellationToken)
    {
        var price = await market.FindAsync(symbol, cancellationToken)
            ?? throw new ToolException($"No source knows a market {symbol}, so the paper book has no price for it; give a symbol such as BTC.");
        var now = time.GetUtcNow();
        if (PaperMarking.IsFresh(price, now)) return price;
        throw new ToolException(price.Price is <= 0 or > PaperRules.MostFigure
            ? $"{price.Source} gives {PaperText.Plain(price.Price)} as the price of {price.Symbol}, which cannot be; nothing was done on paper."
            : $"The last price of {price.Symbol} is {PaperText.Plain(price.Price)} USD ({price.Source}, {PaperText.At(price.At)}, {PaperText.Age(now - price.At)} old{(price.Stale is { } why ? $": {why}" : "")}), and the paper book trades on prices of the last {PaperText.Age(PaperRules.FreshPrice)}; try again later.");
    }

    /// <summary>What can be read of these assets now; one that cannot is left out, and its reason is in <paramref name="missing"/>.</summary>
    public async Task<IReadOnlyDictionary<string, MarketPrice>> LookAsync(
        IEnumerable<string> symbols, IDictionary<string, string> missing, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, MarketPrice>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            try
            {
                if (await market.FindAsync(symbol, cancellationToken) is { } price) found[symbol] = price;
                else missing[symbol] = $"No source knows {symbol} any more.";
            }
            catch (ToolException failed)
            {
                missing[symbol] = failed.Message;
            }
        }

        return found;
    }

    [GeneratedRegex("^([A-Za-z0-9]{1,12}:)?[A-Za-z0-9]{1,12}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
