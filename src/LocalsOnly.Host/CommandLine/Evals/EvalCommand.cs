using System.CommandLine;

namespace LocalsOnly.Host.CommandLine.Evals;

/// <summary><c>locals eval</c>: how well what a model answers is what it should be.</summary>
internal static class EvalCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("eval", "Measure answers against what must come of them.");
        command.Subcommands.Add(EvalPersonasCommand.Create(globals));
        return command.WithExample("locals eval personas --persona kelly");
    }
}
