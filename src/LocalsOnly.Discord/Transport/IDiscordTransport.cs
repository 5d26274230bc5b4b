namespace LocalsOnly.Discord.Transport;

/// <summary>
/// One bot's connection to Discord. It stays connected by itself until it is told to stop or until Discord says that trying again is no use; what it is asked to
/// send waits for rate limits, and is tried again where that cannot send it twice.
/// </summary>
/// <remarks>Everything that sends throws <see cref="DiscordException"/> and <see cref="OperationCanceledException"/>.</remarks>
public interface IDiscordTransport : IAsyncDisposable
{
    /// <summary>What the bot is called in the configuration.</summary>
    string Name { get; }

    /// <summary>How the connection is, now.</summary>
    ConnectionHealth Health { get; }

    /// <summary>Connects and stays connected.</summary>
    /// <param name="handle">Takes each event, one after the other. While it runs no other event comes; slow work belongs elsewhere.</param>
    /// <exception cref="DiscordException">Nothing that trying again could mend: a wrong token, an intent that is not allowed.</exception>
    Task RunAsync(Func<DiscordEvent, ValueTask> handle, CancellationToken cancellationToken);

    /// <summary>How the bot is shown: it is kept over reconnects.</summary>
    Task SetPresenceAsync(Presence presence, CancellationToken cancellationToken = default);

    Task<DiscordMessage> SendAsync(Snowflake channel, OutgoingMessage message, CancellationToken cancellationToken = default);

    Task EditAsync(Snowflake channel, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken = default);

    /// <summary>Deletes a message; one that is gone already is no failure.</summary>
    Task DeleteAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken = default);

    /// <summary>Shows that the bot is typing, for 10 s or until it writes.</summary>
    Task TypeAsync(Snowflake channel, CancellationToken cancellationToken = default);

    /// <summary>Puts one emoji under a message, or takes the bot's own away.</summary>
    Task ReactAsync(Snowflake channel, Snowflake message, string emoji, bool remove = false, CancellationToken cancellationToken = default);

    /// <summary>Messages written after one, oldest first, at most 100 in one call.</summary>
    /// <param name="after">Only newer ones.</param>
    Task<IReadOnlyList<DiscordMessage>> MessagesAfterAsync(Snowflake channel, Snowflake after, int limit, CancellationToken cancellationToken = default);

    /// <summary>A message; null when it is gone.</summary>
    Task<DiscordMessage?> MessageAsync(Snowflake channel, Snowflake message, CancellationToken cancellationToken = default);

    /// <summary>A channel; null when there is none, or the bot may not see it.</summary>
    Task<DiscordChannel?> ChannelAsync(Snowflake channel, CancellationToken cancellationToken = default);

    /// <summary>The channel of direct messages with a user.</summary>
    Task<DiscordChannel> DirectChannelAsync(Snowflake user, CancellationToken cancellationToken = default);

    /// <summary>Begins a thread on a message.</summary>
    /// <param name="name">1 to 100 characters.</param>
    Task<DiscordChannel> StartThreadAsync(Snowflake channel, Snowflake message, string name, CancellationToken cancellationToken = default);

    /// <summary>Reads a file of a message.</summary>
    /// <param name="mostBytes">More is not read.</param>
    /// <exception cref="DiscordException">It is longer, gone, or not where Discord keeps files.</exception>
    Task<byte[]> DownloadAsync(DiscordAttachment attachment, int mostBytes, CancellationToken cancellationToken = default);

    /// <summary>Makes the bot's commands those given: what is the same stays untouched.</summary>
    Task<CommandSync> SyncCommandsAsync(IReadOnlyList<CommandDefinition> commands, CancellationToken cancellationToken = default);

    /// <summary>The bot's own webhook of a channel; it is made when there is none.</summary>
    /// <param name="name">What to know it by: 1 to 80 characters, without "discord" or "clyde".</param>
    Task<DiscordWebhook> WebhookAsync(Snowflake channel, string name, CancellationToken cancellationToken = default);

    /// <summary>Writes under another name. <see cref="OutgoingMessage.RepliesTo"/> and <see cref="OutgoingMessage.Nonce"/> are not for webhooks, and are left out.</summary>
    /// <param name="thread">The thread of the webhook's channel to write in; null for the channel.</param>
    Task<DiscordMessage> SendAsync(DiscordWebhook webhook, Snowflake? thread, WebhookIdentity identity, OutgoingMessage message, CancellationToken cancellationToken = default);

    Task EditAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, OutgoingMessage content, CancellationToken cancellationToken = default);

    Task DeleteAsync(DiscordWebhook webhook, Snowflake? thread, Snowflake message, CancellationToken cancellationToken = default);

    /// <summary>Answers an interaction within its 3 s.</summary>
    Task RespondAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default);

    /// <summary>Says within the 3 s that the answer comes later, by <see cref="EditResponseAsync"/>, within 15 minutes.</summary>
    Task DeferAsync(DiscordInteraction interaction, bool ephemeral, CancellationToken cancellationToken = default);

    /// <summary>Answers a press by changing the message that it was on.</summary>
    Task UpdateAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default);

    /// <summary>Takes note of a press without answering; the message that it was on is changed later, or not at all.</summary>
    Task DeferUpdateAsync(DiscordInteraction interaction, CancellationToken cancellationToken = default);

    /// <summary>Answers by opening a form.</summary>
    Task OpenFormAsync(DiscordInteraction interaction, Form form, CancellationToken cancellationToken = default);

    /// <summary>Answers a completion, with at most 25 choices.</summary>
    Task CompleteAsync(DiscordInteraction interaction, IReadOnlyList<string> choices, CancellationToken cancellationToken = default);

    /// <summary>Changes the answer, or gives the one that was deferred.</summary>
    /// <returns>The message.</returns>
    Task<DiscordMessage> EditResponseAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default);

    /// <summary>Adds a further answer.</summary>
    Task<DiscordMessage> FollowUpAsync(DiscordInteraction interaction, OutgoingMessage message, CancellationToken cancellationToken = default);
}

