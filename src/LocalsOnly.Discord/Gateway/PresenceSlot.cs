using System.Threading.Channels;
using LocalsOnly.Discord.Flow;
using LocalsOnly.Discord.Protocol;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>The presence that is wanted. Over one connection it is sent as often as Discord allows, and what was wanted in between is skipped.</summary>
internal sealed class PresenceSlot(TimeProvider time)
{
    /// <summary>A longer text would make the gateway close the connection.</summary>
    private const int MostUnits = 128;

    /// <summary>Five in 20 s; Discord does not document it, but ends connections that send more.</summary>
    private readonly RollingWindow _pace = new(5, TimeSpan.FromSeconds(20), time);
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile Presence? _wanted;

    public WirePresence? Wanted => _wanted is { } presence ? ToWire(presence) : null;

    public void Set(Presence presence)
    {
        _wanted = presence;
        _changes.Writer.TryWrite(true);
    }

    /// <summary>Says the same again: a change may have been lost with a connection.</summary>
    public void Renew()
    {
        if (_wanted is not null) _changes.Writer.TryWrite(true);
    }

    /// <summary>What was wanted before has just been said with the identification.</summary>
    public void Clear() => _changes.Reader.TryRead(out _);

    /// <summary>Sends each change over a connection until it is cancelled.</summary>
    /// <param name="sends">All that the connection may send; some places in it are for heartbeats.</param>
    public async Task RunAsync(GatewaySocket socket, RollingWindow sends, int keptForHeartbeats, CancellationToken cancellationToken)
    {
        while (await _changes.Reader.WaitToReadAsync(cancellationToken))
        {
            while (true)
            {
                var wait = _pace.Wait() is var pace && sends.Wait(keptForHeartbeats) is var all && pace > all ? pace : all;
                if (wait <= TimeSpan.Zero) break;
                await Task.Delay(wait, time, cancellationToken);
            }

            Clear();
            if (Wanted is not { } presence) continue;
            _pace.Take();
            sends.Take();
            await socket.SendAsync(GatewayOp.Presence, presence, DiscordJson.Default.WirePresence, cancellationToken);
        }
    }

    /// <summary>A custom status, whose name must be there and is not shown: discord.com/developers/docs/events/gateway-events#activity-object.</summary>
    private static WirePresence ToWire(Presence presence) => new(
        presence.Status switch
        {
            PresenceStatus.Idle => "idle",
            PresenceStatus.DoNotDisturb => "dnd",
            _ => "online",
        },
        presence.Text.Length == 0 ? [] : [new WireActivity("Custom Status", 4, Text.Clip.OnCharacter(presence.Text, MostUnits))]);
}
