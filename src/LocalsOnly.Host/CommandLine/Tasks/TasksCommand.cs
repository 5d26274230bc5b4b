using System.CommandLine;
using LocalsOnly.Host.Api;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Host.CommandLine.Tasks;

/// <summary><c>locals tasks</c>: what the personas do on their own, when, and what came of it.</summary>
internal static class TasksCommand
{
    private const int MostRuns = 1000;

    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("tasks", "What the personas do on their own, when, and what came of it. Without a command it lists them.") { GlobalOptions.Json };
        command.SetAction((result, _) => ListAsync(globals, result));
        foreach (var each in (Command[])[List(globals), Show(globals), Next(globals), TasksRunCommand.Create(globals), Pause(globals), History(globals), Why(globals), TasksRunCommand.CreateDeliver(globals), TasksNewCommand.Create(globals), Check(globals)])
            command.Subcommands.Add(each);
        return command.WithExample("locals tasks");
    }

    public static Argument<string> TaskArgument() => new("task") { Description = "Persona and name, like vince/daily-briefing; the name alone where no other persona has it." };

    /// <summary>Runs a command over the tasks of the house that is meant; it needs no running host.</summary>
    public static async Task<int> WithAsync(HouseConfiguration configuration, Func<IServiceProvider, Task<int>> run)
    {
        DataDirectory.Create(configuration.DataDirectory);
        await using var services = House.BuildForCommand(configuration);
        try
        {
            return await run(services);
        }
        catch (TaskDeskException refused)
        {
            throw new CommandException(refused.Refusal switch { TaskRefusal.Unknown => ExitCode.NothingFound, TaskRefusal.Open => ExitCode.Failed, _ => ExitCode.Usage }, refused.Message);
        }
        catch (SqliteFileException broken)
        {
            throw new CommandException(ExitCode.Failed, broken.Message);
        }
    }

    private static Command List(GlobalOptions globals)
    {
        var command = new Command("list", "All tasks: when they are due, and how they went the last time.") { GlobalOptions.Json };
        command.SetAction((result, _) => ListAsync(globals, result));
        return command.WithExample("locals tasks list");
    }

    private static Task<int> ListAsync(GlobalOptions globals, ParseResult result) => WithDeskAsync(globals, result, (desk, isRun) =>
    {
        var listing = desk.List();
        if (result.GetValue(GlobalOptions.Json)) Terminal.Json(listing, TaskApiJson.Indented.TaskListing);
        else TaskScreen.List(listing, isRun);
        return ExitCode.Ok;
    });

    private static Command Show(GlobalOptions globals)
    {
        var task = TaskArgument();
        var command = new Command("show", "One task: what its file says in words, its next times, its last runs.") { task, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            var page = desk.Show(result.GetRequiredValue(task));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(page, TaskApiJson.Indented.TaskPage);
            else TaskScreen.Show(page);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals tasks show vince/daily-briefing");
    }

    private static Command Next(GlobalOptions globals)
    {
        var days = new Option<int>("--days") { Description = $"How many days after today, 1 to {TaskCalendar.MostDays}.", DefaultValueFactory = _ => 7 }.Between(1, TaskCalendar.MostDays);
        var command = new Command("next", "The calendar of the coming days.") { days, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, (desk, isRun) =>
        {
            var lines = desk.Calendar(result.GetValue(days));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(lines, TaskApiJson.Indented.IReadOnlyListCalendarLine);
            else TaskScreen.Calendar(lines, desk.List(), isRun);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals tasks next --days 1");
    }

    private static Command Pause(GlobalOptions globals)
    {
        var task = TaskArgument();
        var off = new Option<bool>("--off") { Description = "Let it go on." };
        var command = new Command("pause", "Let a task rest. What is due meanwhile does not run, and is not made up for.") { task, off };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            Terminal.Line($"{desk.Pause(result.GetRequiredValue(task), !result.GetValue(off))}");
            if (!result.GetValue(off)) Terminal.Note($"It goes on with: locals tasks pause {result.GetRequiredValue(task)} --off");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals tasks pause kelly/lunch --off");
    }

    private static Command History(GlobalOptions globals)
    {
        var task = new Argument<string?>("task") { Description = "Only this one.", Arity = ArgumentArity.ZeroOrOne };
        var most = new Option<int>("--most") { Description = "How many, the newest first.", DefaultValueFactory = _ => TaskApi.UsualRuns }.Between(1, MostRuns);
        var skipped = new Option<bool>("--skipped") { Description = "Also what did not run, and why." };
        var command = new Command("history", "What ran, when, how it ended, and the proof of its delivery.") { task, most, skipped, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            var runs = desk.History(result.GetValue(task), result.GetValue(most), result.GetValue(skipped));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(runs, TaskApiJson.Indented.IReadOnlyListTaskRun);
            else if (runs.Count == 0) Terminal.Note(result.GetValue(skipped) ? "Nothing was due yet." : "Nothing has run yet; --skipped also shows what did not run, and why.");
            else TaskScreen.Runs(runs, desk.Zone);
            return ExitCode.Ok;
        }));
        return command.WithExample("locals tasks history vince/daily-briefing --skipped");
    }

    private static Command Why(GlobalOptions globals)
    {
        var task = TaskArgument();
        var due = new Argument<string[]>("due") { Description = "When it was due, on the task's own clock or as the history has it: 2026-11-26 08:00. Left out, the newest time.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("why", "Why a task ran as it did, or did not run.") { task, due, GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            var story = desk.Why(result.GetRequiredValue(task), result.GetValue(due) is { Length: > 0 } words ? string.Join(' ', words) : null);
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(story, TaskApiJson.Indented.IReadOnlyListString);
            else foreach (var sentence in story) Terminal.Line($"{sentence}");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals tasks why vince/daily-briefing 2026-11-26 08:00");
    }

    private static Command Check(GlobalOptions globals)
    {
        var command = new Command("check", "Every mistake in the tasks' files, with its line. Ends with 1 when there is one.") { GlobalOptions.Json };
        command.SetAction((result, _) => WithDeskAsync(globals, result, desk =>
        {
            var listing = desk.List();
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(listing.Problems, TaskApiJson.Indented.IReadOnlyListString);
            else if (listing.Problems.Count == 0) Terminal.Line($"[green]{(listing.Tasks.Count == 0 ? "There are no tasks yet." : listing.Tasks.Count == 1 ? "All is well with the one task." : $"All is well with the {listing.Tasks.Count} tasks.")}[/]");
            else foreach (var problem in listing.Problems) Terminal.Error(problem);
            return listing.Problems.Count == 0 ? ExitCode.Ok : ExitCode.Failed;
        }));
        return command.WithExample("locals tasks check");
    }

    private static Task<int> WithDeskAsync(GlobalOptions globals, ParseResult result, Func<TaskDesk, int> run) => WithDeskAsync(globals, result, (desk, _) => run(desk));

    /// <param name="run">Gets the desk, and whether a host runs, without which nothing that is due runs.</param>
    private static Task<int> WithDeskAsync(GlobalOptions globals, ParseResult result, Func<TaskDesk, bool, int> run)
    {
        var house = CommandHouse.Find(globals.Of(result));
        return WithAsync(house.Configuration, services => Task.FromResult(run(services.GetRequiredService<TaskDesk>(), house.Running is not null)));
    }
}
