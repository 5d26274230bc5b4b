using System.Globalization;
using LocalsOnly.Agents;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>Tells in sentences what became of one time of a task, or why there was none.</summary>
internal sealed class TaskWhy(ITaskStore tasks, OccurrenceStore occurrences, TaskRuns runs, IOptions<SchedulingOptions> options, TimeProvider time)
{
    // What was due longer ago is taken out of the database.
    private const int MostRuns = 5000;

    /// <param name="id">Of a task that is there, or was once.</param>
    /// <param name="typed">When it was due, on its own clock, or on the house's where nothing is kept of that; null for the newest time.</param>
    /// <param name="house">The house's zone.</param>
    /// <exception cref="TaskDeskException">That is no time.</exception>
    public IReadOnlyList<string> Story(string id, string? typed, TimeZoneInfo house)
    {
        var (task, zone) = (tasks.Find(id), runs.ZoneOf(id));
        if (typed is null) return occurrences.Of(id, 1) is [var newest] ? [.. Told(task, newest), .. Now(id, task)] : [$"{id}{WhenOf(task)} was never due yet.", .. Now(id, task)];
        if (TaskTimes.Parse(typed, zone) is not { } at) throw new TaskDeskException($"'{PersonSentences.Plain(typed)}' is no time; write one like 2026-11-26 08:00, on the task's clock ({zone.Id}).", TaskRefusal.Wrong);
        var meant = Kept(id, at) ?? Kept(id, TaskTimes.Parse(typed, house)!.Value);
        return meant is not null ? [.. Told(task, meant), .. Now(id, task)] : [.. NotDue(id, task, at, zone), .. Now(id, task)];
    }

    // A run by hand has seconds that nobody types.
    private Occurrence? Kept(string id, DateTimeOffset at) =>
        occurrences.Find(id, at) ?? occurrences.Of(id, MostRuns).FirstOrDefault(each => each.Due >= at && each.Due < at.AddMinutes(1));

    private IEnumerable<string> Told(ScheduledTask? task, Occurrence occurrence)
    {
        var (run, zone) = (runs.View(occurrence), runs.ZoneOf(occurrence.Task));
        yield return occurrence.ByHand ? $"{occurrence.Task} was run by hand on {run.DueText} ({zone.Id})." : $"{occurrence.Task}{WhenOf(task)} was due on {run.DueText}.";
        var tries = occurrence.Tries switch { 1 => "at the first try", var count => string.Create(CultureInfo.InvariantCulture, $"at try {count}") };
        var late = occurrence is { Late: true, Began: { } begun } ? $", {Durations.About(begun - occurrence.Due)} late" : "";
        yield return occurrence.State switch
        {
            OccurrenceState.Claimed => $"It waits to run{(occurrence.NotBefore > time.GetUtcNow() ? $", not before {TaskTimes.Clock(occurrence.NotBefore, zone)}" : "")}.{Because(run)}",
            OccurrenceState.Running => $"It runs now, since {TaskTimes.Clock(occurrence.Began!.Value, zone)}, {tries}{late}.",
            OccurrenceState.Succeeded => $"It ran {tries}{late}, from {TaskTimes.Clock(occurrence.Began!.Value, zone)} to {TaskTimes.Clock(occurrence.Ended!.Value, zone)}.{Because(run)}",
            OccurrenceState.Failed => $"It {(occurrence.Tries == 0 ? "did not begin, which counts as failed" : $"failed {tries}{late}")}.{Because(run)}",
            OccurrenceState.Unknown => $"It was broken off after it had begun{late}.{Because(run)}",
            _ => $"It did not run.{Because(run)}",
        };
        foreach (var receipt in run.Deliveries) yield return Delivery(receipt);
        if (run.Turn is { } turn) yield return $"How the answer came about: locals why {turn}";
    }

    private static string Delivery(TaskReceipt receipt) => receipt.State switch
    {
        "delivered" => $"Delivered to {receipt.Channel}{(receipt.Proof == receipt.Channel ? "" : $": {receipt.Proof}")}.",
        "same" => $"Not said again in {receipt.Channel}. {receipt.Reason}",
        "failed" => $"Not delivered to {receipt.Channel}. {receipt.Reason}",
        _ => $"Not yet delivered to {receipt.Channel}{(receipt.Reason is { } reason ? $", after {receipt.Tries} tries. {reason}" : ".")}",
    };

    /// <summary>Why there is nothing at a time.</summary>
    private IEnumerable<string> NotDue(string id, ScheduledTask? task, DateTimeOffset at, TimeZoneInfo zone)
    {
        var asked = TaskTimes.Text(at, zone);
        if (task is null)
        {
            yield return $"Nothing is kept of {id} on {asked}, and its file is gone.";
            yield break;
        }

        var isDue = task.Next(at.AddTicks(-1)) is { } due && due == at;
        if (at > time.GetUtcNow()) yield return isDue ? $"{id} is due on {asked}, which is still to come." : $"{id}{WhenOf(task)} is not due on {asked}.";
        else if (!isDue && task.Schedule is not AfterSchedule) yield return $"{id}{WhenOf(task)} was not due on {asked}.";
        else if (occurrences.Standing(id) is not { } standing) yield return $"{id} has not been seen by a running host yet, and nothing is due before that.";
        else if (at <= standing.FirstSeen) yield return $"Its file was first seen on {TaskTimes.Text(standing.FirstSeen, zone)}, and nothing is due before that.";
        else yield return $"Nothing is kept of {id} on {asked}: no host has looked since, or it is longer ago than what did not run is kept ({Durations.About(options.Value.KeepSkipped)}).";
        if (isDue) yield break;
        var nearest = occurrences.Of(id, MostRuns).OrderBy(each => (each.Due - at).Duration()).FirstOrDefault();
        if (nearest is not null) yield return $"The nearest time that is kept: {TaskTimes.Text(nearest.Due, zone)}.";
    }

    /// <summary>Whether it is due at all now, and when.</summary>
    private IEnumerable<string> Now(string id, ScheduledTask? task)
    {
        if (task is null) yield return "Its file is gone, so it is not due any more.";
        else if (task.Draft) yield return "It is a draft, and never due; locals tasks new makes a task of it.";
        else if (task.Off) yield return "It is off in its file, and not due; take the line off: true out of its header to change that.";
        else if (!options.Value.Enabled) yield return "Nothing is due in this house: Scheduling:Enabled is false.";
        else if (occurrences.Standing(id)?.Paused == true) yield return TaskSentences.Paused;
        else if (task.Next(time.GetUtcNow()) is { } next) yield return $"It is due next on {TaskTimes.Text(next, task.Zone)}.";
        else if (task.Schedule is AfterSchedule after) yield return $"It is due whenever {after.Task} has succeeded.";
        else yield return "It is never due again.";
    }

    private static string WhenOf(ScheduledTask? task) => task is null ? "" : $", {task.When},";

    private static string Because(TaskRun run) => run.Reason is { } reason ? $" {reason}" : "";
}
