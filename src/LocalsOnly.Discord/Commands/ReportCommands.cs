using LocalsOnly.Agents;
using LocalsOnly.Discord.House;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/status</c>: the cluster, its queues and how fast it is.</summary>
internal sealed class StatusCommand(IHouseReports reports) : ICommand
{
    public CommandDefinition Definition { get; } = new("status", "The cluster, its queues, tokens per second, and the parts of the host");

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await call.DeferAsync(cancellationToken);
        await call.ReplyAsync(await reports.StatusAsync(cancellationToken), cancellationToken);
    }
}

/// <summary><c>/usage</c>: what was asked of the machines.</summary>
internal sealed class UsageCommand(IHouseReports reports) : ICommand
{
    public CommandDefinition Definition { get; } = new("usage", "Tokens and times by persona");

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await call.DeferAsync(cancellationToken);
        await call.ReplyAsync(await reports.UsageAsync(cancellationToken), cancellationToken);
    }
}

/// <summary><c>/route</c>: where a message would go, and why. Nothing is sent.</summary>
internal sealed class RouteCommand(IHouseReports reports, IPersonaStore personas) : ICommand
{
    public CommandDefinition Definition { get; } = new("route", "Where a message would go, and why; nothing is sent")
    {
        Options = [new CommandOption("message", "The message", Required: true), new CommandOption("persona", "Who would answer") { Completes = true }],
    };

    public Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var persona = call.Value("persona")?.Trim();
        if (persona is not null && personas.Find(persona) is null) throw new CommandFailedException(PersonSentences.UnknownPersona(persona, personas));
        return call.ReplyAsync(reports.Route(persona, call.Value("message") ?? ""), cancellationToken);
    }

    public IReadOnlyList<string> Complete(string option, string typed) =>
        [.. personas.All.Where(persona => persona.Id.StartsWith(typed.Trim(), StringComparison.OrdinalIgnoreCase)).Select(persona => persona.Id)];
}
