namespace LocalsOnly.Treasury.Cost;

/// <summary>How much of what was paid is left, and what a stretch of time takes of it.</summary>
internal static class Depreciation
{
    private const decimal DaysPerYear = 365.25m;
    private const decimal MonthsPerYear = 12m;

    /// <summary>Value of an asset some days after it was bought. Declining: p·(1 − r)^years. Straight line: p − (p − resale)·months/life. Neither falls below resale.</summary>
    /// <param name="days">0 or less: before it was bought, or on that day: the price.</param>
    public static decimal Value(AssetOptions asset, decimal days)
    {
        if (days <= 0) return asset.Price;
        var years = days / DaysPerYear;
        var value = asset.Depreciation == DepreciationMethod.Declining
            ? asset.Price * Power(1 - asset.Rate, years)
            : asset.Price - ((asset.Price - asset.Resale) * Math.Min(1, years * MonthsPerYear / asset.Months));
        return Math.Max(value, Math.Min(asset.Resale, asset.Price));
    }

    /// <summary>What the asset loses from one instant to another, the share of other use left out.</summary>
    public static decimal Between(AssetOptions asset, DateTimeOffset from, DateTimeOffset to)
    {
        var bought = new DateTimeOffset(asset.Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return (Value(asset, Days(bought, from)) - Value(asset, Days(bought, to))) * (1 - asset.OtherUse);
    }

    /// <summary>Mean loss in a month over the first months of an asset's life.</summary>
    public static decimal PerMonth(AssetOptions asset, int months) =>
        (asset.Price - Value(asset, months * DaysPerYear / MonthsPerYear)) * (1 - asset.OtherUse) / months;

    private static decimal Days(DateTimeOffset from, DateTimeOffset to) => (decimal)(to - from).TotalDays;

    /// <summary>Exact for whole exponents; the rest of the exponent is a power of the same base in double precision.</summary>
    private static decimal Power(decimal basis, decimal exponent)
    {
        var whole = (int)exponent;
        var power = 1m;
        for (var i = 0; i < whole; i++) power *= basis;
        return power * (decimal)Math.Pow((double)basis, (double)(exponent - whole));
    }
}
