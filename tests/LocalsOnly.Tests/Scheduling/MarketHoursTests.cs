using System.Globalization;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>The hours of the NYSE against what it has published for three years (nyse.com/markets/hours-calendars).</summary>
public sealed class MarketHoursTests : IDisposable
{
    private static readonly TimeZoneInfo s_newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private readonly GateHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25", "07-03 11-29 12-24")]
    [InlineData(2025, "01-01 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25", "07-03 11-28 12-24")]
    [InlineData(2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25", "11-27 12-24")]
    public void Holidays_and_early_closes_are_those_that_the_exchange_has_published(int year, string holidays, string early)
    {
        var weekdays = Enumerable.Range(0, 366).Select(new DateOnly(year, 1, 1).AddDays).Where(day => day.Year == year && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToList();

        Assert.Equal(holidays, Days(weekdays.Where(day => NyseCalendar.WhyClosed(day) is not null)));
        Assert.Equal(early, Days(weekdays.Where(day => NyseCalendar.ClosesOn(day) == new TimeOnly(13, 0))));
    }

    [Theory]
    // 1 January 2022 was a Saturday: New Year's Day was not moved, Juneteenth and Christmas went from Sunday to Monday.
    [InlineData("2021-12-31", null)]
    [InlineData("2022-06-20", "Juneteenth")]
    [InlineData("2022-12-26", "Christmas Day")]
    // On a Sunday it is kept on the Monday.
    [InlineData("2023-01-02", "New Year's Day")]
    // Christmas on a Saturday closes Christmas Eve.
    [InlineData("2021-12-24", "Christmas Day")]
    [InlineData("2021-06-18", null)]
    public void Holidays_on_a_weekend_move_as_the_rule_says(string day, string? holiday) => Assert.Equal(holiday, NyseCalendar.WhyClosed(DateOnly.Parse(day, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-11-25 09:29", false, "NYSE opens at 09:30 and it is 09:29 in New York")]
    [InlineData("2026-11-25 09:30", true, "NYSE is open until 16:00, and it is 09:30 in New York")]
    [InlineData("2026-11-25 16:00", false, "NYSE closed at 16:00, and it is 16:00 in New York")]
    [InlineData("2026-11-26 12:00", false, "NYSE is closed on 2026-11-26: Thanksgiving Day")]
    [InlineData("2026-11-27 12:59", true, "NYSE is open until 13:00, an early close, and it is 12:59 in New York")]
    [InlineData("2026-11-27 13:00", false, "NYSE closed at 13:00, an early close, and it is 13:00 in New York")]
    [InlineData("2026-11-28 12:00", false, "NYSE is closed on 2026-11-28: the weekend")]
    // Clocks in New York and in Europe change on different Sundays; New York's count.
    [InlineData("2026-03-09 09:30", true, "NYSE is open until 16:00, and it is 09:30 in New York")]
    public async Task The_gate_is_open_while_the_exchange_trades(string local, bool open, string why)
    {
        var now = Instants.Of(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), s_newYork);
        var call = new GateCall(_house.Task, GateHouse.Setting("market_hours", ("exchange", "nyse")), now, now, now);

        Assert.Equal(new GateVerdict(open, why), await _house.Gate("market_hours").TestAsync(call, CancellationToken.None));
    }

    private static string Days(IEnumerable<DateOnly> days) => string.Join(' ', days.Select(day => day.ToString("MM-dd", CultureInfo.InvariantCulture)));
}