/// <summary>A webhook of ours in a channel.</summary>
/// <param name="Token">Writes with it. A secret.</param>
public sealed record DiscordWebhook(Snowflake Id, Snowflake Channel, string Token)
{
    /// <summary>Without the token, because records end up in logs.</summary>
    public override string ToString() => $"webhook {Id} of {Channel}";
}

/// <summary>Under which name and face a webhook writes.</summary>
/// <param name="Name">1 to 80 characters.</param>
/// <param name="Avatar">An address that Discord can reach; null for the webhook's own.</param>
public sealed record WebhookIdentity(string Name, Uri? Avatar);

/// <param name="Status">The dot.</param>
/// <param name="Text">What it is said to be doing; at most 128 characters, empty for nothing.</param>
public sealed record Presence(PresenceStatus Status, string Text);

public enum PresenceStatus
{
    Online,
    Idle,
    DoNotDisturb,
}

/// <summary>How a bot's connection is.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="AckAge">Since the last heartbeat was acknowledged; null before the first.</param>
/// <param name="EventAge">Since the last event; null before the first.</param>
/// <param name="Latency">Between the last heartbeat and its acknowledgement; null before the first.</param>
/// <param name="Reconnects">How often the connection was made anew since the start.</param>
/// <param name="Detail">Why it is not connected, one clause; empty when it is.</param>
public sealed record ConnectionHealth(ConnectionState State, TimeSpan? AckAge, TimeSpan? EventAge, TimeSpan? Latency, int Reconnects, string Detail);

public enum ConnectionState
{
    Connecting,
    Connected,

    /// <summary>It waits before it tries again.</summary>
    Waiting,

    /// <summary>Trying again is no use; a person must do something.</summary>
    Failed,
    Stopped,
}

/// <summary>Discord did not do what it was asked. The message is one sentence.</summary>
/// <param name="failure">The kind.</param>
/// <param name="code">Discord's own number for it; null when it gave none.</param>
public sealed class DiscordException(DiscordFailure failure, string message, int? code = null, Exception? innerException = null) : Exception(message, innerException)
{
    public DiscordFailure Failure { get; } = failure;

    public int? Code { get; } = code;
}

public enum DiscordFailure
{
    /// <summary>The token is not one, or no longer.</summary>
    Unauthorized,

    /// <summary>The portal does not allow the bot an intent that it asks for.</summary>
    IntentNotAllowed,

    /// <summary>The bot may not do it there.</summary>
    Forbidden,

    /// <summary>What it is about is gone.</summary>
    NotFound,

    /// <summary>Discord finds the request wrong; trying again is no use.</summary>
    Rejected,

    /// <summary>An interaction was answered too late, or twice.</summary>
    InteractionExpired,

    /// <summary>Too many requests, for longer than is worth waiting.</summary>
    RateLimited,

    /// <summary>No answer, or an error on Discord's side, after several tries. Whether it was done is not known.</summary>
    Unavailable,
}
