using System.CommandLine;
using System.Globalization;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals projects</c>: which projects there are, and which conversations belong to them.</summary>
internal static class ProjectsCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("projects", "List the projects of your conversations, and decide what belongs to them.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), projects => ListAsync(projects, result.GetValue(GlobalOptions.Json), cancellation), cancellation));
        command.Subcommands.Add(ProjectSuggestionsCommand.CreateSuggest(globals));
        command.Subcommands.Add(ProjectSuggestionsCommand.CreateConfirm(globals));
        command.Subcommands.Add(CreateSet(globals));
        command.Subcommands.Add(CreateClear(globals));
        return command.WithExample("locals projects");
    }

    /// <summary>Does something with the projects of the house that is meant.</summary>
    public static async Task<int> RunAsync(ConfigurationRequest request, Func<IProjects, Task<int>> action, CancellationToken cancellationToken)
    {
        await using var services = House.BuildForCommand(CommandHouse.Find(request).Configuration);
        return await CommandHouse.CaughtUpAsync(services, () => action(services.GetRequiredService<IProjects>()), cancellationToken);
    }

    private static Argument<string> Key() => new("key") { Description = "Key of the conversation, as locals search shows it." };

    private static Command CreateSet(GlobalOptions globals)
    {
        var key = Key();
        var project = new Argument<string>("project") { Description = "Key of the project, as locals projects shows it." };
        var command = new Command("set", "Say that a conversation belongs to a project.") { key, project };
        command.SetAction((result, cancellation) => RunAsync(
            globals.Of(result), projects => AssignAsync(projects, result.GetRequiredValue(key), result.GetRequiredValue(project), cancellation), cancellation));
        return command.WithExample("locals projects set claude:0f1e2d3c claude:project:4b5a6978");
    }

    private static Command CreateClear(GlobalOptions globals)
    {
        var key = Key();
        var command = new Command("clear", "Say that a conversation belongs to no project, whatever an export says.") { key };
        command.SetAction((result, cancellation) => RunAsync(globals.Of(result), projects => AssignAsync(projects, result.GetRequiredValue(key), null, cancellation), cancellation));
        return command.WithExample("locals projects clear claude:0f1e2d3c");
    }

    private static async Task<int> ListAsync(IProjects projects, bool json, CancellationToken cancellationToken)
    {
        var all = await projects.ListAsync(cancellationToken);
        if (json) Terminal.Json(all, CorpusJson.Default.IReadOnlyListProjectSummary);
        else if (all.Count == 0) Terminal.Note("No project is known; ChatGPT's and Claude's come with their exports: locals import <file>");
        else
        {
            var table = Terminal.Table("project", "name", "from", "conversations", "by your word");
            foreach (var project in all)
                table.AddRow(
                    Terminal.Cell(project.Key), Terminal.Cell(project.Name ?? "(its name is not exported)"), Terminal.Cell(project.Source),
                    Number(project.Conversations), Number(project.Decided));
            AnsiConsole.Write(table);
        }
        return all.Count > 0 ? ExitCode.Ok : ExitCode.NothingFound;
    }

    private static async Task<int> AssignAsync(IProjects projects, string key, string? project, CancellationToken cancellationToken)
    {
        if (project is not null && (await projects.ListAsync(cancellationToken)).All(known => known.Key != project))
            throw new CommandException(ExitCode.NothingFound, $"There is no project {project}; the known ones are listed by: locals projects");
        var title = await projects.AssignAsync(key, project, cancellationToken)
            ?? throw new CommandException(ExitCode.NothingFound, $"No conversation has the key {key}; find keys with: locals search <words>");
        Terminal.Line($"{title} belongs to {project ?? "no project"}.");
        return ExitCode.Ok;
    }

    private static Text Number(int value) => Terminal.Cell(value.ToString("N0", CultureInfo.InvariantCulture));
}
