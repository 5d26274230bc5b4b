using LocalsOnly.Discord.Flow;
using LocalsOnly.Discord.Protocol;

namespace LocalsOnly.Discord.Gateway;

/// <summary>Keeps one connection alive, and notices when the other side is not there any more.</summary>
/// <remarks>discord.com/developers/docs/events/gateway#sending-heartbeats.</remarks>
internal sealed class Heartbeat(GatewaySocket socket, GatewaySession session, GatewayVitals vitals, RollingWindow sends, TimeProvider time)
{
    private readonly Lock _gate = new();
    private long? _unanswered;
    private bool _isReaderHeld;

    /// <summary>The reader waits for whoever takes the events, so that an acknowledgement may have come and not been read.</summary>
    public void HoldReader(bool isHeld)
    {
        lock (_gate)
            (_isReaderHeld, _unanswered) = (isHeld, isHeld ? _unanswered : null);
    }

    /// <summary>Beats until a beat was not acknowledged before the next.</summary>
    /// <param name="interval">As the gateway's hello says.</param>
    public async Task RunAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        // The first beat comes at any moment of the interval, so that clients that were cut off together do not beat together.
        await Task.Delay(interval * Random.Shared.NextDouble(), time, cancellationToken);
        while (true)
        {
            lock (_gate)
            {
                if (_unanswered is not null && !_isReaderHeld) return;
                _unanswered ??= time.GetTimestamp();
            }

            await BeatAsync(cancellationToken);
            await Task.Delay(interval, time, cancellationToken);
        }
    }

    /// <summary>Beats now, as the gateway may ask for. Its acknowledgement is not waited for: it could be on its way when the next regular beat is due.</summary>
    public Task BeatAsync(CancellationToken cancellationToken)
    {
        sends.Take();
        return socket.SendAsync(GatewayOp.Heartbeat, session.Sequence, DiscordJson.Default.NullableInt64, cancellationToken);
    }

    public void Acknowledge()
    {
        lock (_gate)
        {
            if (_unanswered is { } sent) vitals.Acknowledged(time.GetElapsedTime(sent));
            _unanswered = null;
        }
    }
}
