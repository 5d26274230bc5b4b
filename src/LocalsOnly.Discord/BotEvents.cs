using LocalsOnly.Discord.Answering;
using LocalsOnly.Discord.Commands;
using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord;

/// <summary>What one bot is told goes where it belongs. Nothing here waits for the network: the next event comes only when this one is done with.</summary>
internal sealed class BotEvents(Bots bots, Intake intake, InteractionDesk interactions, ChannelMap channels, ChannelCursors cursors, BotIdentities identities, ILogger<BotEvents> logger)
{
    public void Handle(Bot bot, DiscordEvent happened, CancellationToken cancellationToken)
    {
        switch (happened)
        {
            case BotReady ready:
                bot.Become(ready);
                identities.Keep(bot.Name, ready.Self);
                intake.OpenWhenKnown();
                logger.LogInformation("{Bot} is on Discord as {Name}", bot.Name, ready.Self.Name);
                if (ready.Resumed) break;
                _ = SyncCommandsAsync(bot, cancellationToken);
                foreach (var channel in cursors.Direct(bot.Name)) _ = intake.LookBackAsync(bot, channel, isDirect: true, null, cancellationToken);
                break;
            case ChannelSeen { Channel: var channel }:
                var isNew = bot.See(channel.Id);
                channels.See(channel);
                if (isNew && channel.Kind is (DiscordChannelKind.Text or DiscordChannelKind.Thread)) _ = intake.LookBackAsync(bot, channel.Id, isDirect: false, channel.LastMessage, cancellationToken);
                break;
            case ChannelGone gone:
                bot.Lose(gone.Channel);
                // A bot that has left a server takes nothing from the others.
                if (!bots.All.Any(other => other.Sees(gone.Channel))) channels.Lose(gone.Channel);
                break;
            case GuildSeen { Guild: var guild }:
                bot.SeeGuild(guild);
                break;
            case MessageCreated { Message: var message }:
                intake.Receive(bot, message);
                break;
            case MessageEdited { Message: var message }:
                intake.Edit(bot, message);
                break;
            case MessagesDeleted deleted:
                intake.Delete(deleted.Messages);
                break;
            case InteractionArrived { Interaction: var interaction }:
                interactions.Receive(bot, interaction, cancellationToken);
                break;
        }
    }

    private async Task SyncCommandsAsync(Bot bot, CancellationToken cancellationToken)
    {
        try
        {
            var changed = await bot.Transport.SyncCommandsAsync(interactions.Definitions, cancellationToken);
            if (changed is not { Created: 0, Changed: 0, Deleted: 0 }) logger.LogInformation("{Bot}: {Created} commands are new, {Changed} changed, {Deleted} gone", bot.Name, changed.Created, changed.Changed, changed.Deleted);
        }
        catch (DiscordException failed)
        {
            logger.LogWarning("{Bot}: its commands are not up to date: {Reason}", bot.Name, failed.Message);
        }
        catch (OperationCanceledException)
        {
        }
    }
}
