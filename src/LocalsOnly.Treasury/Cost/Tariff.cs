using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>What energy costs at a time of the week. For one thread at a time.</summary>
internal sealed class Tariff(ElectricityOptions options, TimeZoneInfo zone)
{
    private const decimal MillijoulesPerKwh = 3_600_000_000m;
    private const decimal JoulesPerKwh = 3_600_000m;

    private (DateTimeOffset At, decimal Price)? _last;

    /// <summary>Money for a kilowatt-hour at an instant; 0 when no price is known.</summary>
    public decimal PriceAt(DateTimeOffset at)
    {
        if (options.Periods.Count == 0) return options.PricePerKwh ?? 0;
        // Rows come in order of time, many of the same quarter of an hour.
        if (_last is { } last && last.At == at) return last.Price;
        var price = Look(at);
        _last = (at, price);
        return price;
    }

    private decimal Look(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        foreach (var period in options.Periods)
            if (Covers(period, local)) return period.PricePerKwh;
        return options.PricePerKwh ?? 0;
    }

    /// <summary>Money for energy that was used at an instant.</summary>
    public decimal Cost(long millijoules, DateTimeOffset at) => millijoules / MillijoulesPerKwh * PriceAt(at);

    /// <summary>Money for the energy that only the work took. Added up by price first, so that parts add up to their whole exactly.</summary>
    public decimal Cost(IEnumerable<UsageRow> rows)
    {
        var byPrice = new Dictionary<decimal, long>();
        foreach (var row in rows)
        {
            var price = PriceAt(row.Slot);
            byPrice[price] = byPrice.GetValueOrDefault(price) + row.Sum.MarginalMillijoules;
        }

        return byPrice.Sum(one => one.Value / MillijoulesPerKwh * one.Key);
    }

    /// <summary>Money for watts that are drawn all the time from one instant to another, by quarters of an hour.</summary>
    public decimal CostOfWatts(double watts, DateTimeOffset from, DateTimeOffset to)
    {
        var cost = 0m;
        for (var at = from; at < to;)
        {
            var next = new DateTimeOffset((at.UtcTicks / s_quarter.Ticks * s_quarter.Ticks) + s_quarter.Ticks, TimeSpan.Zero);
            if (next > to) next = to;
            cost += (decimal)(watts * (next - at).TotalSeconds) / JoulesPerKwh * PriceAt(at);
            at = next;
        }

        return cost;
    }

    private static readonly TimeSpan s_quarter = TimeSpan.FromMinutes(15);

    private static bool Covers(TariffPeriodOptions period, DateTimeOffset local)
    {
        var time = TimeOnly.FromDateTime(local.DateTime);
        var isOverMidnight = period.To <= period.From;
        if (!isOverMidnight) return time >= period.From && time < period.To && OnDay(period, local.DayOfWeek);
        // The hours after midnight belong to the day before.
        return (time >= period.From && OnDay(period, local.DayOfWeek)) || (time < period.To && OnDay(period, local.AddDays(-1).DayOfWeek));
    }

    private static bool OnDay(TariffPeriodOptions period, DayOfWeek day) => period.Days.Count == 0 || period.Days.Contains(day);
}
