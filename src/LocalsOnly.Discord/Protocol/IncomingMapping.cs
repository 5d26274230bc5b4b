using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>What Discord wrote, in the transport's words.</summary>
internal static class IncomingMapping
{
    private const int PrivateThread = 12;

    private const int ReplyMessage = 19;

    /// <summary>A message as people write them, a reply, and the answers to the two kinds of commands; all others are written by Discord itself.</summary>
    private static ReadOnlySpan<int> PeopleWrite => [0, ReplyMessage, 20, 23];

    public static DiscordUser ToUser(this WireUser user, WireMember? member = null, bool isWebhook = false) => new(
        user.Id,
        FirstOf(member?.Nick, user.GlobalName, user.Username),
        isWebhook || user.Bot is true);

    /// <summary>Null for an update that tells only part of a message.</summary>
    /// <param name="guild">Its server, when it does not say so itself.</param>
    public static DiscordMessage? ToMessage(this WireMessage message, Snowflake? guild = null)
    {
        if (message.Author is not { } author) return null;
        var webhook = Webhook(message);
        return new DiscordMessage(message.Id, message.ChannelId, author.ToUser(message.Member, webhook is not null), message.Content ?? "", webhook)
        {
            Guild = message.GuildId ?? guild,
            Roles = message.Member?.Roles ?? [],
            EditedAt = message.EditedTimestamp,
            Mentions = message.Mentions is { Length: > 0 } mentions ? Array.ConvertAll(mentions, user => user.Id) : [],
            RepliesTo = RepliesTo(message),
            Attachments = message.Attachments is { Length: > 0 } files ? [.. files.Select(ToAttachment).OfType<DiscordAttachment>()] : [],
            Nonce = message.Nonce,
            IsSystem = author.System is true || !PeopleWrite.Contains(message.Type ?? 0),
        };
    }

    /// <summary>Null when its address is none.</summary>
    public static DiscordAttachment? ToAttachment(this WireAttachment file) =>
        Uri.TryCreate(file.Url, UriKind.Absolute, out var url) ? new DiscordAttachment(file.Id, file.Filename ?? "", file.Size ?? 0, file.ContentType, url) : null;

    public static DiscordChannel ToChannel(this WireChannel channel, Snowflake? guild = null) => new(
        channel.Id,
        KindOf(channel.Type),
        channel.GuildId ?? guild,
        channel.Name ?? "",
        channel.ParentId,
        channel.LastMessageId)
    {
        IsPrivateThread = channel.Type == PrivateThread,
    };

    /// <summary>discord.com/developers/docs/resources/channel#channel-object-channel-types; a voice channel has a chat of its own.</summary>
    private static DiscordChannelKind KindOf(int? type) => type switch
    {
        0 or 2 or 5 => DiscordChannelKind.Text,
        1 => DiscordChannelKind.Direct,
        10 or 11 or PrivateThread => DiscordChannelKind.Thread,
        15 or 16 => DiscordChannelKind.Forum,
        _ => DiscordChannelKind.Other,
    };

    /// <summary>Answers to interactions carry the application in place of a webhook, though the bot itself wrote them.</summary>
    private static Snowflake? Webhook(WireMessage message) => message.WebhookId == message.ApplicationId ? null : message.WebhookId;

    private static DiscordReference? RepliesTo(WireMessage message) =>
        message.Type == ReplyMessage && message.MessageReference?.MessageId is { } id
            ? new DiscordReference(id, message.ReferencedMessage?.Author?.Id, message.ReferencedMessage?.Content) { Webhook = message.ReferencedMessage is { } to ? Webhook(to) : null }
            : null;

    private static string FirstOf(params ReadOnlySpan<string?> names)
    {
        foreach (var name in names)
        {
            if (!string.IsNullOrEmpty(name)) return name;
        }

        return "";
    }
}
