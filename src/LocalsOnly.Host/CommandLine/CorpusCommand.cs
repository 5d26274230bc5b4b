using System.CommandLine;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals corpus</c>: what is remembered as a whole.</summary>
internal static class CorpusCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("corpus", "Take everything that is remembered out again.");
        command.Subcommands.Add(CorpusExportCommand.Create(globals));
        return command.WithExample("locals corpus export ~/my-conversations --format markdown");
    }
}
