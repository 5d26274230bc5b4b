using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Speaking;

/// <summary>A persona's voice in one channel.</summary>
internal abstract class Speaker(Bot bot, Snowflake channel)
{
    public Bot Bot => bot;

    public Snowflake Channel => channel;

    /// <summary>What stands before its first words where nothing else says who speaks.</summary>
    public virtual string Prefix => "";

    public abstract Task<DiscordMessage> SendAsync(OutgoingMessage message, CancellationToken cancellationToken);

    public abstract Task EditAsync(Snowflake message, OutgoingMessage content, CancellationToken cancellationToken);

    public abstract Task DeleteAsync(Snowflake message, CancellationToken cancellationToken);

    /// <summary>Whether a message was written by this voice.</summary>
    public abstract bool Wrote(DiscordMessage message);
}

/// <summary>A bot that writes under its own name.</summary>
/// <param name="persona">Put before the words where the bot speaks for several personas; null where it is only one.</param>
internal sealed class BotSpeaker(Bot bot, Snowflake channel, string? persona) : Speaker(bot, channel)
{
    public override string Prefix => persona is null ? "" : $"**{persona}**\n";

    public override Task<DiscordMessage> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Bot.Transport.SendAsync(Channel, message, cancellationToken);

    public override Task EditAsync(Snowflake message, OutgoingMessage content, CancellationToken cancellationToken) => Bot.Transport.EditAsync(Channel, message, content, cancellationToken);

    public override Task DeleteAsync(Snowflake message, CancellationToken cancellationToken) => Bot.Transport.DeleteAsync(Channel, message, cancellationToken);

    public override bool Wrote(DiscordMessage message) => message.Webhook is null && message.Author.Id == Bot.Self?.Id;
}

/// <summary>A webhook that writes under a persona's name and face.</summary>
/// <param name="thread">The thread of the webhook's channel to write in; null for the channel.</param>
internal sealed class WebhookSpeaker(Bot bot, DiscordWebhook webhook, Snowflake? thread, WebhookIdentity identity) : Speaker(bot, thread ?? webhook.Channel)
{
    public override Task<DiscordMessage> SendAsync(OutgoingMessage message, CancellationToken cancellationToken) => Bot.Transport.SendAsync(webhook, thread, identity, message, cancellationToken);

    public override Task EditAsync(Snowflake message, OutgoingMessage content, CancellationToken cancellationToken) => Bot.Transport.EditAsync(webhook, thread, message, content, cancellationToken);

    public override Task DeleteAsync(Snowflake message, CancellationToken cancellationToken) => Bot.Transport.DeleteAsync(webhook, thread, message, cancellationToken);

    public override bool Wrote(DiscordMessage message) => message.Webhook == webhook.Id && message.Author.Name == identity.Name;
}
