using System.Text.Json.Serialization;
using LocalsOnly.Agents.Journals;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>
/// Up to where a task has looked, in <c>desks/tasks/marks.jsonl</c> below <c>Data:Local</c>. A mark that was made for a run stands only when the task has succeeded since,
/// so that what a failed run did not tell is told by the next one.
/// </summary>
internal sealed class TaskMarks(IOptions<DataOptions> options)
{
    private readonly Journal<TaskMark> _journal = new(Path.Combine(options.Value.Local, "desks", "tasks", "marks.jsonl"), TaskMarkJson.Default.TaskMark);
    private readonly Lock _gate = new();

    /// <summary>The mark that stands; null before the first.</summary>
    /// <exception cref="Agents.Tools.ToolException">The file cannot be read.</exception>
    public TaskMark? Find(string task, string key, DateTimeOffset lastSuccess) => Standing(_journal.Read(), task, key, lastSuccess);

    /// <summary>From when on something is new: the look that the last success came of, or else that success.</summary>
    public DateTimeOffset Since(GateCall call) => Find(call.Task.Id, call.Setting.Gate, call.LastSuccess)?.At ?? call.LastSuccess;

    /// <summary>Keeps a mark in place of those that do not stand.</summary>
    /// <exception cref="Agents.Tools.ToolException">The file cannot be written; everything is as it was.</exception>
    public void Put(TaskMark mark, DateTimeOffset lastSuccess)
    {
        lock (_gate)
        {
            var all = _journal.Read();
            if (all.Count == 0)
            {
                _journal.Append(mark);
                return;
            }

            var standing = mark.ForRun ? Standing(all, mark.Task, mark.Key, lastSuccess) : null;
            _journal.Replace([.. all.Where(other => other.Task != mark.Task || other.Key != mark.Key), .. standing is null ? [] : new[] { standing }, mark]);
        }
    }

    /// <summary>Keeps that a gate opened, and on what.</summary>
    public void Opened(GateCall call, string key, DateTimeOffset at, decimal? value = null) => Put(new TaskMark(call.Task.Id, key, call.Due, at, value, ForRun: true), call.LastSuccess);

    private static TaskMark? Standing(IReadOnlyList<TaskMark> all, string task, string key, DateTimeOffset lastSuccess) =>
        all.LastOrDefault(mark => mark.Task == task && mark.Key == key && (!mark.ForRun || mark.Due <= lastSuccess));
}

/// <param name="Task">Id of the task.</param>
/// <param name="Key">What was looked at.</param>
/// <param name="Due">The occurrence in which (UTC).</param>
/// <param name="At">Up to when it has looked (UTC).</param>
/// <param name="Value">What it saw, in its own unit.</param>
/// <param name="ForRun">It was made for a run, and stands when that has succeeded.</param>
internal sealed record TaskMark(string Task, string Key, DateTimeOffset Due, DateTimeOffset At, decimal? Value, bool ForRun);

[JsonSerializable(typeof(TaskMark))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class TaskMarkJson : JsonSerializerContext;
