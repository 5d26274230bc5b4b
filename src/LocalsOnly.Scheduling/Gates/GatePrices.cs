using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Market;

namespace LocalsOnly.Scheduling;

/// <summary>Prices on which a gate may decide: fresh ones only.</summary>
internal sealed class GatePrices(IMarketPrices prices)
{
    /// <exception cref="ToolException">There is no fresh price.</exception>
    public async Task<MarketPrice> ReadAsync(string symbol, CancellationToken cancellationToken)
    {
        var price = await prices.FindAsync(symbol, cancellationToken) ?? throw new ToolException($"No source knows a market {symbol}; mend the gate's symbol.");
        return price.Stale is not { } why ? price : throw new ToolException($"There is no fresh price of {symbol}: {why.TrimEnd('.')}.");
    }
}
