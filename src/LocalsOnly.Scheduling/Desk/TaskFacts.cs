using System.Globalization;

namespace LocalsOnly.Scheduling;

/// <summary>What a task's header says, in words.</summary>
internal static class TaskFacts
{
    public static IReadOnlyList<TaskFact> Of(ScheduledTask task)
    {
        var facts = new List<TaskFact> { new("what", task.Title), new("when", task.When), new("goes to", string.Join(", ", task.Channels.Select(Place))) };
        if (task.Action is { } action) facts.Add(new TaskFact("runs", $"{action}, without a model"));
        else
        {
            facts.Add(new TaskFact("answers", task.Tier is { } tier ? $"{task.Persona}, on the {tier.ToString().ToLowerInvariant()} tier" : task.Persona));
            if (task.Tools is { } tools) facts.Add(new TaskFact("may use", tools.Count == 0 ? "no tools" : string.Join(", ", tools)));
        }

        if (task.Gates.Count > 0) facts.Add(new TaskFact("only if", string.Join("; ", task.Gates.Select(Gate))));
        if (task.Schedule is not AfterSchedule) facts.Add(new TaskFact("may be late", task.Grace is { } grace ? Durations.About(grace) : "half its period, at most two hours"));
        facts.Add(new TaskFact("tried again", task.Retries == 0 ? "never" : task.Retries == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"up to {task.Retries} times, when nothing was said or changed")));
        facts.Add(new TaskFact("may take", Durations.About(task.Deadline)));
        if (task.Silence) facts.Add(new TaskFact("silence", "it may have nothing to say"));
        return facts;
    }

    /// <summary>A channel as people name it.</summary>
    public static string Place(string channel) => channel switch
    {
        ScheduledTask.Direct => "your direct messages",
        ScheduledTask.File => "a file on the NAS",
        ScheduledTask.Page => "the page",
        _ => $"#{channel}",
    };

    private static string Gate(GateSetting setting) => setting.Values.Count == 0 ? setting.Gate : $"{setting.Gate} ({string.Join(", ", setting.Values.Select(value => $"{value.Key} {value.Value}"))})";
}
