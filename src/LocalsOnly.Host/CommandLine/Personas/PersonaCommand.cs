using System.CommandLine;

namespace LocalsOnly.Host.CommandLine.Personas;

/// <summary><c>locals persona</c>: makes personas, looks them over, takes one over from elsewhere.</summary>
internal static class PersonaCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("persona", "Make a persona, check the personas' files, import a character.");
        command.Subcommands.Add(PersonaNewCommand.Create(globals));
        command.Subcommands.Add(PersonaValidateCommand.Create(globals));
        command.Subcommands.Add(PersonaImportCommand.Create(globals));
        return command.WithExample("locals persona validate");
    }
}
