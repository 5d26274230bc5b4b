using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Tells the owner of tasks that do not work: after two failures in a row, or at once when nobody knows what a run has done. One message for all of them, and none of the same task for a day.
/// </summary>
internal sealed class FailureAlerts(ITaskStore tasks, OccurrenceStore occurrences, DeliveryStore deliveries, HouseNotices notices, IOptions<SchedulingOptions> options)
{
    private static readonly TimeSpan s_together = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_recent = TimeSpan.FromDays(2);
    private DateTimeOffset? _since;

    /// <summary>Says what is to be said. Failures that come close together are one message: it waits five minutes for more.</summary>
    /// <returns>When to consider it again, though nothing else has ended; null when that changes nothing.</returns>
    public DateTimeOffset? Consider(DateTimeOffset now)
    {
        var (failing, later) = Failing(now);
        if (failing.Count == 0)
        {
            _since = null;
            return later;
        }

        _since = _since is { } since && since <= now ? since : now;
        if (now - _since < s_together) return _since + s_together;
        _since = null;
        Say(failing, now);
        return later;
    }

    private (List<(ScheduledTask Task, int Failures, Occurrence Last)> Failing, DateTimeOffset? Later) Failing(DateTimeOffset now)
    {
        var failing = new List<(ScheduledTask, int, Occurrence)>();
        DateTimeOffset? later = null;
        foreach (var standing in occurrences.Troubled(now - s_recent))
        {
            if (standing.Paused || tasks.Find(standing.Task) is not { } task || occurrences.LastRun(task.Id) is not { State: not OccurrenceState.Running } last) continue;
            var failures = occurrences.FailedInARow(task.Id);
            if (failures == 0)
            {
                // It works again: the next failures are told anew.
                if (standing.Alerted is not null) occurrences.Alerted(task.Id, null);
                continue;
            }

            if (failures < options.Value.AlertAfter && last.State != OccurrenceState.Unknown) continue;
            if (standing.Alerted is { } told)
            {
                // What has not failed again since is known.
                if (last.Ended <= told) continue;
                var again = told + options.Value.AlertEvery;
                if (now < again)
                {
                    later = later < again ? later : again;
                    continue;
                }
            }

            failing.Add((task, failures, last));
        }

        return (failing, later);
    }

    private void Say(List<(ScheduledTask Task, int Failures, Occurrence Last)> failing, DateTimeOffset now)
    {
        var text = new StringBuilder(failing.Count == 1 ? "A scheduled task needs you:\n" : string.Create(CultureInfo.InvariantCulture, $"{failing.Count} scheduled tasks need you:\n"));
        foreach (var (task, failures, last) in failing)
            text.Append(CultureInfo.InvariantCulture, $"- **{task.Id}**{(failures > 1 ? $", {failures} times in a row" : "")}: {Why(last)}\n");
        text.Append("`locals tasks history NAME` shows what happened, `locals tasks pause NAME` ends it. You are not told of the same task again for ").Append(Durations.About(options.Value.AlertEvery)).Append('.');

        notices.Say(text.ToString(), now);
        foreach (var (task, _, _) in failing) occurrences.Alerted(task.Id, now);
    }

    private string Why(Occurrence last)
    {
        if (last.State != OccurrenceState.Succeeded) return PersonSentences.Plain(last.Reason ?? "it failed");
        var undelivered = deliveries.Of(last.Task, last.Due).FirstOrDefault(delivery => delivery.State == DeliveryState.Failed);
        return $"it ran, and was not delivered to {undelivered?.Channel}: {PersonSentences.Plain(undelivered?.Reason ?? "nobody knows why")}";
    }
}
