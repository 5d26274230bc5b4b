namespace LocalsOnly.Discord.Transport;

/// <summary>Something that a bot was told by Discord. Events of one channel come in the order in which they happened.</summary>
public abstract record DiscordEvent;

/// <summary>The bot is connected.</summary>
/// <param name="Self">The bot's own user.</param>
/// <param name="Application">Id of its application.</param>
/// <param name="Resumed">The session went on, and what was missed has been told; false: whatever happened while the bot was away must be asked for.</param>
public sealed record BotReady(DiscordUser Self, Snowflake Application, bool Resumed) : DiscordEvent
{
    /// <summary>In a session that is new: the servers that it is in. Each tells its channels next, or once its outage is over.</summary>
    public IReadOnlyList<Snowflake> Guilds { get; init; } = [];
}

/// <summary>Somebody wrote a message. The bot's own come too.</summary>
public sealed record MessageCreated(DiscordMessage Message) : DiscordEvent;

/// <summary>A message was changed; Discord also says so when it only found out what a link shows.</summary>
public sealed record MessageEdited(DiscordMessage Message) : DiscordEvent;

/// <summary>Messages were deleted.</summary>
public sealed record MessagesDeleted(Snowflake Channel, IReadOnlyList<Snowflake> Messages) : DiscordEvent;

/// <summary>Somebody used a command, a button, a menu or a form. It wants an answer within 3 s.</summary>
public sealed record InteractionArrived(DiscordInteraction Interaction) : DiscordEvent;

/// <summary>A channel or a thread is there, or has changed.</summary>
public sealed record ChannelSeen(DiscordChannel Channel) : DiscordEvent;

/// <summary>A channel or a thread is gone, or may no longer be seen.</summary>
public sealed record ChannelGone(Snowflake Channel) : DiscordEvent;

/// <summary>A server is there, and has told its channels.</summary>
public sealed record GuildSeen(Snowflake Guild, string Name) : DiscordEvent;

/// <summary>Who writes or presses.</summary>
/// <param name="Name">As shown: the name in the server, else the display name, else the user name.</param>
/// <param name="IsBot">Another program, or a webhook.</param>
public sealed record DiscordUser(Snowflake Id, string Name, bool IsBot);

/// <param name="Guild">Its server; null for a direct message.</param>
/// <param name="Name">Without <c>#</c>; empty for a direct message.</param>
/// <param name="Parent">For a thread the channel it hangs on, else the category.</param>
/// <param name="LastMessage">Id of the newest message, which may be deleted by now.</param>
public sealed record DiscordChannel(Snowflake Id, DiscordChannelKind Kind, Snowflake? Guild, string Name, Snowflake? Parent, Snowflake? LastMessage)
{
    /// <summary>A thread that only those see who were added to it.</summary>
    public bool IsPrivateThread { get; init; }
}

public enum DiscordChannelKind
{
    /// <summary>A channel of a server in which messages are written.</summary>
    Text,

    /// <summary>Between the bot and one person.</summary>
    Direct,

    /// <summary>A thread of a channel or of a forum.</summary>
    Thread,

    /// <summary>Threads only: a forum.</summary>
    Forum,

    /// <summary>What holds no messages for us: categories, stages.</summary>
    Other,
}

/// <summary>A message as it stands.</summary>
/// <param name="Author">Who wrote it; a webhook has its own id and the name it wrote under.</param>
/// <param name="Content">Empty also when the intent for message content is missing.</param>
/// <param name="Webhook">The webhook that wrote it; null when a user did.</param>
public sealed record DiscordMessage(Snowflake Id, Snowflake Channel, DiscordUser Author, string Content, Snowflake? Webhook = null)
{
    public Snowflake? Guild { get; init; }

    /// <summary>Roles of the author in the server.</summary>
    public IReadOnlyList<Snowflake> Roles { get; init; } = [];

    /// <summary>When it was last changed; null when never.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Users that it mentions.</summary>
    public IReadOnlyList<Snowflake> Mentions { get; init; } = [];

    /// <summary>The message it replies to.</summary>
    public DiscordReference? RepliesTo { get; init; }

    public IReadOnlyList<DiscordAttachment> Attachments { get; init; } = [];

    /// <summary>What whoever sent it gave to know it again; only told to the bot that sent it, and only at once.</summary>
    public string? Nonce { get; init; }

    /// <summary>Discord itself wrote it: a pin, a new member, the start of a thread.</summary>
    public bool IsSystem { get; init; }

    /// <summary>A link to it, as "Copy Message Link" gives it.</summary>
    public string Link => $"https://discord.com/channels/{Guild?.ToString() ?? "@me"}/{Channel}/{Id}";
}

/// <param name="Author">Who wrote the message that is replied to; null when it is gone.</param>
/// <param name="Content">Its text; null when it is gone.</param>
public sealed record DiscordReference(Snowflake Message, Snowflake? Author, string? Content)
{
    /// <summary>The webhook that wrote it; null when a user did.</summary>
    public Snowflake? Webhook { get; init; }
}

/// <summary>A file that hangs on a message.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="ContentType">As Discord guessed it; null when it did not.</param>
/// <param name="Url">Where it is, for a day or so.</param>
public sealed record DiscordAttachment(Snowflake Id, string Name, long Size, string? ContentType, Uri Url);
