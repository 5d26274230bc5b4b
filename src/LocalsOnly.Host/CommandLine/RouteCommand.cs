using System.CommandLine;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals route</c>: why prompts go where they go, how well that works, and what to learn from it.</summary>
internal static class RouteCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("route", "Explain, measure and adjust which tier answers.");
        command.Subcommands.Add(RouteExplainCommand.Create(globals));
        command.Subcommands.Add(RouteEvalCommand.Create(globals));
        command.Subcommands.Add(RouteOutcomeCommand.Create(globals));
        command.Subcommands.Add(RouteRefitCommand.Create(globals));
        return command.WithExample("locals route explain \"What is 3 + 4?\" --persona eliza");
    }
}
