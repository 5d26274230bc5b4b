using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>The same tokens at home and at an API, over the same time, in the house's currency.</summary>
/// <param name="Home">The bill.</param>
/// <param name="Usage">What somebody was given: an API would not have been asked twice where a light answer was thrown away.</param>
/// <param name="Official">The API to compare with, and what it would have taken.</param>
/// <param name="Cheapest">The cheapest of the list, and what it would have taken.</param>
/// <param name="Months">How long that was.</param>
internal sealed record Comparison(Bill Home, UsageSum Usage, Priced Official, Priced Cheapest, decimal Months)
{
    /// <summary>What home saves against the official API; negative when it costs more.</summary>
    public decimal Advantage => Official.Cost - Home.Total;

    public static Comparison Of(Bill home, IReadOnlyList<UsageRow> rows, ApiPrices prices, TreasuryOptions options, decimal months)
    {
        var given = rows.Where(row => !row.Kind.Abandoned).ToList();
        var usage = given.Total();
        var models = given.GroupBy(row => row.Kind.Model).OrderByDescending(model => model.Sum(row => row.Sum.Tokens)).Select(model => model.Key);
        var perDollar = options.PerDollar ?? 1;
        var official = prices.Counterpart(models);
        var cheapest = prices.Cheapest(usage);
        return new Comparison(home, usage, Priced.Of(official, usage, perDollar), Priced.Of(cheapest, usage, perDollar), months);
    }
}

/// <summary>An API and what it would have taken.</summary>
/// <param name="Cost">For all buckets, in the house's currency, to the cent.</param>
/// <param name="OutputOnly">For what was written alone.</param>
internal sealed record Priced(ApiPrice Price, decimal Cost, decimal OutputOnly)
{
    public static Priced Of(ApiPrice price, UsageSum usage, decimal perDollar) => new(price, Cents.Round(price.Of(usage) * perDollar), Cents.Round(price.OfOutputOnly(usage) * perDollar));
}

/// <summary>Three values of one figure: the least, the likeliest and the greatest. Null is never.</summary>
internal readonly record struct Range(decimal? Low, decimal? Middle, decimal? High);

/// <summary>When home and the official API cost the same.</summary>
/// <param name="TokensPerMonth">Tokens a month, in the month's own mix, from which on home costs less; the range is with what stands and the API's price each 20 % off.</param>
/// <param name="PaybackMonths">Months until what was saved against the API has paid for what was bought; the same range.</param>
internal sealed record BreakEven(Range TokensPerMonth, Range PaybackMonths)
{
    private const decimal Off = 0.2m;

    /// <param name="invested">What was paid for everything, other use left out.</param>
    public static BreakEven Of(Comparison month, decimal invested)
    {
        var tokens = month.Usage.Tokens;
        var standing = month.Home.Standing / month.Months;
        var running = (month.Home.Total - month.Home.Depreciation) / month.Months;
        var api = month.Official.Cost / month.Months;
        return new BreakEven(
            new Range(TokensAt(1 - Off, 1 + Off), TokensAt(1, 1), TokensAt(1 + Off, 1 - Off)),
            new Range(PaybackAt(1 - Off, 1 + Off), PaybackAt(1, 1), PaybackAt(1 + Off, 1 - Off)));

        // Fixed cost over the saving of one token: F / (a − m).
        decimal? TokensAt(decimal home, decimal price) => tokens > 0 && ((month.Official.Cost * price) - month.Home.Marginal) / tokens is > 0 and var saved ? standing * home / saved : null;

        decimal? PaybackAt(decimal home, decimal price) => (api * price) - running is > 0 and var saved ? invested * home / saved : null;
    }
}

/// <summary>How much the advantage of home moves when one input is 20 % off.</summary>
/// <param name="Input">Which.</param>
/// <param name="Less">Advantage over the same time when it is 20 % less.</param>
/// <param name="More">When it is 20 % more.</param>
internal sealed record Sensitivity(string Input, decimal Less, decimal More)
{
    private const decimal Off = 0.2m;

    public decimal Swing => Math.Abs(More - Less);

    /// <summary>The input that moves it most comes first.</summary>
    public static IReadOnlyList<Sensitivity> Of(Comparison month, TreasuryOptions options, DateTimeOffset from, DateTimeOffset to)
    {
        var (home, api) = (month.Home, month.Official.Cost);
        return
        [
            .. new[]
            {
                Vary("the API's prices", f => (api * f) - home.Total),
                Vary("tokens", f => (api * f) - home.Standing - (home.Marginal * f)),
                Vary("what the machines cost", f => api - home.Total + (home.Depreciation * (1 - f))),
                Vary("how fast they lose value", f => api - home.Total + home.Depreciation - options.Assets.Values.Sum(asset => Depreciation.Between(Faster(asset, f), from, to))),
                Vary("the price of electricity", f => api - home.Total + ((home.Work + home.Idle + home.Cooling) * (1 - f))),
                Vary("what the machines draw at rest", f => api - home.Total + ((home.Idle + home.Cooling - home.WorkCooling) * (1 - f))),
                Vary("maintenance", f => api - home.Total + (home.Maintenance * (1 - f))),
            }.OrderByDescending(one => one.Swing),
        ];

        static Sensitivity Vary(string input, Func<decimal, decimal> advantage) => new(input, Cents.Round(advantage(1 - Off)), Cents.Round(advantage(1 + Off)));
    }

    private static AssetOptions Faster(AssetOptions asset, decimal factor) => new()
    {
        Price = asset.Price,
        Date = asset.Date,
        Depreciation = asset.Depreciation,
        Rate = Math.Min(1, asset.Rate * factor),
        Months = Math.Max(1, (int)Math.Round(asset.Months / factor)),
        Resale = asset.Resale,
        OtherUse = asset.OtherUse,
    };
}
