using System.CommandLine;
using LocalsOnly.Agents.Personas;
using LocalsOnly.Host.Configuration;

namespace LocalsOnly.Host.CommandLine.Personas;

/// <summary><c>locals persona new</c>: the file of a new persona, with a comment at every place that waits for its author.</summary>
internal static class PersonaNewCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var id = new Argument<string>("id") { Description = "Folder name: what people and programs will call it." };
        var command = new Command("new", "Write the file of a new persona, to be edited.") { id };
        command.SetAction(result => Run(CommandConfiguration.LoadValid(globals.Of(result)), result.GetRequiredValue(id)));
        return command.WithExample("locals persona new gardener");
    }

    private static int Run(HouseConfiguration configuration, string id)
    {
        if (PersonaIds.Refuse(id) is { } refused) throw new CommandException(ExitCode.Usage, refused);
        var folder = Path.Combine(configuration.Root["Agents:Folder"]!, id);
        if (Directory.Exists(folder)) throw new CommandException(ExitCode.Failed, $"{folder} is there already; edit what is in it, or choose another id.");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "persona.md"), PersonaTemplate.For(id));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"{folder} cannot be written ({closed.Message.TrimEnd('.')}); allow writing there, or set Agents:Folder.");
        }

        Terminal.Line($"[green]{Path.Combine(folder, "persona.md")}[/] is written; it takes effect at once.");
        Terminal.Line($"[grey]then[/]  write its name, description and prompt where the file says so");
        Terminal.Line($"[grey]then[/]  add {id} to the peers of those who may ask it, and its own colleagues to its peers");
        Terminal.Line($"[grey]then[/]  say in agents/{id}/evals what must come of its answers (agents/README.md)");
        Terminal.Line($"[grey]then[/]  locals persona validate {id}");
        return ExitCode.Ok;
    }
}
