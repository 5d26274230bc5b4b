using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Decides what is due: claims it, or notes why it does not run. Nothing else ever makes an occurrence. All of one look is one step of the database, so that a host that
/// dies in it has decided nothing.
/// </summary>
internal sealed class OccurrencePlanner(ITaskStore tasks, OccurrenceStore occurrences, IOptions<SchedulingOptions> options)
{
    /// <summary>A look that comes no later than this is in time.</summary>
    public static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_awayAfter = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_noted = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan s_apart = TimeSpan.FromSeconds(2);

    // A minute's task that was missed for a year has half a million times; nobody reads them.
    private const int MostMissed = 20_000;

    private readonly NextTimes _times = new();
    private (DateTimeOffset At, DateTimeOffset? Next, IReadOnlyList<ScheduledTask> Tasks)? _decided;

    /// <summary>Decides all that was due up to now.</summary>
    /// <param name="hasEnded">Something has ended since the last look, after which something else may come.</param>
    /// <returns>When something is due next; null when nothing is.</returns>
    public DateTimeOffset? Decide(DateTimeOffset now, bool hasEnded)
    {
        now = now.ToUniversalTime();
        var all = tasks.All;
        // Between two due times nothing is to be decided; that somebody is there is noted all the same.
        if (_decided is { } decided && ReferenceEquals(decided.Tasks, all) && now >= decided.At && now - decided.At < s_noted && !(now >= decided.Next)
            && !(hasEnded && all.Any(task => task.Schedule is AfterSchedule)))
            return decided.Next;
        if (!ReferenceEquals(_decided?.Tasks, all)) _times.Forget();
        var next = DecideAll(all, now);
        _decided = (now, next, all);
        return next;
    }

    private DateTimeOffset? DecideAll(IReadOnlyList<ScheduledTask> all, DateTimeOffset now) =>
        occurrences.Together(() =>
        {
            var last = occurrences.See(now);
            if (last - now > InTime) occurrences.ClockPutBack(now);
            var away = last is { } seen && now - seen > s_awayAfter ? TaskSentences.Away(seen, now) : null;
            var standings = occurrences.Standings();
            var open = new Lazy<Dictionary<string, Occurrence>>(occurrences.Open);
            DateTimeOffset? next = null;
            var claimed = new List<(ScheduledTask Task, Occurrence Occurrence)>();
            foreach (var task in all.Where(task => !task.Off))
            {
                var standing = standings.GetValueOrDefault(task.Id) ?? Welcome(task, now);
                // A clock that was put back must not silence a task until it has caught up: what ran is known, and does not run again.
                var from = standing.Cursor < now ? standing.Cursor : now;
                var due = task.Schedule is AfterSchedule after ? AfterOther(task, after, from, now) : ByClock(task, from, now);
                if (due.Count > 0 && Newest(task, standing.Paused, due, open, now, away) is { } claim) claimed.Add((task, claim));
                if (due.Count > 0 || from != standing.Cursor || task.Schedule is AfterSchedule) occurrences.Decided(task.Id, now);
                if (_times.After(task, now) is { } coming && (next is null || coming < next)) next = coming;
            }

            Claim(claimed, now);
            return next;
        });

    private TaskStanding Welcome(ScheduledTask task, DateTimeOffset now)
    {
        occurrences.Decided(task.Id, now);
        if (task.Schedule is OnceSchedule once && once.At <= now) occurrences.Skip(task.Id, once.At, TaskSentences.BeforeFile(now), now);
        return new TaskStanding(task.Id, now, now, false, null);
    }

    /// <summary>Of all that was due since the last look only the newest may run; the others, or all, are noted with their reason.</summary>
    /// <param name="due">At least one, the newest last.</param>
    /// <param name="open">By task, what waits or runs.</param>
    /// <returns>What is to run; null when nothing is.</returns>
    private Occurrence? Newest(ScheduledTask task, bool isPaused, List<Occurrence> due, Lazy<Dictionary<string, Occurrence>> open, DateTimeOffset now, string? away)
    {
        var newest = due[^1];
        foreach (var older in due[..^1]) occurrences.Skip(task.Id, older.Due, isPaused ? TaskSentences.Paused : TaskSentences.MissedForNewer(away, newest.Due), now, missed: !isPaused);
        var late = now - newest.Ready;
        if (isPaused) occurrences.Skip(task.Id, newest.Due, TaskSentences.Paused, now);
        else if (late > InTime && task.GraceAt(newest.Due) is var grace && late > grace) occurrences.Skip(task.Id, newest.Due, TaskSentences.Missed(away, late, grace), now, missed: true);
        else if (open.Value.GetValueOrDefault(task.Id) is { } earlier) occurrences.Skip(task.Id, newest.Due, TaskSentences.StillOpen(earlier.Due, earlier.State == OccurrenceState.Running), now);
        else return newest with { Late = late > InTime };
        return null;
    }

    private List<Occurrence> ByClock(ScheduledTask task, DateTimeOffset from, DateTimeOffset now)
    {
        var due = new List<Occurrence>();
        for (var next = _times.After(task, from); next is { } at && at <= now && due.Count < MostMissed; next = _times.After(task, at)) due.Add(new Occurrence(task.Id, at, OccurrenceState.Claimed) { Ready = at });
        if (due.Count < MostMissed) return due;
        // What lies between is not listed; the newest one still counts.
        for (var next = task.Next(now - TimeSpan.FromDays(1)); next is { } at && at <= now; next = task.Next(at)) due[^1] = new Occurrence(task.Id, at, OccurrenceState.Claimed) { Ready = at };
        return due;
    }

    private List<Occurrence> AfterOther(ScheduledTask task, AfterSchedule after, DateTimeOffset from, DateTimeOffset now)
    {
        var due = new List<Occurrence>();
        foreach (var other in occurrences.EndedSince(after.Task, from).Where(other => other.Ended <= now && occurrences.Find(task.Id, other.Due) is null))
        {
            if (other.State == OccurrenceState.Succeeded) due.Add(new Occurrence(task.Id, other.Due, OccurrenceState.Claimed) { Ready = other.Ended!.Value });
            else occurrences.Skip(task.Id, other.Due, TaskSentences.OtherDidNotSucceed(after.Task, other.State), now);
        }

        return due;
    }

    private void Claim(List<(ScheduledTask Task, Occurrence Occurrence)> claimed, DateTimeOffset now)
    {
        // What has gates seldom runs; its gates are looked at when it is due.
        var spread = claimed.Count(each => each.Task.Gates.Count == 0);
        var apart = spread > 1 ? TimeSpan.FromTicks(Math.Min(options.Value.Spread.Ticks / spread, s_apart.Ticks)) : TimeSpan.Zero;
        var before = 0;
        foreach (var (task, occurrence) in claimed) occurrences.TryClaim(occurrence with { NotBefore = task.Gates.Count == 0 ? now + (apart * before++) : now });
    }
}
