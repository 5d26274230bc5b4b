using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Cost;

namespace LocalsOnly.Treasury;

/// <summary>What the house costs, in the section <c>Treasury</c>. Everything may be left out; what cannot be told without it is then said to be unknown.</summary>
internal sealed class TreasuryOptions
{
    public const string Section = "Treasury";

    /// <summary>Of all money here: prices of machines, of electricity and of budgets. API prices are in US dollars.</summary>
    public string Currency { get; set; } = "USD";

    /// <summary>How many units of <see cref="Currency"/> one US dollar is, to set API prices beside the house's own costs; null when the currency is the dollar.</summary>
    public decimal? PerDollar { get; set; }

    /// <summary>IANA zone of days, months and tariffs; null for the machine's own.</summary>
    public string? Zone { get; set; }

    /// <summary>How often the machines are asked for their power while something runs.</summary>
    public TimeSpan PowerEvery { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The machines of the house by name, the name that exo shows when they are in a cluster.</summary>
    public Dictionary<string, NodeOptions> Nodes { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was bought, by a name of its own: machines, disks, switches.</summary>
    public Dictionary<string, AssetOptions> Assets { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    public ElectricityOptions Electricity { get; set; } = new();

    /// <summary>Energy for cooling as a share of that of the machines, e.g. 0.2.</summary>
    public decimal Cooling { get; set; }

    /// <summary>Money set aside each month for what breaks.</summary>
    public decimal MaintenancePerMonth { get; set; }

    /// <summary>The API to compare with, <c>provider/model</c> of the price list; null for the one that is nearest to what runs here.</summary>
    public string? Compare { get; set; }

    /// <summary>Further API prices, beside those that are shipped, by <c>provider/model</c>.</summary>
    public Dictionary<string, ApiPriceOptions> Prices { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What may be spent, by a name of its own.</summary>
    public Dictionary<string, BudgetOptions> Budgets { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="TreasuryException">There is no such zone.</exception>
    public TimeZoneInfo ZoneOrLocal(TimeProvider time)
    {
        if (Zone is not { Length: > 0 } id) return time.LocalTimeZone;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw new TreasuryException($"Treasury:Zone is {id}, which is no time zone; write an IANA name like Europe/Paris.");
    }
}

/// <summary>What a kilowatt-hour costs.</summary>
internal sealed class ElectricityOptions
{
    /// <summary>Money for a kilowatt-hour outside of all <see cref="Periods"/>; null when it is not known.</summary>
    public decimal? PricePerKwh { get; set; }

    /// <summary>Where the price is from, e.g. the supplier's name.</summary>
    public string? Source { get; set; }

    /// <summary>The day it is of.</summary>
    public DateOnly? Date { get; set; }

    /// <summary>Prices by time of use; the first that fits counts.</summary>
    public List<TariffPeriodOptions> Periods { get; set; } = [];
}

/// <summary>Hours of the week with a price of their own.</summary>
internal sealed class TariffPeriodOptions
{
    /// <summary>Local time at which it begins.</summary>
    public TimeOnly From { get; set; }

    /// <summary>Local time at which it ends; earlier than <see cref="From"/> when it goes over midnight, the same for the whole day.</summary>
    public TimeOnly To { get; set; }

    /// <summary>Days on which it begins; empty for all.</summary>
    public List<DayOfWeek> Days { get; set; } = [];

    public decimal PricePerKwh { get; set; }
}

/// <summary>Something that was bought.</summary>
internal sealed class AssetOptions
{
    /// <summary>What was paid for it, or the quote for it.</summary>
    public decimal Price { get; set; }

    /// <summary>The day it was bought, or the day of the quote.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Where the price is from.</summary>
    public string? Source { get; set; }

    public DepreciationMethod Depreciation { get; set; } = DepreciationMethod.Declining;

    /// <summary>For <see cref="DepreciationMethod.Declining"/>: the share of its value that it loses in a year.</summary>
    public decimal Rate { get; set; } = 0.15m;

    /// <summary>For <see cref="DepreciationMethod.StraightLine"/>: months until it is written off.</summary>
    public int Months { get; set; } = 36;

    /// <summary>What it can still be sold for when it is written off; its value never falls below.</summary>
    public decimal Resale { get; set; }

    /// <summary>Share of its use that has nothing to do with this house's models, 0 to 1.</summary>
    public decimal OtherUse { get; set; }
}

/// <summary>How the value of a thing falls.</summary>
internal enum DepreciationMethod
{
    /// <summary>By the same share each year.</summary>
    Declining,

    /// <summary>By the same amount each month.</summary>
    StraightLine,
}

/// <summary>What an API takes, in US dollars for a million tokens.</summary>
internal sealed class ApiPriceOptions
{
    public decimal Input { get; set; }

    /// <summary>For prompt tokens found in the provider's cache; null when it makes no difference.</summary>
    public decimal? CacheHit { get; set; }

    public decimal Output { get; set; }

    public string Source { get; set; } = "";

    public DateOnly Date { get; set; }

    /// <summary>The maker of the model sells it at this price, not a reseller.</summary>
    public bool Official { get; set; }
}
