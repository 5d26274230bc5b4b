using System.Globalization;
using System.Text;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/tasks</c>: what the personas do on their own, and when.</summary>
internal sealed class TasksCommand(IEnumerable<IHouseTasks> tasks) : ICommand
{
    private readonly IHouseTasks? _tasks = tasks.FirstOrDefault();

    public CommandDefinition Definition { get; } = new("tasks", "What the personas do on their own")
    {
        Subcommands =
        [
            new("list", "All tasks, and when they run next"),
            new("run", "Run a task now") { Options = [new CommandOption("task", "Which one", Required: true) { Completes = true }] },
            new("pause", "Pause a task, or let it go on") { Options = [new CommandOption("task", "Which one", Required: true) { Completes = true }] },
        ],
    };

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        if (_tasks is null) throw new CommandFailedException("This build of the host runs no scheduled tasks.");
        var all = _tasks.List();
        if (call.Interaction.Subcommand is null or "list")
        {
            await call.ReplyAsync(all.Count == 0 ? "There are no tasks. They are files: agents/<name>/tasks/<task>.md" : List(all, _tasks.IsOn), cancellationToken);
            return;
        }

        var name = call.Value("task") ?? "";
        var task = all.FirstOrDefault(each => each.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)) ?? throw new CommandFailedException($"There is no task “{Agents.PersonSentences.Plain(name)}”; /tasks list shows them.");
        if (call.Interaction.Subcommand == "pause") await call.ReplyAsync(_tasks.Pause(task.Name, !task.Paused), cancellationToken);
        else
        {
            await call.DeferAsync(cancellationToken);
            await call.ReplyAsync(await _tasks.RunAsync(task.Name, cancellationToken), cancellationToken);
        }
    }

    public IReadOnlyList<string> Complete(string option, string typed) => [.. (_tasks?.List() ?? []).Select(task => task.Name).Where(name => name.Contains(typed.Trim(), StringComparison.OrdinalIgnoreCase))];

    private static string List(IReadOnlyList<HouseTask> tasks, bool areDue)
    {
        var text = new StringBuilder(areDue ? "" : "Nothing is due by the clock: Scheduling:Enabled is false.\n");
        foreach (var task in tasks.OrderBy(task => task.Next ?? DateTimeOffset.MaxValue))
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{task.Name}** · {task.When}");
            if (task.Paused) text.Append(" · paused");
            else if (task.Next is { } next) text.Append(CultureInfo.InvariantCulture, $" · next <t:{next.ToUnixTimeSeconds()}:R>");
            else if (areDue) text.Append(" · no next time");
            text.Append(task.Last is null ? "" : $" · last: {task.Last}").Append('\n');
        }

        return text.ToString();
    }
}
