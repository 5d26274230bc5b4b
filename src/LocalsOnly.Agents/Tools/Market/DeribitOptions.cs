using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents.Feeds;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>Deribit's public options data. What goes out is the name of one of three coins, and full days.</summary>
internal sealed class DeribitOptions(IFeedReader feeds, TimeProvider time)
{
    /// <summary>Coins with options there that are read here.</summary>
    public static readonly IReadOnlyList<string> Coins = ["BTC", "ETH", "SOL"];

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_freshIndex = TimeSpan.FromSeconds(15);

    /// <summary>Options on BTC and ETH are paid in the coin; those on SOL in USDC, and are listed under it.</summary>
    private static bool IsLinear(string coin) => coin == "SOL";

    /// <summary>Deribit computes a volatility index for these.</summary>
    public static bool HasIndex(string coin) => !IsLinear(coin);

    /// <summary>{"result":{"index_price":91234.5,"estimated_delivery_price":91234.5}}</summary>
    public async Task<(decimal Price, FeedDocument Document)> PriceAsync(string coin, CancellationToken cancellationToken)
    {
        var index = IsLinear(coin) ? $"{coin.ToLowerInvariant()}_usdc" : $"{coin.ToLowerInvariant()}_usd";
        var document = await GetAsync($"get_index_price?index_name={index}", s_freshIndex, cancellationToken);
        return (Result(document)?.Number("index_price") ?? throw Wire.Unknown(FeedCatalog.Deribit, "index price"), document);
    }

    /// <summary>
    /// The volatility index: hourly candles since yesterday, {"result":{"data":[[ms, open, high, low, close],…]}}, in per cent a year. Asked for by full days, so that
    /// the question of an hour ago is the same one, and its answer can be given when Deribit fails.
    /// </summary>
    public async Task<(decimal Last, decimal? DayBefore, FeedDocument Document)> IndexAsync(string coin, CancellationToken cancellationToken)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var (start, end) = (today.AddDays(-1).ToUnixTimeMilliseconds(), today.AddDays(1).ToUnixTimeMilliseconds());
        var document = await GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"get_volatility_index_data?currency={coin}&start_timestamp={start}&end_timestamp={end}&resolution=3600"),
            s_fresh,
            cancellationToken);
        var candles = (Result(document)?.Member("data")).Items()
            .Where(candle => candle.ValueKind == JsonValueKind.Array && candle.GetArrayLength() >= 5)
            .Select(candle => (At: candle[0].Number(), Close: candle[4].Number()))
            .Where(candle => candle is { At: not null, Close: not null })
            .OrderBy(candle => candle.At)
            .ToList();
        if (candles is not [.., var last]) throw Wire.Unknown(FeedCatalog.Deribit, "volatility index");
        var before = candles.Find(candle => candle.At == last.At - (decimal)TimeSpan.FromDays(1).TotalMilliseconds);
        return (last.Close!.Value, before.Close, document);
    }

    /// <summary>Every option on the coin.</summary>
    public async Task<(IReadOnlyList<DeribitOption> Options, FeedDocument Document)> BookAsync(string coin, CancellationToken cancellationToken)
    {
        var document = await GetAsync($"get_book_summary_by_currency?currency={(IsLinear(coin) ? "USDC" : coin)}&kind=option", s_fresh, cancellationToken);
        var underlying = IsLinear(coin) ? $"{coin}_USDC" : coin;
        var options = Result(document).Items().Select(entry => DeribitOption.Read(entry, underlying)).OfType<DeribitOption>().ToList();
        return options.Count > 0 ? (options, document) : throw Wire.Unknown(FeedCatalog.Deribit, $"option on {coin}");
    }

    private static JsonElement? Result(FeedDocument document) => document.Root.Member("result");

    private Task<FeedDocument> GetAsync(string question, TimeSpan fresh, CancellationToken cancellationToken) =>
        feeds.GetAsync(FeedCatalog.Deribit, $"/api/v2/public/{question}", fresh, cancellationToken);
}
