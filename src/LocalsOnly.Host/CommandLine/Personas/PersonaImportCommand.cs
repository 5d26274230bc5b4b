using System.CommandLine;
using LocalsOnly.Agents.Characters;
using LocalsOnly.Host.Configuration;
using Spectre.Console;

namespace LocalsOnly.Host.CommandLine.Personas;

/// <summary><c>locals persona import</c>: a character of ElizaOS becomes a persona with its knowledge, once and one way.</summary>
internal static class PersonaImportCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var file = new Argument<string>("character.json") { Description = "A character of ElizaOS, as JSON." };
        var id = new Option<string?>("--as") { Description = "What it is to be called here; else what its name suggests.", HelpName = "id" };
        var force = new Option<bool>("--force") { Description = "Write over a persona, or its knowledge, of the same name." };
        var command = new Command("import", "Make a persona of an ElizaOS character. Secrets are never copied; what is left out is told.") { file, id, force };
        command.SetAction(result => Run(CommandConfiguration.LoadValid(globals.Of(result)), result.GetRequiredValue(file), result.GetValue(id), result.GetValue(force)));
        return command.WithExample("locals persona import ada.character.json --as ada");
    }

    private static int Run(HouseConfiguration configuration, string file, string? id, bool force)
    {
        ImportedCharacter character;
        try
        {
            character = CharacterImport.Read(file, id);
        }
        catch (CharacterException unusable)
        {
            throw new CommandException(ExitCode.Usage, unusable.Message);
        }

        var agent = Path.Combine(configuration.Root["Agents:Folder"]!, character.Id);
        var knowledge = Path.Combine(configuration.Root["Memory:Knowledge"]!, character.Id);
        var persona = Path.Combine(agent, "persona.md");
        List<string> there = [.. character.Knowledge.Keys.Select(name => Path.Combine(knowledge, name)).Prepend(persona).Where(File.Exists)];
        if (there.Count > 0 && !force)
            throw new CommandException(ExitCode.Failed, $"{there[0]} is there already{(there.Count > 1 ? $", and {there.Count - 1} more" : "")}; choose another id with --as, or write over it with --force.");
        try
        {
            if (character.Knowledge.Count > 0) Directory.CreateDirectory(knowledge);
            foreach (var (name, content) in character.Knowledge) File.WriteAllBytes(Path.Combine(knowledge, name), content);
            // Last, because the persona answers as soon as it is there.
            Directory.CreateDirectory(agent);
            File.WriteAllText(persona, character.Persona);
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Failed, $"{character.Name} cannot be written ({closed.Message.TrimEnd('.')}); allow writing in {agent} and {knowledge}.");
        }

        Print(character, persona, knowledge);
        return ExitCode.Ok;
    }

    private static void Print(ImportedCharacter character, string persona, string knowledge)
    {
        var table = Terminal.Table("field", "", "where, or why not");
        foreach (var part in character.Report.OrderBy(part => part.Outcome))
        {
            var (word, colour) = part.Outcome switch
            {
                CharacterOutcome.Taken => ("taken", Color.Green),
                CharacterOutcome.Changed => ("changed", Color.Yellow),
                _ => ("left out", Color.Grey),
            };
            table.AddRow(Terminal.Cell(part.Field), Terminal.Cell(word, colour), Terminal.Cell(part.Says));
        }

        AnsiConsole.Write(table);
        Terminal.Line($"[green]{persona}[/] is written{(character.Knowledge.Count > 0 ? $", and {character.Knowledge.Count} files in {knowledge}" : "")}.");
        Terminal.Line($"[grey]then[/]  read its prompt: it may promise what no tool of this house delivers");
        Terminal.Line($"[grey]then[/]  give it tools, channels and peers in the header");
        Terminal.Line($"[grey]then[/]  locals persona validate {character.Id}");
    }
}
