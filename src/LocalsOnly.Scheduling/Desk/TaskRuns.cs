namespace LocalsOnly.Scheduling;

/// <summary>Occurrences as a person reads them: with their state in words and what became of their delivery.</summary>
internal sealed class TaskRuns(ITaskStore tasks, OccurrenceStore occurrences, DeliveryStore deliveries)
{
    private static readonly string[] s_states = ["waiting", "running", "succeeded", "failed", "unknown", "skipped"];

    /// <param name="task">Id; null for all.</param>
    /// <param name="skipped">Also those that did not run.</param>
    public IReadOnlyList<TaskRun> Newest(string? task, int most, bool skipped) => [.. (task is null ? occurrences.Newest(most, skipped) : occurrences.Of(task, most, skipped)).Select(View)];

    public TaskRun? Last(string task) => occurrences.LastRun(task) is { } last ? View(last) : null;

    public TaskRun View(Occurrence occurrence)
    {
        var receipts = deliveries.Of(occurrence.Task, occurrence.Due).Select(each => new TaskReceipt(each.Channel, each.State.ToString().ToLowerInvariant(), each.Proof, each.Reason, each.Tries)).ToList();
        var undelivered = receipts.Where(receipt => receipt.State == "failed").Select(receipt => receipt.Channel).ToList();
        var seconds = occurrence is { Began: { } began, Ended: { } ended } && ended >= began ? Math.Round((ended - began).TotalSeconds, 1) : (double?)null;
        return new TaskRun(
            occurrence.Task, occurrence.Due, TaskTimes.Text(occurrence.Due, ZoneOf(occurrence.Task)), s_states[(int)occurrence.State], Words(occurrence, receipts, undelivered),
            occurrence.State is OccurrenceState.Failed or OccurrenceState.Unknown || undelivered.Count > 0, occurrence.ByHand, occurrence.Late, occurrence.Tries, occurrence.Began, occurrence.Ended, seconds,
            occurrence.Reason, occurrence.Output is { Length: > 0 } output ? output : null, occurrence.Turn, receipts);
    }

    /// <summary>The clock of a task; of one whose file is gone, UTC.</summary>
    public TimeZoneInfo ZoneOf(string task) => tasks.Find(task)?.Zone ?? TimeZoneInfo.Utc;

    private static string Words(Occurrence occurrence, List<TaskReceipt> receipts, List<string> undelivered) => occurrence.State switch
    {
        OccurrenceState.Claimed => occurrence.Tries > 0 ? "waits to be tried again" : "waits to run",
        OccurrenceState.Running => "runs now",
        OccurrenceState.Failed => occurrence.Tries == 0 ? "could not begin" : "failed",
        OccurrenceState.Unknown => "broken off, outcome unknown",
        OccurrenceState.Skipped => "did not run",
        _ when undelivered.Count > 0 => $"ran, not delivered to {string.Join(", ", undelivered)}",
        _ when receipts.Any(receipt => receipt.State == "pending") => "ran, not delivered yet",
        _ when receipts.Count > 0 && receipts.All(receipt => receipt.State == "same") => "ran, nothing new",
        _ when receipts.Count == 0 => "ran, nothing to say",
        _ => "ran",
    };
}
