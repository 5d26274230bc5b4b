using LocalsOnly.Agents;
using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using LocalsOnly.Memory;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Discord.Commands;

/// <summary>The buttons under answers: stop, the sources, the plans that wait for a word.</summary>
internal sealed class ReplyButtons(ChannelQueues queues, Inbox inbox, Outbox outbox, IMemory memory, IPersonaStore personas, IEnumerable<IApprovals> approvals, Gatekeeper gatekeeper, IOptions<AgentsOptions> agents, TimeProvider time)
{
    /// <returns>False when the button is none of these.</returns>
    public async Task<bool> TryPressAsync(CommandCall call, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case ["stop", var id] when Snowflake.TryParse(id, out var message):
                await StopAsync(call, message, cancellationToken);
                return true;
            case ["source", var turn, var digits] when int.TryParse(digits, out var number):
                await OpenAsync(call, turn, number, cancellationToken);
                return true;
            case ["plan", var code, var user]:
                await ConfirmAsync(call, code, user, cancellationToken);
                return true;
            default:
                return false;
        }
    }

    private async Task StopAsync(CommandCall call, Snowflake message, CancellationToken cancellationToken)
    {
        if (inbox.Find(message) is { } asked && asked.Author != call.Interaction.User.Id && call.Standing != Standing.Owner) await call.ReplyAsync(DiscordSentences.StopIsTheirs, cancellationToken);
        else if (queues.Running(message)?.Interrupt(Interruption.Stopped) == true) await call.DeferUpdateAsync(cancellationToken);
        else await call.ReplyAsync(DiscordSentences.NothingToStop, cancellationToken);
    }

    /// <summary>Whoever may read the answer may read what it quotes, and nobody else.</summary>
    private async Task OpenAsync(CommandCall call, string turn, int number, CancellationToken cancellationToken)
    {
        await call.DeferAsync(cancellationToken);
        if (call.Standing == Standing.Stranger) throw new CommandFailedException($"This was not answered: {DiscordSentences.NotAllowed}");
        if (outbox.Quoted(turn, number) is not { } source || personas.Find(source.Persona) is not { } persona) throw new CommandFailedException(DiscordSentences.SourceGone);
        if (!source.Shared && call.Standing != Standing.Owner) throw new CommandFailedException(DiscordSentences.ForOwner);
        var scope = new MemoryScope(MemoryScope.DefaultOwner, persona.Id, source.Memory, persona.Sources) { Shared = source.Shared };
        var conversation = await memory.OpenAsync(scope, source.Key, cancellationToken) ?? throw new CommandFailedException(DiscordSentences.SourceGone);
        await call.ReplyAsync(QuotedExchange.Compose(conversation, source.Key, agents.Value.Zone(time)) ?? DiscordSentences.SourceGone, cancellationToken);
    }

    private async Task ConfirmAsync(CommandCall call, string code, string user, CancellationToken cancellationToken)
    {
        if (call.Interaction.User.Id.ToString() != user || call.Standing != Standing.Owner)
        {
            await call.ReplyAsync(DiscordSentences.NotForYou, cancellationToken);
            return;
        }

        var (place, _) = gatekeeper.MemoryOf(call.Interaction.Channel, call.Interaction.Guild is null, call.Standing);
        var its = approvals.FirstOrDefault(each => each.Pending(place).Any(pending => pending.Code == code)) ?? approvals.First();
        await call.ReplyAsync(its.Confirm(code, place), cancellationToken);
    }
}
