using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Cost;

namespace LocalsOnly.Tests.Treasury;

public sealed class TariffTests
{
    private static readonly TimeZoneInfo s_paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static readonly ElectricityOptions s_nights = new()
    {
        PricePerKwh = 0.25m,
        Periods = [new TariffPeriodOptions { From = new TimeOnly(22, 30), To = new TimeOnly(6, 0), PricePerKwh = 0.10m }, new TariffPeriodOptions { Days = [DayOfWeek.Sunday], PricePerKwh = 0.20m }],
    };

    [Theory]
    [InlineData("2026-11-23T21:29:59Z", 0.25)] // Monday 22:29 in Paris
    [InlineData("2026-11-23T21:30:00Z", 0.10)]
    [InlineData("2026-11-24T04:59:59Z", 0.10)]
    [InlineData("2026-11-24T05:00:00Z", 0.25)]
    [InlineData("2026-11-22T12:00:00Z", 0.20)] // Sunday
    [InlineData("2026-11-22T22:00:00Z", 0.10)] // Sunday night: the first period that fits counts
    public void The_price_is_that_of_the_local_time(string at, double price) =>
        Assert.Equal((decimal)price, new Tariff(s_nights, s_paris).PriceAt(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void The_hours_after_midnight_belong_to_the_night_before()
    {
        var tariff = new Tariff(new ElectricityOptions { PricePerKwh = 1, Periods = [new TariffPeriodOptions { From = new TimeOnly(22, 0), To = new TimeOnly(6, 0), Days = [DayOfWeek.Friday], PricePerKwh = 0 }] }, TimeZoneInfo.Utc);
        Assert.Equal(0, tariff.PriceAt(new DateTimeOffset(2026, 11, 28, 3, 0, 0, TimeSpan.Zero))); // Saturday
        Assert.Equal(1, tariff.PriceAt(new DateTimeOffset(2026, 11, 27, 3, 0, 0, TimeSpan.Zero))); // Friday
    }

    [Fact]
    public void A_day_of_a_thousand_watts_is_24_kilowatt_hours_at_their_prices_also_when_clocks_change()
    {
        var tariff = new Tariff(s_nights, s_paris);
        // Tuesday: 16.5 hours by day, 7.5 by night.
        var tuesday = LocalCalendar.At(s_paris, new DateTime(2026, 11, 24));
        Assert.Equal((16.5m * 0.25m) + (7.5m * 0.10m), Math.Round(tariff.CostOfWatts(1000, tuesday, tuesday.AddDays(1)), 9));
        // The Sunday in October has 25 hours, one of them by night once more.
        var (from, to) = (LocalCalendar.At(s_paris, new DateTime(2026, 10, 25)), LocalCalendar.At(s_paris, new DateTime(2026, 10, 26)));
        Assert.Equal(25, (to - from).TotalHours);
        Assert.Equal((16.5m * 0.20m) + (8.5m * 0.10m), Math.Round(tariff.CostOfWatts(1000, from, to), 9));
    }

    [Fact]
    public void A_month_begins_where_its_first_day_does_when_clocks_skip_midnight()
    {
        // Lebanon's clocks skip the first hour of 29 March 2026; Cairo's skip midnight of 24 April: no month begins there, so any day will do.
        var beirut = TimeZoneInfo.FindSystemTimeZoneById("Asia/Beirut");
        var day = LocalCalendar.At(beirut, new DateTime(2026, 3, 29));
        Assert.Equal(TimeSpan.FromHours(23), LocalCalendar.At(beirut, new DateTime(2026, 3, 30)) - day);
    }

    [Fact]
    public void Without_a_price_energy_costs_nothing() => Assert.Equal(0, new Tariff(new ElectricityOptions(), TimeZoneInfo.Utc).Cost(1_000_000_000, DateTimeOffset.UnixEpoch));
}
