using System.CommandLine;
using LocalsOnly.Agents;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.CommandLine.Tasks;

/// <summary><c>locals tasks new</c>: asks for what is missing, says what was understood, tries it once, and keeps it if that worked.</summary>
internal sealed class TasksNewCommand
{
    private readonly Option<string?> _persona = new("--persona") { Description = "Who does it.", HelpName = "id" };
    private readonly Option<string?> _name = new("--name") { Description = "What its file is called: small letters, digits and hyphens.", HelpName = "name" };
    private readonly Option<string?> _zone = new("--zone") { Description = "Whose clock it follows; the house's when left out.", HelpName = "Europe/Paris" };
    private readonly Option<string[]> _channels = new("--channel") { Description = "Where it goes: the name or id of a channel, dm, file or page. More than once for several.", HelpName = "channel" };
    private readonly Option<string?> _prompt = new("--prompt") { Description = "What the persona is told.", HelpName = "text" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask whether it is understood right." };
    private readonly (string Kind, Option<string?> Option)[] _when =
    [
        ("cron", new Option<string?>("--cron") { Description = "When: a crontab line.", HelpName = "\"0 8 * * *\"" }),
        ("every", new Option<string?>("--every") { Description = "When: a length of time.", HelpName = "2h" }),
        ("once", new Option<string?>("--once") { Description = "When: a date and a time.", HelpName = "\"2030-12-24 18:00\"" }),
        ("after", new Option<string?>("--after") { Description = "When: after another task has succeeded.", HelpName = "task" }),
    ];

    private readonly LinePrompt _lines = new();

    public static Command Create(GlobalOptions globals)
    {
        var its = new TasksNewCommand();
        var command = new Command("new", "Make a task: asks for what is missing, says it in plain words, runs it once, and keeps it if that worked. Needs a running host.") { its._persona, its._name };
        foreach (var (_, option) in its._when) command.Options.Add(option);
        foreach (var option in (Option[])[its._zone, its._channels, its._prompt, its._yes]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (its._when.Where(when => result.GetResult(when.Option) is not null).Select(when => when.Option.Name).ToList() is [var one, var other, ..]) result.AddError($"{one} and {other} both say when; keep one.");
        });
        command.SetAction((result, cancellation) => its.RunAsync(CommandHouse.Find(globals.Of(result)), result, cancellation));
        return command.WithExample("locals tasks new --persona kelly --name lunch --cron \"0 12 * * 1-5\" --prompt \"Pick a lunch place from my list.\"");
    }

    private Task<int> RunAsync(CommandHouse house, ParseResult result, CancellationToken cancellationToken)
    {
        if (house.Running is null) throw new CommandException(ExitCode.NotRunning, "No host runs on this data directory, and a new task is run once before it is kept; start it with: locals up");
        if (house.Running.Demo) throw new CommandException(ExitCode.Failed, "The demo keeps no new tasks, because their files would be your own house's; stop it, start your own house with locals up, and make the task there.");
        return TasksCommand.WithAsync(house.Configuration, async services =>
        {
            var creation = services.GetRequiredService<TaskCreation>();
            var draft = await DraftAsync(services, result, cancellationToken);
            var (task, problems) = creation.Check(draft);
            if (task is null)
            {
                foreach (var problem in problems.SkipLast(1)) Terminal.Error($"{problem.Clause}.");
                throw new CommandException(ExitCode.Usage, $"{problems[^1].Clause}.");
            }

            foreach (var sentence in creation.Restate(task)) Terminal.Line($"{sentence}");
            if (!result.GetValue(_yes) && await _lines.ReadAsync("is that right? It is run once now [y/N]", cancellationToken) is not ("y" or "Y" or "yes"))
            {
                Terminal.Note("Nothing was written.");
                return ExitCode.Failed;
            }

            return await TryAsync(house, creation, draft, task, cancellationToken);
        });
    }

    private static async Task<int> TryAsync(CommandHouse house, TaskCreation creation, TaskDraft draft, ScheduledTask task, CancellationToken cancellationToken)
    {
        var worked = false;
        creation.Write(draft);
        try
        {
            Terminal.Note("It runs for the first time.");
            var run = await TasksRunCommand.RunAsync(house, task.Id, cancellationToken);
            TaskScreen.Run(run);
            worked = !run.IsBad;
        }
        finally
        {
            if (!worked) creation.Discard(task);
        }

        if (!worked) throw new CommandException(ExitCode.Failed, $"That did not work, so {task.Id} is not kept; mend what the reason says, and make it again.");
        Terminal.Line($"[green]{creation.Keep(task)}[/] is kept; it is due {task.When}.");
        return ExitCode.Ok;
    }

    private async Task<TaskDraft> DraftAsync(IServiceProvider services, ParseResult result, CancellationToken cancellationToken)
    {
        var personas = string.Join(", ", services.GetRequiredService<IPersonaStore>().All.Select(persona => persona.Id));
        var persona = await AskedAsync(result, _persona, $"who does it ({personas})", cancellationToken);
        var name = await AskedAsync(result, _name, "its name, like morning-briefing", cancellationToken);
        var (kind, option) = Array.Find(_when, when => result.GetValue(when.Option) is not null);
        var when = kind is null
            ? await MissingAsync("when: 2h, 2030-12-24 18:00, a crontab line like 0 8 * * 1-5, or the task that it comes after", "--cron, --every, --once or --after", cancellationToken)
            : result.GetValue(option)!;
        var prompt = await AskedAsync(result, _prompt, "what is to be done", cancellationToken);
        var zone = result.GetValue(_zone) ?? services.GetRequiredService<IOptions<AgentsOptions>>().Value.Zone(services.GetRequiredService<TimeProvider>()).Id;
        return new TaskDraft(persona.ToLowerInvariant(), name, kind ?? TaskDraft.KindOf(when), when, zone, result.GetValue(_channels) ?? [], prompt);
    }

    private async Task<string> AskedAsync(ParseResult result, Option<string?> option, string question, CancellationToken cancellationToken) =>
        result.GetValue(option) is { Length: > 0 } given ? given.Trim() : await MissingAsync(question, option.Name, cancellationToken);

    private async Task<string> MissingAsync(string question, string option, CancellationToken cancellationToken) =>
        await _lines.ReadAsync(question, cancellationToken) is { Length: > 0 } answer ? answer : throw new CommandException(ExitCode.Usage, $"Nothing was written: {option} is missing.");
}
