using FsCheck;
using FsCheck.Fluent;
using LocalsOnly.Agents.Tools.General;

namespace LocalsOnly.Tests.Agents.General;

public sealed class TimeToolsTests
{
    private static readonly TimeTools s_tools = new();

    [Fact]
    public async Task Now_is_told_in_the_persons_zone_with_week_and_day_of_the_year() => Assert.Equal("""
        Local time: Friday 2027-01-01 00:30 +01:00 (Europe/Paris)
        ISO week: 2026-W53-5
        Day of the year: 1 of 365
        UTC: 2026-12-31 23:30Z
        """, await s_tools.CallAsync(DirectCalls.At("2027-01-01 00:30"), "time_now"));

    [Fact]
    public async Task Now_is_told_in_another_zone() =>
        Assert.StartsWith("Local time: Thursday 2026-12-31 18:30 -05:00 (America/New_York)", await s_tools.CallAsync(DirectCalls.At("2027-01-01 00:30"), "time_now", ("zone", "America/New_York")), StringComparison.Ordinal);

    [Fact]
    public async Task A_difference_is_in_days_weeks_months_and_working_days()
    {
        var text = await Calendar(("operation", "difference"), ("date", "2026-01-31"), ("other", "2026-11-26"));
        Assert.Contains("Days: 299", text, StringComparison.Ordinal);
        Assert.Contains("42 weeks 5 days", text, StringComparison.Ordinal);
        Assert.Contains("0 years 9 months 26 days", text, StringComparison.Ordinal);
        Assert.Contains(": 214", text, StringComparison.Ordinal);
        Assert.Contains("Days: -299", await Calendar(("operation", "difference"), ("date", "2026-11-26"), ("other", "2026-01-31")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_over_a_change_of_the_clocks_are_elapsed_ones()
    {
        Assert.Contains("1380 minutes, which is 23 h 0 min", await Calendar(("operation", "difference"), ("date", "2026-03-28 12:00"), ("other", "2026-03-29 12:00")), StringComparison.Ordinal);
        Assert.Contains("1500 minutes", await Calendar(("operation", "difference"), ("date", "2026-10-24 12:00"), ("other", "2026-10-25 12:00")), StringComparison.Ordinal);
        Assert.Contains("is Sunday 2026-03-29 13:00 +02:00", await Calendar(("operation", "add"), ("date", "2026-03-28 12:00"), ("amount", 24), ("unit", "hours")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-01-31", 1, "months", "Thursday 2024-02-29. That month has no such day")]
    [InlineData("2024-02-29", 1, "years", "Friday 2025-02-28. That month")]
    [InlineData("today", -1, "weeks", "Thursday 2026-11-19.")]
    [InlineData("2026-11-27", 1, "business_days", "Monday 2026-11-30. Business days")]
    [InlineData("2026-11-28", 5, "business_days", "Friday 2026-12-04.")]
    [InlineData("2026-11-29", -5, "business_days", "Monday 2026-11-23.")]
    [InlineData("2026-12-31", 1, "days", "Friday 2027-01-01.")]
    public async Task A_date_is_moved(string date, int amount, string unit, string result) =>
        Assert.Contains($"is {result}", await Calendar(("operation", "add"), ("date", date), ("amount", amount), ("unit", unit)), StringComparison.Ordinal);

    [Fact]
    public async Task A_weekday_is_told_and_the_next_one_found()
    {
        Assert.Equal("1969-07-20 is a Sunday, in ISO week 1969-W29, day 201 of the year.", await Calendar(("operation", "weekday"), ("date", "1969-07-20")));
        Assert.Equal("The first Thursday after Thursday 2026-11-26 is 2026-12-03, 7 days later.", await Calendar(("operation", "next_weekday"), ("date", "today"), ("weekday", "Thursday")));
    }

    [Fact]
    public async Task A_time_is_told_in_another_zone_also_in_the_hour_that_comes_twice()
    {
        Assert.Equal(
            "Friday 2026-11-27 08:00 +00:00 (UTC) is Friday 2026-11-27 09:00 +01:00 (Europe/Paris).",
            await Calendar(("operation", "convert"), ("date", "2026-11-27 08:00"), ("zone", "UTC")));
        var twice = await Calendar(("operation", "convert"), ("date", "2026-10-25 02:30"), ("to_zone", "UTC"));
        Assert.Contains("02:30 +02:00 (Europe/Paris) is Sunday 2026-10-25 00:30", twice, StringComparison.Ordinal);
        Assert.Contains("02:30 +01:00 (Europe/Paris) is Sunday 2026-10-25 01:30", twice, StringComparison.Ordinal);
        Assert.Contains("twice", twice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("convert", "2026-03-29 02:30", "does not exist in Europe/Paris")]
    [InlineData("convert", "2026-03-29", "has no time")]
    [InlineData("difference", "2026-02-30", "no calendar has")]
    [InlineData("difference", "next week", "write a date like")]
    [InlineData("difference", "today", "other is missing")]
    [InlineData("add", "today", "amount is missing")]
    [InlineData("next_weekday", "today", "weekday is ''")]
    [InlineData("subtract", "today", "it is difference, add")]
    [InlineData("weekday", "2026-01-01 25:00", "no clock shows")]
    public async Task What_cannot_be_answered_is_refused_with_what_to_write(string operation, string date, string reason) =>
        Assert.Contains(reason, await s_tools.RefusalAsync(DirectCalls.At("2026-11-26 12:31"), "time_calendar", ("operation", operation), ("date", date)), StringComparison.Ordinal);

    [Fact]
    public async Task A_zone_that_is_none_and_a_result_beyond_the_calendar_are_refused()
    {
        Assert.Contains("IANA name", await s_tools.RefusalAsync(DirectCalls.At("2026-11-26 12:31"), "time_now", ("zone", "Pacific Standard Time")), StringComparison.Ordinal);
        Assert.Contains("years 1 to 9999", await s_tools.RefusalAsync(DirectCalls.At("2026-11-26 12:31"), "time_calendar", ("operation", "add"), ("date", "today"), ("amount", 9000), ("unit", "years")), StringComparison.Ordinal);
        Assert.Contains("the most is 1000000", await s_tools.RefusalAsync(DirectCalls.At("2026-11-26 12:31"), "time_calendar", ("operation", "add"), ("date", "today"), ("amount", int.MinValue), ("unit", "days")), StringComparison.Ordinal);
    }

    [Fact]
    public void Working_days_are_those_that_one_counts_one_by_one() => Prop.ForAll<ushort, short>((start, step) =>
    {
        var (from, count) = (new DateOnly(2020, 1, 1).AddDays(start % 3000), step % 60);
        var slow = from;
        for (var left = Math.Abs(count); left > 0;)
        {
            slow = slow.AddDays(Math.Sign(count));
            if (CalendarSums.IsWorking(slow)) left--;
        }
        var to = from.AddDays(count);
        var counted = 0;
        for (var date = from < to ? from : to; date < (from < to ? to : from);)
        {
            date = date.AddDays(1);
            if (CalendarSums.IsWorking(date)) counted++;
        }
        return CalendarSums.AddWorking(from, count) == slow
            && (count < 0 || CalendarSums.Working(from, to) == counted)
            && CalendarSums.Working(from, to) + CalendarSums.Working(to, from) == (from <= to ? 1 : -1) * ((CalendarSums.IsWorking(to) ? 1 : 0) - (CalendarSums.IsWorking(from) ? 1 : 0)) * (from == to ? 0 : 1);
    }).QuickCheckThrowOnFailure();

    private static Task<string> Calendar(params (string, object?)[] arguments) => s_tools.CallAsync(DirectCalls.At("2026-11-26 12:31"), "time_calendar", arguments);
}
