using System.Globalization;
using LocalsOnly.Scheduling;

namespace LocalsOnly.Tests.Scheduling;

/// <summary>
/// When a task is due, found by walking over every minute and looking at the wall clock of its zone: another way than the product's, and a slow one. It knows five-field cron with numbers, lists, ranges,
/// steps and names of days, and every.
/// </summary>
internal static class DueOracle
{
    private static readonly string[] s_days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    /// <summary>All instants after the first and up to the last one.</summary>
    public static HashSet<DateTimeOffset> Of(ScheduledTask task, DateTimeOffset after, DateTimeOffset upTo)
    {
        var due = new HashSet<DateTimeOffset>();
        var matches = task.Schedule switch
        {
            EverySchedule every => (Func<DateTime, DateTimeOffset, bool>)((_, at) => at.UtcTicks % every.Period.Ticks == 0),
            CronSchedule cron => Matcher(cron.Expression),
            _ => (_, _) => false,
        };
        var isInterval = task.Schedule is EverySchedule || (task.Schedule is CronSchedule { Expression: var expression } && expression.Split(' ')[1] == "*");
        var previous = default(DateTime?);
        for (var at = new DateTimeOffset(after.Year, after.Month, after.Day, after.Hour, after.Minute, 0, TimeSpan.Zero); at <= upTo; at = at.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTime(at, task.Zone).DateTime;
            var isDue = matches(local, at);
            if (!isInterval && isDue && task.Zone.IsAmbiguousTime(local) && task.Zone.GetUtcOffset(at) == task.Zone.GetAmbiguousTimeOffsets(local).Min()) isDue = false;
            if (!isInterval && previous is { } before)
                for (var skipped = before.AddMinutes(1); skipped < local; skipped = skipped.AddMinutes(1)) isDue |= matches(skipped, at);
            previous = local;
            if (isDue && at > after && task.Active?.Contains(local) != false) due.Add(at);
        }

        return due;
    }

    private static Func<DateTime, DateTimeOffset, bool> Matcher(string expression)
    {
        if (expression.Split(' ') is not [var minute, var hour, var day, var month, var weekday]) throw new NotSupportedException(expression);
        var (minutes, hours, days, months, weekdays) = (Field(minute, 0, 59), Field(hour, 0, 23), Field(day, 1, 31), Field(month, 1, 12), Field(weekday, 0, 7));
        return (local, _) => minutes.Contains(local.Minute) && hours.Contains(local.Hour) && months.Contains(local.Month) && days.Contains(local.Day)
            && (weekdays.Contains((int)local.DayOfWeek) || (local.DayOfWeek == DayOfWeek.Sunday && weekdays.Contains(7)));
    }

    private static HashSet<int> Field(string text, int least, int most)
    {
        var values = new HashSet<int>();
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') is [var before, var after] ? (before, int.Parse(after, CultureInfo.InvariantCulture)) : (part, 1);
            var (from, to) = range == "*" ? (least, most) : range.Split('-') is [var low, var high] ? (Value(low), Value(high)) : (Value(range), Value(range));
            for (var value = from; value <= to; value += step) values.Add(value);
        }

        return values;
    }

    private static int Value(string text) => Array.FindIndex(s_days, day => day.Equals(text, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index ? index : int.Parse(text, CultureInfo.InvariantCulture);
}
