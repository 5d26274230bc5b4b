using System.Globalization;
using System.Text;
using LocalsOnly.Agents;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Tells the owner of tasks that do not work: after two failures in a row, or at once when nobody knows what a run has done. One message for all of them, and none of the same task for a day. The message is
/// an occurrence of the house's own, delivered and proven like any other.
/// </summary>
internal sealed class FailureAlerts(ITaskStore tasks, OccurrenceStore occurrences, DeliveryStore deliveries, IOptions<SchedulingOptions> options)
{
    /// <summary>What the alerts' occurrences are kept under.</summary>
    public const string Name = "alerts";

    private static readonly TimeSpan s_together = TimeSpan.FromMinutes(5);
    private DateTimeOffset? _since;

    /// <summary>Something has failed, and more may come.</summary>
    public bool IsWaiting => _since is not null;

    /// <summary>Says what is to be said. Failures that come close together are one message: it waits five minutes for more.</summary>
    public void Consider(DateTimeOffset now)
    {
        var failing = Failing(now);
        if (failing.Count == 0)
        {
            _since = null;
            return;
        }

        _since ??= now;
        if (now - _since < s_together) return;
        _since = null;
        Say(failing, now);
    }

    private List<(ScheduledTask Task, int Failures, Occurrence Last)> Failing(DateTimeOffset now)
    {
        var failing = new List<(ScheduledTask, int, Occurrence)>();
        var standings = occurrences.Standings();
        foreach (var task in tasks.All)
        {
            if (!standings.TryGetValue(task.Id, out var standing) || standing.Paused || occurrences.LastRun(task.Id) is not { State: not OccurrenceState.Running } last) continue;
            var failures = occurrences.FailedInARow(task.Id);
            if (failures == 0)
            {
                // It works again: the next failures are told anew.
                if (standing.Alerted is not null) occurrences.Alerted(task.Id, null);
                continue;
            }

            if ((failures >= options.Value.AlertAfter || last.State == OccurrenceState.Unknown) && !(now - standing.Alerted < options.Value.AlertEvery)) failing.Add((task, failures, last));
        }

        return failing;
    }

    private void Say(List<(ScheduledTask Task, int Failures, Occurrence Last)> failing, DateTimeOffset now)
    {
        var text = new StringBuilder(failing.Count == 1 ? "A scheduled task needs you:\n" : string.Create(CultureInfo.InvariantCulture, $"{failing.Count} scheduled tasks need you:\n"));
        foreach (var (task, failures, last) in failing)
            text.Append(CultureInfo.InvariantCulture, $"- **{task.Id}**{(failures > 1 ? $", {failures} times in a row" : "")}: {Why(last)}\n");
        text.Append("`locals tasks history NAME` shows what happened, `locals tasks pause NAME` ends it. You are not told of the same task again for ").Append(Durations.About(options.Value.AlertEvery)).Append('.');

        var alert = new Occurrence($"{options.Value.AlertPersona}/{Name}", now, OccurrenceState.Claimed) { ByHand = true, NotBefore = DateTimeOffset.MaxValue, Ready = now };
        occurrences.Together(() =>
        {
            if (!occurrences.TryClaim(alert) || !occurrences.TryBegin(alert, now)) return false;
            occurrences.Succeed(alert with { State = OccurrenceState.Running }, text.ToString(), "", null, null, [(options.Value.AlertChannel, DeliveryState.Pending, null)], now);
            foreach (var (task, _, _) in failing) occurrences.Alerted(task.Id, now);
            return true;
        });
    }

    private string Why(Occurrence last)
    {
        if (last.State != OccurrenceState.Succeeded) return PersonSentences.Plain(last.Reason ?? "it failed");
        var undelivered = deliveries.Of(last.Task, last.Due).FirstOrDefault(delivery => delivery.State == DeliveryState.Failed);
        return $"it ran, and was not delivered to {undelivered?.Channel}: {PersonSentences.Plain(undelivered?.Reason ?? "nobody knows why")}";
    }
}
