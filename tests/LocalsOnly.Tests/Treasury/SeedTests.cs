using LocalsOnly.Inference;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Cost;
using LocalsOnly.Treasury.Ledger;

namespace LocalsOnly.Tests.Treasury;

/// <summary>
/// Every figure of the cost section that this project began with, from its inputs, and beside each what a closer look makes of it
/// (docs/treasury.md holds the same table for people).
/// </summary>
public sealed class SeedTests
{
    private const decimal Power = 120;

    [Fact]
    public void The_api_bill_is_932_dollars_a_month_and_11200_a_year()
    {
        decimal[] items = [501, 431];
        Assert.Equal(932, items.Sum());
        Assert.Equal(11_184, items.Sum() * 12);
        // What it does not say: 531.9M tokens at 501 dollars are 0.94 a million, far below the list price of the model it names: most of them were cached.
        var uncached = new UsageSum { Uncached = 531_900_000 };
        var cached = new UsageSum { Cached = 531_900_000 };
        var opus = Price("anthropic/claude-opus-4.5");
        Assert.InRange(501, opus.Of(cached), opus.Of(uncached));
        Assert.Equal(265.95m, opus.Of(cached));
    }

    [Theory]
    [InlineData(35_000, 36, 972, 1_092)]
    [InlineData(35_000, 48, 729, 849)]
    [InlineData(28_000, 36, 778, 898)]
    public void Straight_lines_to_nothing_give_its_months(int price, int months, int depreciation, int all)
    {
        var perMonth = Depreciation.PerMonth(new AssetOptions { Price = price, Depreciation = DepreciationMethod.StraightLine, Months = months }, months);
        Assert.Equal(depreciation, Math.Round(perMonth));
        Assert.Equal(all, Math.Round(perMonth + Power));
    }

    [Fact]
    public void One_of_its_months_is_160_dollars_above_the_api() => Assert.Equal(160, Math.Round((35_000m / 36) + Power - 932));

    [Theory]
    [InlineData(35_000, 36, 375, 495)]
    [InlineData(35_000, 48, 349, 469)]
    [InlineData(28_000, 36, 300, 420)]
    public void With_its_own_15_percent_a_year_each_month_costs_half(int price, int months, int depreciation, int all)
    {
        var perMonth = Depreciation.PerMonth(new AssetOptions { Price = price, Rate = 0.15m }, months);
        Assert.Equal(depreciation, Math.Round(perMonth));
        Assert.Equal(all, Math.Round(perMonth + Power));
        Assert.True(perMonth + Power < 932);
    }

    /// <summary>The document says 65 to 150 dollars. Its own inputs, 600 to 1,000 W at 0.12 to 0.15, make 53 to 110, and 63 to 131 with its 20 % for cooling: the upper end is not in them.</summary>
    [Theory]
    [InlineData(600, 0.12, 0.0, 53)]
    [InlineData(600, 0.15, 0.0, 66)]
    [InlineData(1000, 0.15, 0.0, 110)]
    [InlineData(600, 0.12, 0.2, 63)]
    [InlineData(1000, 0.15, 0.2, 131)]
    public void Its_power_costs_what_its_watts_cost(double watts, double price, double cooling, int perMonth)
    {
        var tariff = new Tariff(new ElectricityOptions { PricePerKwh = (decimal)price }, TimeZoneInfo.Utc);
        var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var year = tariff.CostOfWatts(watts, from, from.AddYears(1));
        Assert.Equal(perMonth, Math.Round(year / 12 * (1 + (decimal)cooling)));
    }

    /// <summary>20 tokens/s of a single request are 52M tokens in a month of 30 days; 2 to 20 times that at 1.50 and at 3.00 dollars a million are its ranges.</summary>
    [Theory]
    [InlineData(2, 1.5, 156)]
    [InlineData(20, 1.5, 1_560)]
    [InlineData(2, 3.0, 312)]
    [InlineData(20, 3.0, 3_120)]
    public void Its_ranges_for_batching_are_20_tokens_a_second_twice_and_twenty_times(int batch, double price, int savings)
    {
        var tokens = Math.Round(20m * 86_400 * 30 / 1_000_000m) * 1_000_000m * batch;
        var usage = new UsageSum { Output = (long)tokens };
        Assert.Equal(savings, new ApiPrice("any/model", 0, null, (decimal)price, true, "", default).Of(usage));
    }

    [Fact]
    public void A_context_of_200000_tokens_costs_12_cents_to_load_and_2_from_the_cache()
    {
        var kimi = Price("moonshot/kimi-k2.5");
        Assert.Equal((0.60m, 0.10m, 3.00m), (kimi.Input, kimi.CacheHit, kimi.Output));
        Assert.Equal(0.12m, kimi.Of(new UsageSum { Uncached = 200_000 }));
        Assert.Equal(0.02m, kimi.Of(new UsageSum { Cached = 200_000 }));
    }

    [Fact]
    public void Its_tokens_are_733_a_second_around_the_clock() => Assert.Equal(733, Math.Round(1_900_000_000m / (30 * 86_400)));

    [Fact]
    public void Every_price_that_is_shipped_has_a_source_and_a_date() =>
        Assert.All(new ApiPrices(new TreasuryOptions()).All, price => Assert.True(price.Source.Length > 0 && price.Date > new DateOnly(2025, 1, 1) && price.Input > 0 && price.Output >= price.Input, price.Id));

    private static ApiPrice Price(string id) => new ApiPrices(new TreasuryOptions()).All.Single(price => price.Id == id);
}
