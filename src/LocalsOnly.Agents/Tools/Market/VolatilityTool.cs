using System.ComponentModel;
using System.Globalization;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>What options say of the time ahead.</summary>
internal sealed class VolatilityTool(DeribitOptions deribit)
{
    private const int MostExpiries = 12;

    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_volatility",
        Description = "Options on Deribit: index price, volatility index DVOL, implied volatility at the money and 25-delta skew for each expiry, put/call ratios.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    private async Task<string> AskAsync([Description("BTC, ETH or SOL.")] string coin, CancellationToken cancellationToken = default) =>
        await ReportAsync(
            DeribitOptions.Coins.FirstOrDefault(known => string.Equals(known, coin?.Trim(), StringComparison.OrdinalIgnoreCase))
                ?? throw new ToolException("Options are read for BTC, ETH and SOL; give one of them."),
            MostExpiries,
            cancellationToken);

    /// <param name="most">Expiries to show, the nearest first.</param>
    /// <exception cref="ToolException">Nothing of it can be read.</exception>
    public async Task<string> ReportAsync(string coin, int most, CancellationToken cancellationToken)
    {
        var parts = await Task.WhenAll(
            Attempt<string>.Of(() => IndexPriceAsync(coin, cancellationToken)),
            Attempt<string>.Of(() => IndexAsync(coin, cancellationToken)),
            Attempt<string>.Of(() => BookAsync(coin, most, cancellationToken)));
        if (parts.All(part => part.Value is null)) throw new ToolException(string.Join(' ', parts.Select(part => part.Why).Distinct()));
        return string.Join('\n', parts.Select(part => part.Value ?? $"unavailable: {part.Why}"));
    }

    private async Task<string> IndexPriceAsync(string coin, CancellationToken cancellationToken)
    {
        var (price, document) = await deribit.PriceAsync(coin, cancellationToken);
        return $"{coin} index price {Figures.Plain(price)} USD; {Source(document)}";
    }

    private async Task<string> IndexAsync(string coin, CancellationToken cancellationToken)
    {
        if (!DeribitOptions.HasIndex(coin)) return $"DVOL: Deribit computes none for {coin}";
        var (last, before, document) = await deribit.IndexAsync(coin, cancellationToken);
        return $"{coin} DVOL {Figures.Plain(last)} % a year, for the 30 days ahead"
            + (before is { } then ? $"; 24 hours before {Figures.Plain(then)} %" : "")
            + $"; {Source(document)}";
    }

    private async Task<string> BookAsync(string coin, int most, CancellationToken cancellationToken)
    {
        var (options, document) = await deribit.BookAsync(coin, cancellationToken);
        var expiries = ExpiryVolatility.Of(options, document.At);
        List<string> lines =
        [
            $"{coin} options; {Source(document)}",
            $"put/call ratio by open interest {Ratio(options, option => option.OpenInterest, coin)}",
            $"put/call ratio by 24 h volume {Ratio(options, option => option.Volume, coin)}",
            .. expiries.Take(most).Select(expiry => Line(expiry, coin)),
        ];
        if (expiries.Count > most) lines.Add($"and {expiries.Count - most} later expiries");
        lines.Add(
            "How: implied volatility at the money is mark IV drawn straight between the strikes on both sides of the forward; skew is IV at the -0.25 delta put "
            + "less IV at the 0.25 delta call, in points, with deltas on the forward (Black 1976) from each option's own mark IV.");
        return string.Join('\n', lines);
    }

    private static string Line(ExpiryVolatility expiry, string coin) =>
        string.Create(CultureInfo.InvariantCulture, $"expiry {expiry.Expiry:yyyy-MM-dd HH:mm} UTC, in {Figures.Rounded(expiry.Years * 365, 1)} days: ")
        + (expiry.AtTheMoney is { } volatility ? $"at the money {Figures.Rounded(volatility * 100, 2)} % a year" : "at the money not to be told")
        + (expiry.Skew is { } skew ? $", skew {(skew > 0 ? "+" : "")}{Figures.Rounded(skew * 100, 2)} points" : ", skew not to be told")
        + $", open interest {Figures.Plain(expiry.OpenInterest)} {coin}";

    private static string Ratio(IReadOnlyList<DeribitOption> options, Func<DeribitOption, decimal> of, string coin)
    {
        var puts = options.Where(option => option.IsPut).Sum(of);
        var calls = options.Where(option => !option.IsPut).Sum(of);
        var both = $"(puts {Figures.Plain(puts)} {coin}, calls {Figures.Plain(calls)} {coin})";
        return calls > 0 ? $"{Figures.Rounded(puts / calls, 3)} {both}" : $"not to be told {both}";
    }

    private static string Source(FeedDocument document) => Figures.Source(FeedCatalog.Deribit, document.At, document.Stale);
}
