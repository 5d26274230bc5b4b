using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;

namespace LocalsOnly.Scheduling;

/// <summary>Holds tasks against the house: whether there are such personas, tools, channels, gates and actions, and such a task to come after.</summary>
internal sealed class TaskCheck(IPersonaStore personas, Toolbox toolbox, IEnumerable<ITaskGate> gates, IEnumerable<ITaskAction> actions, KnownChannels channels)
{
    private readonly Dictionary<string, ITaskGate> _gates = gates.ToDictionary(gate => gate.Name, StringComparer.Ordinal);
    private readonly HashSet<string> _actions = [.. actions.Select(action => action.Name)];

    /// <summary>The personas as they are now, by id.</summary>
    public IReadOnlyDictionary<string, Persona> Personas() => personas.All.ToDictionary(persona => persona.Id, StringComparer.Ordinal);

    /// <param name="task">As its file has it.</param>
    /// <param name="house">From <see cref="Personas"/>, once for a look over many tasks.</param>
    /// <param name="all">All tasks as their files have them, by id.</param>
    /// <param name="lines">Of its header's keys.</param>
    /// <param name="file">What the file is called in a sentence.</param>
    public IEnumerable<TaskProblem> Of(
        ScheduledTask task, IReadOnlyDictionary<string, Persona> house, IReadOnlyDictionary<string, ScheduledTask> all, IReadOnlyDictionary<string, int> lines, string file)
    {
        if (!house.TryGetValue(task.Persona, out var persona))
        {
            yield return new TaskProblem(file, null, $"there is no persona {task.Persona}; the file's folder lies beside a persona.md");
            yield break;
        }

        foreach (var tool in task.Tools ?? [])
            if (!persona.Tools.Contains(tool, StringComparer.Ordinal) && tool != Agents.Peers.AskAgentFunction.ToolName)
                yield return Wrong("tools", toolbox.All.Any(each => each.Name == tool) ? $"tools names {tool}, which {persona.Name}'s header does not" : $"tools names '{PersonSentences.Plain(tool)}', which this house does not have{Near(tool, persona.Tools)}");
        foreach (var channel in task.Channels)
            if (!IsKnown(channel, persona)) yield return Wrong("channel", $"channel '{PersonSentences.Plain(channel)}' is none of {persona.Name}'s{Near(channel, [.. persona.Channels, ScheduledTask.Direct, ScheduledTask.File, ScheduledTask.Page])}; name it under channels in the persona's header, or write its id");
        foreach (var setting in task.Gates)
        {
            string? wrong = null;
            if (!_gates.TryGetValue(setting.Gate, out var gate)) wrong = $"there is no gate '{PersonSentences.Plain(setting.Gate)}'{Near(setting.Gate, _gates.Keys)}; there are {string.Join(", ", _gates.Keys.Order(StringComparer.Ordinal))}";
            else
            {
                try
                {
                    gate.Validate(setting);
                }
                catch (FormatException broken)
                {
                    wrong = broken.Message;
                }
            }

            if (wrong is not null) yield return Wrong("gate", wrong);
        }

        if (task.Action is { } action && !_actions.Contains(action)) yield return Wrong("action", $"there is no action '{PersonSentences.Plain(action)}'{Near(action, _actions)}; there are {string.Join(", ", _actions.Order(StringComparer.Ordinal))}");
        if (task.Action is not null && task.Tools is not null) yield return Wrong("tools", "tools are for a model, and this task runs an action without one; leave one of the two out");
        if (task.Schedule is AfterSchedule after)
        {
            if (!all.ContainsKey(after.Task)) yield return Wrong("after", $"there is no task '{PersonSentences.Plain(after.Task)}'{Near(after.Task, all.Keys)}");
            else if (ComesRound(task, all)) yield return Wrong("after", $"it is never due: {after.Task} waits for {task.Id} in the end");
        }

        TaskProblem Wrong(string key, string clause) => new(file, lines.TryGetValue(key, out var line) ? line : null, clause);
    }

    private static bool ComesRound(ScheduledTask task, IReadOnlyDictionary<string, ScheduledTask> all)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var each = task;
        while (each.Schedule is AfterSchedule after)
        {
            if (!seen.Add(each.Id)) return true;
            if (!all.TryGetValue(after.Task, out var next)) return false;
            each = next;
        }

        return false;
    }

    private bool IsKnown(string channel, Persona persona) =>
        channel is ScheduledTask.Direct or ScheduledTask.File or ScheduledTask.Page
        || (channel.Length is >= 15 and <= 20 && channel.All(char.IsAsciiDigit))
        || persona.Channels.Contains(channel, StringComparer.OrdinalIgnoreCase)
        || channels.Configured.Contains(channel, StringComparer.OrdinalIgnoreCase);

    private static string Near(string word, IEnumerable<string> known) => Nearest.Of(word, known) is { } near ? $"; did you mean {near}?" : "";
}

/// <summary>Channels that the configuration of a chat names, besides the personas' own.</summary>
internal sealed record KnownChannels(IReadOnlyCollection<string> Configured);
