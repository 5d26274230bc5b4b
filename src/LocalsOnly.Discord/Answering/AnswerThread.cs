using LocalsOnly.Discord.Gating;
using LocalsOnly.Discord.Speaking;
using LocalsOnly.Discord.Storage;
using LocalsOnly.Discord.Text;
using LocalsOnly.Discord.Transport;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Discord.Answering;

/// <summary>Begins a thread for an answer where the channel is set so. The thread of a message has the message's own id, so that beginning it twice makes one.</summary>
internal sealed class AnswerThread(Bots bots, ChannelMap channels, DiscordOptions options, ILogger<AnswerThread> logger)
{
    /// <summary>Where the answer goes: the thread, or the channel in which it was asked.</summary>
    public async Task<Snowflake> ChannelForAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Guild is null || channels.Find(message.Channel) is not { Kind: DiscordChannelKind.Text } channel) return message.Channel;
        if (!options.For(channel.Id, channel.Name).AutoThread || bots.Named(message.Bot) is not { } bot) return message.Channel;
        var root = message.RepliesTo;
        try
        {
            var thread = await bot.Transport.StartThreadAsync(channel.Id, root, ThreadTitle.Of(message.Text), cancellationToken);
            channels.See(thread);
            return thread.Id;
        }
        catch (DiscordException refused) when (refused.Failure is DiscordFailure.Rejected && channels.Find(root) is { Kind: DiscordChannelKind.Thread })
        {
            return root;
        }
        catch (DiscordException refused)
        {
            logger.LogWarning("No thread was begun in {Channel}, so the answer goes into the channel: {Reason}", channel.Name, refused.Message);
            return message.Channel;
        }
    }
}
