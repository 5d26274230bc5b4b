using System.Globalization;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Scheduling;

public sealed class ScheduleTests
{
    private static readonly TimeZoneInfo s_paris = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static List<string> Times(TaskSchedule schedule, TimeZoneInfo zone, string from, int count)
    {
        var times = new List<string>();
        var at = At(from);
        while (times.Count < count && schedule.Next(at) is { } next)
        {
            times.Add(TimeZoneInfo.ConvertTime(next, zone).ToString("ddd MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
            at = next;
        }

        return times;
    }

    [Theory]
    [InlineData("30 2 * * *", "Europe/Paris", "2026-03-28T12:00Z", "Sun 03-29 03:00 +02:00", "Mon 03-30 02:30 +02:00")]
    [InlineData("30 2 * * *", "Europe/Paris", "2026-10-24T12:00Z", "Sun 10-25 02:30 +02:00", "Mon 10-26 02:30 +01:00")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", "Sun 03-08 03:00 -04:00", "Mon 03-09 02:30 -04:00")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T12:00Z", "Sun 11-01 01:30 -04:00", "Mon 11-02 01:30 -05:00")]
    [InlineData("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00Z", "Sun 11-04 01:00 -02:00", "Mon 11-05 00:00 -02:00")]
    [InlineData("0 9 L * *", "Europe/Paris", "2026-02-01T00:00Z", "Sat 02-28 09:00 +01:00", "Tue 03-31 09:00 +02:00")]
    [InlineData("0 0 9 15W * ?", "Europe/Paris", "2026-02-01T00:00Z", "Mon 02-16 09:00 +01:00", "Mon 03-16 09:00 +01:00")]
    [InlineData("0 9 * * 5#3", "Europe/Paris", "2026-01-01T00:00Z", "Fri 01-16 09:00 +01:00", "Fri 02-20 09:00 +01:00")]
    [InlineData("0 20 * * 4", "Europe/Paris", "2026-03-20T00:00Z", "Thu 03-26 20:00 +01:00", "Thu 04-02 20:00 +02:00")]
    [InlineData("0 8 * * 0", "UTC", "2026-01-01T00:00Z", "Sun 01-04 08:00 +00:00", "Sun 01-11 08:00 +00:00")]
    [InlineData("0 8 * * 7", "UTC", "2026-01-01T00:00Z", "Sun 01-04 08:00 +00:00", "Sun 01-11 08:00 +00:00")]
    public void Cron_is_read_on_the_clock_of_its_zone(string cron, string zone, string from, string first, string second)
    {
        var its = TimeZoneInfo.FindSystemTimeZoneById(zone);
        Assert.Equal([first, second], Times(new CronSchedule(cron, its), its, from, 2));
    }

    [Fact]
    public void An_interval_goes_on_through_the_hour_that_comes_twice_and_over_the_one_that_is_skipped()
    {
        var half = new CronSchedule("*/30 * * * *", s_paris);
        Assert.Equal(
            ["Sun 10-25 02:00 +02:00", "Sun 10-25 02:30 +02:00", "Sun 10-25 02:00 +01:00", "Sun 10-25 02:30 +01:00", "Sun 10-25 03:00 +01:00"], Times(half, s_paris, "2026-10-24T23:59Z", 5));
        Assert.Equal(["Sun 03-29 01:30 +01:00", "Sun 03-29 03:00 +02:00"], Times(half, s_paris, "2026-03-29T00:00Z", 2));
    }

    [Fact]
    public void Every_so_often_counts_from_the_same_instant_whenever_the_host_began()
    {
        var quarter = new EverySchedule(TimeSpan.FromMinutes(15));
        Assert.Equal(At("2026-01-01T00:15Z"), quarter.Next(At("2026-01-01T00:00:00Z")));
        Assert.Equal(At("2026-01-01T00:15Z"), quarter.Next(At("2026-01-01T00:14:59.999Z")));
        Assert.Equal(At("2026-01-01T00:30Z"), quarter.Next(At("2026-01-01T00:15Z")));
    }

    [Fact]
    public void Once_is_once()
    {
        var local = new DateTime(2026, 3, 29, 2, 30, 0);
        var once = new OnceSchedule(Instants.Of(local, s_paris), local);
        // Half past two does not exist on that day: the clocks go from two to three.
        Assert.Equal(At("2026-03-29T01:00Z"), once.Next(At("2026-01-01T00:00Z")));
        Assert.Null(once.Next(At("2026-03-29T01:00Z")));
        Assert.Equal(At("2026-10-25T00:30Z"), Instants.Of(new DateTime(2026, 10, 25, 2, 30, 0), s_paris));
    }

    [Theory]
    [InlineData("08:00-22:00", "2026-01-05 08:00", true)]
    [InlineData("08:00-22:00", "2026-01-05 22:00", false)]
    [InlineData("mon-fri 09:00-17:30", "2026-01-10 10:00", false)]
    [InlineData("sat,sun 22:00-02:00", "2026-01-12 01:59", true)]
    [InlineData("sat,sun 22:00-02:00", "2026-01-10 01:59", false)]
    [InlineData("fri-mon 00:00-24:00", "2026-01-05 23:59", true)]
    [InlineData("fri-mon 00:00-24:00", "2026-01-06 00:00", false)]
    public void Active_hours_are_hours_of_the_local_week(string text, string local, bool active) =>
        Assert.Equal(active, ActiveHours.Parse(text).Contains(DateTime.Parse(local, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("8-22")]
    [InlineData("25:00-26:00")]
    [InlineData("08:00-08:00")]
    [InlineData("weekdays 08:00-10:00")]
    public void Hours_that_are_none_are_refused_with_an_example(string text) => Assert.Contains("mon-fri 09:00-17:30", Assert.Throws<FormatException>(() => ActiveHours.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_task_is_due_within_its_hours_only_and_its_nights_cost_nothing()
    {
        var task = new ScheduledTask("vince", "alert", new EverySchedule(TimeSpan.FromMinutes(1)), s_paris, "p") { Active = ActiveHours.Parse("mon-fri 09:00-17:00") };
        Assert.Equal(At("2026-01-09T15:59Z"), task.Next(At("2026-01-09T15:58Z")));
        Assert.Equal(At("2026-01-12T08:00Z"), task.Next(At("2026-01-09T15:59Z")));
        Assert.Equal(At("2026-03-30T07:00Z"), task.Next(At("2026-03-27T16:00Z")));
    }

    [Theory]
    [InlineData("0 8 * * *", null, "every day at 08:00 (Europe/Paris)")]
    [InlineData("0 9,21 * * *", null, "every day at 09:00 and 21:00 (Europe/Paris)")]
    [InlineData("30 16 * * 1-5", null, "Monday to Friday at 16:30 (Europe/Paris)")]
    [InlineData("0 20 * * thu", null, "every Thursday at 20:00 (Europe/Paris)")]
    [InlineData("*/5 * * * *", "mon-fri 09:00-17:00", "every 5 minutes, mon-fri 09:00-17:00 (Europe/Paris)")]
    [InlineData("0 9 L * *", null, "on the last day of each month at 09:00 (Europe/Paris)")]
    [InlineData("0 7 1 * *", null, "on day 1 of each month at 07:00 (Europe/Paris)")]
    [InlineData("0 9 * * 5#3", null, "cron 0 9 * * 5#3 (Europe/Paris)")]
    public void When_is_told_in_words_with_the_zone(string cron, string? active, string words) =>
        Assert.Equal(words, new ScheduledTask("a", "b", new CronSchedule(cron, s_paris), s_paris, "p") { Active = active is null ? null : ActiveHours.Parse(active) }.When);

    [Theory]
    [InlineData("0 8 * * *", 120)]
    [InlineData("*/15 * * * *", 7.5)]
    [InlineData("* * * * *", 2)]
    public void Grace_is_half_the_period_within_its_bounds(string cron, double minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), new ScheduledTask("a", "b", new CronSchedule(cron, TimeZoneInfo.Utc), TimeZoneInfo.Utc, "p").GraceAt(At("2026-01-01T08:00Z")));
}
