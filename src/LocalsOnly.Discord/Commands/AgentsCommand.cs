using LocalsOnly.Agents;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/agents</c>: who is here, and who answers in this channel.</summary>
internal sealed class AgentsCommand(IPersonaStore personas, Bots bots, Addressing addressing) : ICommand
{
    public CommandDefinition Definition { get; } = new("agents", "Who is here, and who answers in this channel");

    public bool ForOwner => false;

    public Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var here = call.Interaction.Guild is null && call.Bot.Persona is { } its ? its : addressing.Usual(call.Interaction.Channel);
        var lines = personas.All.Select(persona =>
            $"**{persona.Name}** {Mention(persona)}· {persona.Description}{(persona.Id == here ? " · answers here" : "")}{(bots.For(persona.Id) is null ? " · has no bot" : "")}");
        return call.ReplyAsync(string.Join("\n", lines), cancellationToken);
    }

    private string Mention(Persona persona) => bots.For(persona.Id) is { Persona: not null, Self: { } self } ? $"@{self.Name} " : "";
}
