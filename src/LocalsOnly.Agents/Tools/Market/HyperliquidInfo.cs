using System.Text.Json;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>
/// Hyperliquid's <c>POST /info</c>. What goes out is one of three fixed questions; the name of an exchange or of a market goes with it only as Hyperliquid itself
/// lists it.
/// </summary>
internal sealed class HyperliquidInfo(IFeedReader feeds, TimeProvider time)
{
    private const string Path = "/info";

    /// <summary>Most hours of funding that are asked for: 19 days. One answer holds 500 entries, one an hour, and begins with a day.</summary>
    public const int MostFundingHours = 456;

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_freshFunding = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_freshExchanges = TimeSpan.FromHours(1);

    /// <summary>All markets of an exchange; the empty name is Hyperliquid's own.</summary>
    /// <exception cref="ToolException">It cannot be read, or there is no such exchange.</exception>
    public async Task<PerpMarkets> MarketsAsync(string exchange, CancellationToken cancellationToken)
    {
        if (exchange.Length > 0) await CheckExchangeAsync(exchange, cancellationToken);
        // [{"universe":[{"name":"BTC",…}]},[{"markPx":"…","funding":"…",…}]]: the contexts stand in the order of the universe.
        var question = exchange.Length == 0 ? """{"type":"metaAndAssetCtxs"}""" : $$"""{"type":"metaAndAssetCtxs","dex":"{{exchange}}"}""";
        var document = await feeds.PostAsync(FeedCatalog.Hyperliquid, Path, question, s_fresh, cancellationToken);
        return new PerpMarkets(Read(document.Root), document.At, document.Stale);
    }

    /// <summary>What was paid for each of the last hours, oldest first.</summary>
    /// <param name="market">As it is listed.</param>
    /// <param name="hours">1 to <see cref="MostFundingHours"/>.</param>
    public async Task<FundingHistory> FundingAsync(PerpMarket market, int hours, CancellationToken cancellationToken)
    {
        // Payments carry the time of a full hour and some milliseconds. Asked for from a full day on, the question of an hour ago is the same one, and its answer can
        // be given when Hyperliquid fails.
        var now = time.GetUtcNow().UtcDateTime;
        var from = new DateTimeOffset(now.Date.AddHours(now.Hour + 1 - hours), TimeSpan.Zero);
        var day = new DateTimeOffset(from.Date, TimeSpan.Zero);
        var question = $$"""{"type":"fundingHistory","coin":"{{JsonEncodedText.Encode(market.Name)}}","startTime":{{day.ToUnixTimeMilliseconds()}}}""";
        var document = await feeds.PostAsync(FeedCatalog.Hyperliquid, Path, question, s_freshFunding, cancellationToken);
        if (document.Root.ValueKind != JsonValueKind.Array) throw Wire.Unknown(FeedCatalog.Hyperliquid, "list of payments");
        var payments = document.Root.EnumerateArray()
            .Select(entry => (At: entry.Milliseconds("time"), Rate: entry.Number("fundingRate")))
            .Where(entry => entry.At >= from && entry.Rate is not null)
            .Select(entry => new FundingPayment(entry.At!.Value, entry.Rate!.Value))
            .OrderBy(payment => payment.At)
            .ToList();
        return new FundingHistory(payments, from, document.At, document.Stale);
    }

    /// <summary>[null,{"name":"xyz","fullName":"…",…}]: the first place is Hyperliquid's own exchange.</summary>
    private async Task CheckExchangeAsync(string exchange, CancellationToken cancellationToken)
    {
        var document = await feeds.PostAsync(FeedCatalog.Hyperliquid, Path, """{"type":"perpDexs"}""", s_freshExchanges, cancellationToken);
        if (document.Root.ValueKind != JsonValueKind.Array) throw Wire.Unknown(FeedCatalog.Hyperliquid, "list of exchanges");
        var names = document.Root.EnumerateArray().Select(entry => entry.Text("name")).OfType<string>().ToList();
        if (names.Contains(exchange, StringComparer.Ordinal)) return;
        var known = names.Where(name => name.Length is > 0 and <= 8 && name.All(char.IsAsciiLetterOrDigit)).Take(20).ToList();
        throw new ToolException(known.Count == 0
            ? "Hyperliquid lists no builder's exchange now; give a symbol without a colon."
            : $"Hyperliquid lists no builder's exchange of that name; there are {string.Join(", ", known)}.");
    }

    private static Dictionary<string, PerpMarket> Read(JsonElement root)
    {
        if (root is not { ValueKind: JsonValueKind.Array } || root.GetArrayLength() < 2) throw Wire.Unknown(FeedCatalog.Hyperliquid, "list of markets");
        var universe = root[0].Member("universe").Items().ToList();
        var contexts = ((JsonElement?)root[1]).Items().ToList();
        if (universe.Count == 0 || universe.Count != contexts.Count) throw Wire.Unknown(FeedCatalog.Hyperliquid, "state for each of its markets");
        var markets = new Dictionary<string, PerpMarket>(StringComparer.OrdinalIgnoreCase);
        foreach (var (meta, context) in universe.Zip(contexts))
        {
            if (meta.Text("name") is not { } name) continue;
            markets[name] = new PerpMarket(
                name,
                Positive(context, "markPx"),
                Positive(context, "midPx"),
                Positive(context, "oraclePx"),
                Positive(context, "prevDayPx"),
                context.Number("funding"),
                context.Number("openInterest"),
                context.Number("dayNtlVlm"),
                context.Number("premium"))
            {
                IsDelisted = meta.Member("isDelisted") is { ValueKind: JsonValueKind.True },
            };
        }

        return markets;
    }

    private static decimal? Positive(JsonElement element, string name) => element.Number(name) is { } value and > 0 ? value : null;
}

/// <summary>What was paid for one hour.</summary>
/// <param name="At">When (UTC).</param>
/// <param name="Rate">What longs paid shorts, as a fraction of the position.</param>
internal sealed record FundingPayment(DateTimeOffset At, decimal Rate);

/// <summary>Payments since a time, oldest first.</summary>
internal sealed record FundingHistory(IReadOnlyList<FundingPayment> Payments, DateTimeOffset From, DateTimeOffset At, string? Stale);
