using System.Collections.Concurrent;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gating;

/// <summary>The channels that our bots see.</summary>
internal sealed class ChannelMap
{
    private readonly ConcurrentDictionary<Snowflake, DiscordChannel> _channels = new();

    public IReadOnlyList<DiscordChannel> All => [.. _channels.Values];

    public void See(DiscordChannel channel) => _channels[channel.Id] = channel;

    public void Lose(Snowflake channel) => _channels.TryRemove(channel, out _);

    public DiscordChannel? Find(Snowflake channel) => _channels.GetValueOrDefault(channel);

    /// <summary>The channel whose settings and memory count in another: a thread has those of the channel that it hangs on.</summary>
    public DiscordChannel? PlaceOf(Snowflake channel) =>
        Find(channel) is { Kind: DiscordChannelKind.Thread, Parent: { } parent } thread ? Find(parent) ?? thread with { Id = parent, Name = "" } : Find(channel);
}
