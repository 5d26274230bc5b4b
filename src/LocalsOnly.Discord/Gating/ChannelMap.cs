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

    /// <summary>The channels of servers that go by a name; a thread is none of them. Two servers may have one each.</summary>
    public IReadOnlyList<DiscordChannel> Named(string name) => [.. _channels.Values.Where(channel => channel.Kind == DiscordChannelKind.Text && SameName(channel.Name, name))];

    /// <summary>Discord writes the names of channels with hyphens, people write them with underscores too.</summary>
    public static bool SameName(string one, string other) => one.Replace('_', '-').Equals(other.Replace('_', '-'), StringComparison.OrdinalIgnoreCase);

    /// <summary>The channel whose settings and memory count in another: a thread has those of the channel that it hangs on.</summary>
    public DiscordChannel? PlaceOf(Snowflake channel) =>
        Find(channel) is { Kind: DiscordChannelKind.Thread, Parent: { } parent } thread ? Find(parent) ?? thread with { Id = parent, Name = "" } : Find(channel);
}
