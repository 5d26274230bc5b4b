using System.Collections.Concurrent;
using Discord.WebSocket;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.SemanticKernel.DiscordNet;

/// <summary>The library's objects of interactions, by which alone it answers them; kept for as long as their tokens are good.</summary>
internal sealed class HeldInteractions(TimeProvider time)
{
    /// <summary>discord.com/developers/docs/interactions/receiving-and-responding#followup-messages.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Snowflake, (SocketInteraction Held, long Since)> _held = new();

    public void Add(SocketInteraction interaction)
    {
        foreach (var (id, old) in _held)
        {
            if (time.GetElapsedTime(old.Since) > Life) _held.TryRemove(id, out _);
        }

        _held[new Snowflake(interaction.Id)] = (interaction, time.GetTimestamp());
    }

    /// <summary>Null when it was never told, or its token is good no longer.</summary>
    public SocketInteraction? Find(Snowflake id) => _held.TryGetValue(id, out var known) && time.GetElapsedTime(known.Since) <= Life ? known.Held : null;
}
