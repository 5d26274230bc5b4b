using LocalsOnly.Agents;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Makes a task: looks a draft over, says it in plain words, puts its file where it can be run by hand and is not due yet, and keeps it or throws it away. The same for the
/// command line and the chat; whoever uses it asks the person in between.
/// </summary>
internal sealed class TaskCreation(ITaskStore tasks, TaskCheck check, IPersonaStore personas, IOptions<AgentsOptions> agents, TimeProvider time)
{
    private const int NextTimes = 3;
    private const int LongestPrompt = 200;

    /// <returns>The task as it will be; null when anything is wrong with it.</returns>
    public (ScheduledTask? Task, IReadOnlyList<TaskProblem> Problems) Check(TaskDraft draft)
    {
        var file = $"agents/{draft.Persona}/tasks/{draft.Name}.md";
        if (personas.Find(draft.Persona) is null) return (null, [new TaskProblem(file, null, PersonSentences.UnknownPersona(draft.Persona, personas).TrimEnd('.'))]);
        var (task, lines, problems) = TaskFile.Parse(draft.Persona, draft.Name, file, draft.Text, time.GetUtcNow());
        if (task is null) return (null, problems);
        if (task.Schedule is OnceSchedule once && once.Next(time.GetUtcNow()) is null) return (null, [new TaskProblem(file, null, $"once is '{draft.When.Trim()}', which is past; write a time that is still to come")]);
        var all = tasks.All;
        if (all.Any(other => other.Id == task.Id && !other.Draft) || File.Exists(PathOf(task)))
            return (null, [new TaskProblem(file, null, "there is such a task already; choose another name, or edit its file")]);
        var known = all.Where(other => other.Id != task.Id).Append(task).ToDictionary(other => other.Id, StringComparer.Ordinal);
        problems = [.. check.Of(task, check.Personas(), known, lines, file)];
        return (problems.Count == 0 ? task : null, problems);
    }

    /// <summary>What was understood, in plain words: when and on whose clock, the next times, where it goes, what is to be done.</summary>
    public IReadOnlyList<string> Restate(ScheduledTask task)
    {
        var next = new List<string>();
        for (var at = task.Next(time.GetUtcNow()); at is { } due && next.Count < NextTimes; at = task.Next(due)) next.Add(TaskTimes.Text(due, task.Zone));
        var name = personas.Find(task.Persona)?.Name ?? task.Persona;
        var prompt = task.Prompt.ReplaceLineEndings(" ");
        List<string> said = [$"{name} does this {task.When}: {(prompt.Length <= LongestPrompt ? prompt : prompt[..LongestPrompt] + "…")}"];
        if (task.Schedule is not AfterSchedule) said.Add($"{(next.Count == 1 ? "The one time" : "The next times")} in {task.Zone.Id}: {string.Join(", ", next)}.");
        said.Add($"What comes of it goes to {string.Join(", ", task.Channels.Select(TaskFacts.Place))}.");
        return said;
    }

    /// <summary>Writes the file so that it can be run by hand and is not due yet.</summary>
    /// <exception cref="TaskDeskException">It cannot be written.</exception>
    public void Write(TaskDraft draft) => OnFiles(() =>
    {
        var path = DraftOf(draft.Persona, draft.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, draft.Text);
    });

    /// <summary>It is a task from now on.</summary>
    /// <returns>Path of its file.</returns>
    /// <exception cref="TaskDeskException">Its file cannot be given its name, or another has it by now.</exception>
    public string Keep(ScheduledTask task)
    {
        OnFiles(() => File.Move(DraftOf(task.Persona, task.Name), PathOf(task), overwrite: false));
        return PathOf(task);
    }

    /// <summary>Takes the draft away.</summary>
    /// <exception cref="TaskDeskException">It cannot be taken away.</exception>
    public void Discard(ScheduledTask task) => OnFiles(() => File.Delete(DraftOf(task.Persona, task.Name)));

    private string PathOf(ScheduledTask task) => TaskStore.PathOf(FolderOf(task.Persona), task.Name);

    private string DraftOf(string persona, string name) => TaskStore.PathOf(FolderOf(persona), name) + ScheduledTask.DraftEnding;

    /// <summary>A persona's folder, which may be written otherwise than its id.</summary>
    private string FolderOf(string persona)
    {
        var folder = agents.Value.Folder;
        return (Directory.Exists(folder) ? Directory.EnumerateDirectories(folder) : []).FirstOrDefault(each => Path.GetFileName(each).Equals(persona, StringComparison.OrdinalIgnoreCase)) ?? Path.Combine(folder, persona);
    }

    private static void OnFiles(Action action)
    {
        try
        {
            action();
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new TaskDeskException($"The task's file cannot be written ({closed.Message.TrimEnd('.')}); allow writing there, or set Agents:Folder.", TaskRefusal.Wrong, closed);
        }
    }
}
