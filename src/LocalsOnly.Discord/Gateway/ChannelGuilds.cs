using System.Collections.Concurrent;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>Which server a channel is of, as the gateway told: what the REST API returns does not say so, and a link to a message needs it.</summary>
internal sealed class ChannelGuilds
{
    private readonly ConcurrentDictionary<Snowflake, Snowflake> _guilds = new();

    public Snowflake? this[Snowflake channel] => _guilds.TryGetValue(channel, out var guild) ? guild : null;

    public void Add(Snowflake channel, Snowflake? guild)
    {
        if (guild is { } known) _guilds[channel] = known;
    }

    public void Remove(Snowflake channel) => _guilds.TryRemove(channel, out _);

    public IReadOnlyList<Snowflake> Of(Snowflake guild) => [.. _guilds.Where(pair => pair.Value == guild).Select(pair => pair.Key).Order()];
}
