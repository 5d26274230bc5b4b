using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Protocol;

/// <summary>A channel or a thread: discord.com/developers/docs/resources/channel#channel-object.</summary>
internal sealed record WireChannel(Snowflake Id, int? Type)
{
    /// <summary>Absent from the channels inside a server's own event.</summary>
    public Snowflake? GuildId { get; init; }

    public string? Name { get; init; }

    public Snowflake? ParentId { get; init; }

    public Snowflake? LastMessageId { get; init; }
}

/// <summary>A server: discord.com/developers/docs/events/gateway-events#guild-create.</summary>
/// <param name="Unavailable">It has an outage, and is told again when that is over.</param>
internal sealed record WireGuild(Snowflake Id, string? Name, bool? Unavailable)
{
    public WireChannel[]? Channels { get; init; }

    public WireChannel[]? Threads { get; init; }
}

/// <summary>Threads of a channel that came into view: discord.com/developers/docs/events/gateway-events#thread-list-sync.</summary>
internal sealed record WireThreadList(Snowflake GuildId, WireChannel[]? Threads);
