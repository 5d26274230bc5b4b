using System.Globalization;
using LocalsOnly.Treasury.Capacity;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Treasury;

/// <summary>Refuses figures that cannot be meant, each with the key and what it should be.</summary>
internal sealed class TreasuryOptionsValidator : IValidateOptions<TreasuryOptions>
{
    public ValidateOptionsResult Validate(string? name, TreasuryOptions options)
    {
        var wrong = Problems(options).ToList();
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Problems(TreasuryOptions options)
    {
        if (options.Zone is { Length: > 0 } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)) yield return Text($"Treasury:Zone is {zone}, which is no time zone; write an IANA name like Europe/Paris.");
        if (options.PowerEvery < TimeSpan.FromSeconds(1)) yield return Text($"Treasury:PowerEvery is {options.PowerEvery}; it must be a second or more.");
        if (options.PerDollar is <= 0) yield return Text($"Treasury:PerDollar is {options.PerDollar}; it must be more than 0.");
        if (options.Currency.Equals("USD", StringComparison.OrdinalIgnoreCase) && options.PerDollar is not (null or 1)) yield return "Treasury:PerDollar is for another currency than the dollar; leave it out, or set Treasury:Currency.";
        if (!options.Currency.Equals("USD", StringComparison.OrdinalIgnoreCase) && options.PerDollar is null) yield return Text($"Treasury:Currency is {options.Currency}; set Treasury:PerDollar to how many {options.Currency} a dollar is, so that API prices can be set beside your costs.");
        if (options.Cooling is < 0 or > 2) yield return Text($"Treasury:Cooling is {options.Cooling}; it is a share of the machines' energy, like 0.2.");
        if (options.MaintenancePerMonth < 0) yield return "Treasury:MaintenancePerMonth is less than nothing.";
        foreach (var problem in Nodes(options).Concat(Electricity(options.Electricity)).Concat(Assets(options)).Concat(Prices(options)).Concat(Budgets(options))) yield return problem;
    }

    private static IEnumerable<string> Nodes(TreasuryOptions options)
    {
        foreach (var (name, node) in options.Nodes)
        {
            if (node.IdleWatts is < 0 || node.LoadWatts is < 0) yield return Text($"Treasury:Nodes:{name} draws less than nothing; watts are 0 or more.");
            if (node.Hardware is { Length: > 0 } id && Hardware.Find(id) is null)
                yield return Text($"Treasury:Nodes:{name}:Hardware is {id}, which is not in the list; there is {string.Join(", ", Hardware.All.Select(hardware => hardware.Id))}.");
            if (node is { IdleWatts: { } idle, LoadWatts: { } load } && idle > load) yield return Text($"Treasury:Nodes:{name} draws {idle} W at rest and {load} W at work; at work it must be at least as much.");
        }
    }

    private static IEnumerable<string> Electricity(ElectricityOptions electricity)
    {
        if (electricity.PricePerKwh is < 0 || electricity.Periods.Exists(period => period.PricePerKwh < 0)) yield return "Treasury:Electricity has a price below 0; write what a kilowatt-hour costs, like 0.24.";
        if (electricity.PricePerKwh is null && electricity.Periods.Count > 0) yield return "Treasury:Electricity:PricePerKwh is missing; it is the price outside of all Periods.";
    }

    private static IEnumerable<string> Assets(TreasuryOptions options)
    {
        foreach (var (name, asset) in options.Assets)
        {
            if (asset.Price <= 0) yield return Text($"Treasury:Assets:{name}:Price is {asset.Price}; write what it cost, or what it is quoted at.");
            if (asset.Date == default) yield return Text($"Treasury:Assets:{name}:Date is missing; write the day it was bought or quoted, like 2026-02-01.");
            if (asset.Rate is < 0 or >= 1) yield return Text($"Treasury:Assets:{name}:Rate is {asset.Rate}; it is the share lost in a year, like 0.15.");
            if (asset.Months < 1) yield return Text($"Treasury:Assets:{name}:Months is {asset.Months}; it must be 1 or more.");
            if (asset.Resale < 0 || asset.Resale > asset.Price) yield return Text($"Treasury:Assets:{name}:Resale is {asset.Resale}; it lies between 0 and the price.");
            if (asset.OtherUse is < 0 or > 1) yield return Text($"Treasury:Assets:{name}:OtherUse is {asset.OtherUse}; it is a share between 0 and 1.");
        }
    }

    private static IEnumerable<string> Prices(TreasuryOptions options)
    {
        foreach (var (id, price) in options.Prices)
        {
            if (price.Input < 0 || price.Output < 0 || price.CacheHit is < 0) yield return Text($"Treasury:Prices:{id} has a price below 0.");
            if (price.Source.Length == 0 || price.Date == default) yield return Text($"Treasury:Prices:{id} needs a Source and a Date: a price without them is a rumour.");
        }
    }

    private static IEnumerable<string> Budgets(TreasuryOptions options)
    {
        foreach (var (name, budget) in options.Budgets)
        {
            if (budget is { Money: null, Joules: null, ClusterSeconds: null }) yield return Text($"Treasury:Budgets:{name} limits nothing; set Money, Joules or ClusterSeconds.");
            if (budget.Money is <= 0 || budget.Joules is <= 0 || budget.ClusterSeconds is <= 0) yield return Text($"Treasury:Budgets:{name} has a limit of nothing; it must be more than 0.");
            if (budget.WarnAt is <= 0 or > 1) yield return Text($"Treasury:Budgets:{name}:WarnAt is {budget.WarnAt}; it is a share of the limit, like 0.8.");
            if (budget.Money is not null && options.Electricity.PricePerKwh is null) yield return Text($"Treasury:Budgets:{name} limits money, but Treasury:Electricity:PricePerKwh is not set, so nothing would ever count.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
