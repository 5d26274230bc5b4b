using LocalsOnly.Treasury.Energy;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Treasury.Cost;

/// <summary>What the house costs over a stretch of time, in parts that add up to it to the cent.</summary>
/// <param name="Work">Energy that only the work took, above what the machines draw anyway.</param>
/// <param name="Idle">Energy that the machines draw without any work.</param>
/// <param name="Cooling">Energy to carry the heat away.</param>
/// <param name="Depreciation">Value that was lost, other use left out.</param>
/// <param name="Maintenance">Set aside for what breaks.</param>
internal sealed record Bill(decimal Work, decimal Idle, decimal Cooling, decimal Depreciation, decimal Maintenance)
{
    public decimal Total => Work + Idle + Cooling + Depreciation + Maintenance;

    /// <summary>Cooling of the energy that only the work took.</summary>
    public decimal WorkCooling { get; init; }

    /// <summary>What would not have been paid without the work.</summary>
    public decimal Marginal => Work + WorkCooling;

    /// <summary>What is paid whether anything is asked or not.</summary>
    public decimal Standing => Total - Marginal;

    /// <summary>The parts before rounding.</summary>
    public static Bill Of(IReadOnlyList<UsageRow> rows, TreasuryOptions options, TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var tariff = new Tariff(options.Electricity, zone);
        var work = tariff.Cost(rows);
        var idle = tariff.CostOfWatts(options.Nodes.Values.Sum(node => HousePower.Rating(node)?.IdleWatts ?? node.IdleWatts ?? 0), from, to);
        return new Bill(
            work, idle, (work + idle) * options.Cooling, options.Assets.Values.Sum(asset => Cost.Depreciation.Between(asset, from, to)),
            options.MaintenancePerMonth * Months(zone, from, to))
        {
            WorkCooling = work * options.Cooling,
        };
    }

    /// <summary>The same to the cent: parts and whole.</summary>
    public Bill InCents()
    {
        // The work's cooling is split from the rest of it first, so that the marginal share is to the cent as well.
        var parts = Cents.Split([Work, Idle, WorkCooling, Cooling - WorkCooling, Depreciation, Maintenance]);
        return new Bill(parts[0], parts[1], parts[2] + parts[3], parts[4], parts[5]) { WorkCooling = parts[2] };
    }

    /// <summary>Months between two instants, each day being its share of its own month.</summary>
    internal static decimal Months(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var months = 0m;
        for (var at = from; at < to;)
        {
            var local = TimeZoneInfo.ConvertTime(at, zone);
            var (first, next) = LocalCalendar.Month(zone, local.Year, local.Month);
            var end = next < to ? next : to;
            months += (decimal)(end - at).Ticks / (next - first).Ticks;
            at = end;
        }

        return months;
    }
}
