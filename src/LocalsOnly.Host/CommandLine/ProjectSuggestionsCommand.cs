using System.CommandLine;
using System.Globalization;
using LocalsOnly.Memory;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals projects suggest</c> and <c>confirm</c>: Claude exports no link from a chat to its project, so a person says which guess is right.</summary>
internal static class ProjectSuggestionsCommand
{
    private const string All = "all";

    public static Command CreateSuggest(GlobalOptions globals)
    {
        var command = new Command("suggest", "Show which project each Claude chat without one seems to belong to. Changes nothing.") { GlobalOptions.Json };
        command.SetAction((result, cancellation) => ProjectsCommand.RunAsync(
            globals.Of(result), projects => SuggestAsync(projects, result.GetValue(GlobalOptions.Json), cancellation), cancellation));
        return command.WithExample("locals projects suggest");
    }

    public static Command CreateConfirm(GlobalOptions globals)
    {
        var which = new Argument<string>("which") { Description = "A number of locals projects suggest, the key of a conversation in it, or all." };
        var command = new Command("confirm", "Keep a suggestion, or all of them.") { which };
        command.SetAction((result, cancellation) => ProjectsCommand.RunAsync(
            globals.Of(result), projects => ConfirmAsync(projects, result.GetRequiredValue(which), cancellation), cancellation));
        return command.WithExample("locals projects confirm 1");
    }

    private static async Task<int> SuggestAsync(IProjects projects, bool json, CancellationToken cancellationToken)
    {
        var suggestions = await projects.SuggestAsync(cancellationToken);
        if (json) Terminal.Json(suggestions, CorpusJson.Default.IReadOnlyListProjectSuggestion);
        else if (suggestions.Count == 0) Terminal.Note("No Claude chat without a project clearly speaks of one.");
        else
        {
            var table = Terminal.Table("", "chat", "project", "score", "why");
            for (var i = 0; i < suggestions.Count; i++)
            {
                var suggestion = suggestions[i];
                table.AddRow(
                    Terminal.Cell((i + 1).ToString(CultureInfo.InvariantCulture)), Terminal.Cell(suggestion.Title), Terminal.Cell(suggestion.ProjectName),
                    Terminal.Cell(suggestion.Score.ToString("0.00", CultureInfo.InvariantCulture)), Terminal.Cell(suggestion.Reason));
            }
            AnsiConsole.Write(table);
            Terminal.Note("Nothing is changed yet: locals projects confirm <number>, or all.");
        }
        return suggestions.Count > 0 ? ExitCode.Ok : ExitCode.NothingFound;
    }

    private static async Task<int> ConfirmAsync(IProjects projects, string which, CancellationToken cancellationToken)
    {
        var suggestions = await projects.SuggestAsync(cancellationToken);
        var chosen = which == All
            ? suggestions
            : int.TryParse(which, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? [.. suggestions.Skip(number - 1).Take(number > 0 ? 1 : 0)]
                : [.. suggestions.Where(suggestion => suggestion.Conversation == which)];
        if (chosen.Count == 0) throw new CommandException(ExitCode.NothingFound, $"There is no suggestion {which}; there are {suggestions.Count}: locals projects suggest");
        await projects.ConfirmAsync(chosen, cancellationToken);
        foreach (var suggestion in chosen) Terminal.Line($"{suggestion.Title} belongs to {suggestion.ProjectName}.");
        return ExitCode.Ok;
    }
}
