using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using LocalsOnly.Agents.Feeds;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Tools.Market;

/// <summary>Where a token is traded on decentralised exchanges.</summary>
internal sealed class TokenTool(IFeedReader feeds)
{
    private const int MostPairs = 3;

    /// <summary>US dollars in a pool, below which its price says little.</summary>
    private const decimal Thin = 10_000;

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(60);

    public Tool Tool => new(AIFunctionFactory.Create(AskAsync, new AIFunctionFactoryOptions
    {
        Name = "market_token",
        Description = "A token on decentralised exchanges, by its contract address: its pairs, price, liquidity, volume and age, by DexScreener.",
    }))
    {
        Effect = ToolEffect.Outward,
        Deadline = MarketDesk.Deadline,
    };

    /// <summary>
    /// {"schemaVersion":"1.0.0","pairs":[{"chainId":"base","dexId":"uniswap","baseToken":{…},"quoteToken":{…},"priceUsd":"0.0842",…}]}; pairs is null when there is none.
    /// </summary>
    private async Task<string> AskAsync(
        [Description("Contract address: 0x… on an EVM chain, or a Solana address. No name, no symbol.")] string address,
        CancellationToken cancellationToken = default)
    {
        var its = TokenAddress.Parse(address);
        var document = await feeds.GetAsync(FeedCatalog.DexScreener, $"/latest/dex/tokens/{its}", s_fresh, cancellationToken);
        if (document.Root.Member("pairs") is not { ValueKind: JsonValueKind.Array or JsonValueKind.Null } found) throw Wire.Unknown(FeedCatalog.DexScreener, "list of pairs");
        var pairs = ((JsonElement?)found).Items().Where(pair => IsOf(pair, its)).Select(TokenPair.Read).OrderByDescending(pair => pair.Liquidity ?? 0).ToList();
        if (pairs.Count == 0) throw new ToolException($"DexScreener knows no pair of {its}.");
        var own = pairs.Where(pair => Same(pair.Base, its)).ToList();
        List<string> lines =
        [
            $"Token {its}; {Figures.Source(FeedCatalog.DexScreener, document.At, document.Stale)}",
            $"{pairs.Count} pairs on {string.Join(", ", pairs.Select(pair => pair.Chain).Distinct().Take(6))}",
            $"liquidity of all {Figures.Dollars(pairs.Sum(pair => pair.Liquidity ?? 0))}",
            $"24 h volume of all {Figures.Dollars(pairs.Sum(pair => pair.Volume ?? 0))}",
            .. own.Take(MostPairs).SelectMany((pair, place) => pair.Lines(place + 1, document.At)),
        ];
        if (own.Count == 0) lines.Add("It is only what others are priced in there, so there is no price of its own.");
        else if (own[0].Liquidity is not >= Thin) lines.Add($"Its largest pool holds less than {Figures.Dollars(Thin)}, so its price says little.");
        return string.Join('\n', lines);
    }

    private static bool IsOf(JsonElement pair, string address) =>
        Same(pair.Member("baseToken")?.Text("address"), address) || Same(pair.Member("quoteToken")?.Text("address"), address);

    /// <summary>The digits of an EVM address may be in either case; letters of a Solana address may not.</summary>
    private static bool Same(string? one, string other) =>
        string.Equals(one, other, TokenAddress.IsEvm(other) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}

/// <summary>A pair on a decentralised exchange. Its price is that of the base token.</summary>
/// <param name="Liquidity">US dollars in the pool.</param>
/// <param name="Volume">US dollars in 24 hours.</param>
/// <param name="DayChange">Of 24 hours, as a fraction.</param>
internal sealed record TokenPair(
    string Chain,
    string Exchange,
    string? Base,
    string Symbols,
    decimal? Price,
    decimal? Liquidity,
    decimal? Volume,
    decimal? DayChange,
    decimal? Buys,
    decimal? Sells,
    decimal? FullyDiluted,
    DateTimeOffset? Created)
{
    public static TokenPair Read(JsonElement pair) => new(
        Word(pair.Text("chainId")),
        Word(pair.Text("dexId")),
        pair.Member("baseToken")?.Text("address"),
        $"{Word(pair.Member("baseToken")?.Text("symbol"))}/{Word(pair.Member("quoteToken")?.Text("symbol"))}",
        pair.Number("priceUsd"),
        pair.Member("liquidity")?.Number("usd"),
        pair.Member("volume")?.Number("h24"),
        pair.Member("priceChange")?.Number("h24") / 100,
        pair.Member("txns")?.Member("h24")?.Number("buys"),
        pair.Member("txns")?.Member("h24")?.Number("sells"),
        pair.Number("fdv"),
        pair.Milliseconds("pairCreatedAt"));

    public IEnumerable<string> Lines(int place, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"pair {place}");
        yield return $"{name}: {Symbols} on {Exchange}, {Chain}"
            + (Created is { } created ? $"; created {Figures.Time(created)}, {Figures.Rounded((now - created).TotalDays, 1)} days ago" : "");
        yield return Price is { } price ? $"{name} price {Figures.Plain(price)} USD" : $"{name} has no price in US dollars";
        yield return $"{name} liquidity {(Liquidity is { } liquidity ? Figures.Dollars(liquidity) : "not known")}";
        if (Volume is { } volume) yield return $"{name} 24 h volume {Figures.Dollars(volume)}";
        if (DayChange is { } change) yield return $"{name} 24 h change {Figures.Percent(change)}";
        if (Buys is { } buys && Sells is { } sells) yield return $"{name} 24 h trades {Figures.Plain(buys)} buys, {Figures.Plain(sells)} sells";
        if (FullyDiluted is { } diluted) yield return $"{name} fully diluted value {Figures.Dollars(diluted)}";
    }

    /// <summary>Whoever makes a token names it. A symbol that could carry a sentence to the model is not repeated.</summary>
    private static string Word(string? text) =>
        text is { Length: > 0 and <= 16 } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.') ? text : "(unreadable name)";
}
