using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using LocalsOnly.Agents;
using LocalsOnly.Host.Configuration;
using LocalsOnly.Host.Worker;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals sessions</c>: the conversations that the host keeps.</summary>
internal static class SessionsCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("sessions", "The conversations that the host keeps: list them, read one, end one.");
        command.Subcommands.Add(List(globals));
        command.Subcommands.Add(Show(globals));
        command.Subcommands.Add(End(globals));
        return command.WithExample("locals sessions list");
    }

    private static Command List(GlobalOptions globals)
    {
        var command = new Command("list", "All sessions, the one that was used last first.") { GlobalOptions.Json };
        command.SetAction((result, _) => WithAsync(globals.Of(result), sessions =>
        {
            var lines = sessions.List();
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(lines, SessionsJson.Default.IReadOnlyListSessionSummaryLine);
            else if (lines.Count == 0) Terminal.Note("There is no session yet; one begins with: locals chat vince --session desk");
            else
            {
                var table = Terminal.Table("session", "persona", "place", "messages", "summed up", "last");
                foreach (var line in lines)
                    table.AddRow(
                        Terminal.Cell(line.Name), Terminal.Cell(line.Persona), Terminal.Cell(line.Problem ?? line.Session, line.Problem is null ? null : Color.Red),
                        Terminal.Cell(Number(line.Messages)), Terminal.Cell(line.Summed == 0 ? "" : Number(line.Summed)), Terminal.Cell(When(line.LastAt)));
                AnsiConsole.Write(table);
            }

            return ExitCode.Ok;
        }));
        return command.WithExample("locals sessions list");
    }

    private static Command Show(GlobalOptions globals)
    {
        var name = NameArgument();
        var command = new Command("show", "What was said in one session, oldest first.") { name, GlobalOptions.Json };
        command.SetAction((result, _) => WithAsync(globals.Of(result), sessions =>
        {
            var lines = sessions.Show(result.GetRequiredValue(name)) ?? throw NotThere(result.GetRequiredValue(name));
            if (result.GetValue(GlobalOptions.Json)) Terminal.Json(lines, SessionsJson.Default.IReadOnlyListSessionLine);
            else
                foreach (var line in lines)
                {
                    Terminal.Line($"[grey]{When(line.At)}[/] [bold]{(line.FromPerson ? "you" : "persona")}[/]");
                    Console.Out.WriteLine(Terminal.Safe(line.Text) + "\n");
                }

            return ExitCode.Ok;
        }));
        return command.WithExample("locals sessions show vince-desk-1a2b3c4d");
    }

    private static Command End(GlobalOptions globals)
    {
        var name = NameArgument();
        var command = new Command("end", "Ends a session: the next message there begins anew. What was said stays remembered; locals forget removes that.") { name };
        command.SetAction((result, _) => WithAsync(globals.Of(result), sessions =>
        {
            if (!sessions.Delete(result.GetRequiredValue(name))) throw NotThere(result.GetRequiredValue(name));
            Terminal.Note($"{result.GetRequiredValue(name)} is ended.");
            return ExitCode.Ok;
        }));
        return command.WithExample("locals sessions end vince-desk-1a2b3c4d");
    }

    /// <summary>Runs a command over the sessions of the house that is meant.</summary>
    internal static async Task<int> WithAsync(ConfigurationRequest request, Func<ISessions, int> run)
    {
        await using var services = House.BuildForCommand(CommandHouse.Find(request).Configuration);
        try
        {
            return run(services.GetRequiredService<ISessions>());
        }
        catch (Agents.Tools.ToolException broken)
        {
            throw new CommandException(ExitCode.Failed, broken.Message);
        }
    }

    private static Argument<string> NameArgument() => new("session") { Description = "Its name, as locals sessions list shows it." };

    private static CommandException NotThere(string name) => new(ExitCode.NothingFound, $"There is no session {PersonSentences.Plain(name)}; locals sessions list shows which there are.");

    private static string When(DateTimeOffset at) => at.ToLocalTime().ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

[JsonSerializable(typeof(IReadOnlyList<SessionSummaryLine>))]
[JsonSerializable(typeof(IReadOnlyList<SessionLine>))]
[JsonSerializable(typeof(TurnRecord))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
internal sealed partial class SessionsJson : JsonSerializerContext;
