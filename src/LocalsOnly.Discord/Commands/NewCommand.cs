using LocalsOnly.Agents;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Commands;

/// <summary><c>/new</c>: the next message here begins a fresh conversation. What was said stays remembered.</summary>
internal sealed class NewCommand(ISessions sessions) : ICommand
{
    public CommandDefinition Definition { get; } = new("new", "Begin a fresh conversation here; what was said stays remembered");

    public bool ForOwner => false;

    public async Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await call.DeferAsync(cancellationToken);
        var place = Gatekeeper.SessionOf(call.Interaction.Channel);
        var ended = sessions.List().Where(session => session.Session == place).Count(session => sessions.Delete(session.Name));
        await call.ReplyAsync(ended > 0 ? "A fresh start: nobody here goes on with what was said before, though it stays remembered." : "There was nothing to begin anew; go ahead.", cancellationToken);
    }
}
