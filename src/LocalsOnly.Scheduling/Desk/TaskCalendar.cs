using System.Globalization;
using LocalsOnly.Agents;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>What is due in the coming days, in order. What is due more than once an hour is one line a day.</summary>
internal sealed class TaskCalendar(ITaskStore tasks, OccurrenceStore occurrences, IOptions<AgentsOptions> agents, TimeProvider time)
{
    public const int MostDays = 31;

    private static readonly TimeSpan s_often = TimeSpan.FromHours(1);

    /// <summary>The zone that its days are in.</summary>
    public TimeZoneInfo Zone => agents.Value.Zone(time);

    /// <param name="days">After today, up to <see cref="MostDays"/>; the last one whole.</param>
    public IReadOnlyList<CalendarLine> Coming(int days)
    {
        var (now, zone, standings) = (time.GetUtcNow(), Zone, occurrences.Standings());
        var end = Instants.Of(TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(Math.Clamp(days, 1, MostDays) + 1), zone);
        var all = tasks.All.Where(task => !task.Off).ToList();
        var lines = new List<CalendarLine>();
        foreach (var task in all)
        {
            var clock = ByClock(task, all);
            if (clock is null) continue;
            var paused = standings.GetValueOrDefault(task.Id)?.Paused == true;
            foreach (var day in Times(clock, now, end).GroupBy(at => TimeZoneInfo.ConvertTime(at, zone).Date)) lines.AddRange(Lines(task, [.. day], zone, paused));
        }

        return [.. lines.OrderBy(line => line.At).ThenBy(line => line.Words is null ? 0 : 1).ThenBy(line => line.Task, StringComparer.Ordinal)];
    }

    /// <summary>The task whose clock one follows in the end: its own, or that of the one that it comes after.</summary>
    private static ScheduledTask? ByClock(ScheduledTask task, List<ScheduledTask> all)
    {
        for (var steps = 0; task.Schedule is AfterSchedule after; steps++)
            if (steps > all.Count || all.Find(other => other.Id == after.Task) is not { } other) return null;
            else task = other;
        return task;
    }

    private static IEnumerable<DateTimeOffset> Times(ScheduledTask task, DateTimeOffset from, DateTimeOffset end)
    {
        for (var next = task.Next(from); next is { } at && at < end; next = task.Next(at)) yield return at;
    }

    private static IEnumerable<CalendarLine> Lines(ScheduledTask task, List<DateTimeOffset> times, TimeZoneInfo zone, bool paused)
    {
        var after = task.Schedule is AfterSchedule ? task.Schedule.Words : null;
        if (times.Zip(times.Skip(1)).Any(pair => pair.Second - pair.First < s_often))
            return [Line(times[0], Clock(times[^1], zone), times.Count, after ?? task.Schedule.Words)];
        return times.Select(at => Line(at, null, 1, after));

        CalendarLine Line(DateTimeOffset at, string? until, int count, string? words) =>
            new(task.Id, task.Title, TimeZoneInfo.ConvertTime(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Clock(at, zone), at, until, count, words, paused);
    }

    private static string Clock(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm", CultureInfo.InvariantCulture);
}
