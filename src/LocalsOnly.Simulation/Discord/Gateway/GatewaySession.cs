using LocalsOnly.Simulation.Discord.State;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>
/// What one identify began: events with rising numbers, those not yet sent and the newest that were, for a resume. It outlives its socket. Called under the
/// world's gate.
/// </summary>
internal sealed class GatewaySession(World world, SimulatedBot bot, string id, Intents intents) : IDisposable
{
    private readonly List<GatewayEvent> _events = [];
    private int _dropped;
    private int _sent;
    private ITimer? _expiry;

    public SimulatedBot Bot => bot;

    public string Id => id;

    /// <summary>Number of the newest event.</summary>
    public int Sequence => _dropped + _events.Count;

    public GatewayConnection? Connection { get; private set; }

    public int Pending => Sequence - (Connection?.Sent ?? _sent);

    public bool Wants(Intents intent) => (intents & intent) == intent;

    /// <param name="type">Name of the event.</param>
    /// <param name="data">Its <c>d</c>, as JSON; shared with other sessions.</param>
    public void Tell(string type, ReadOnlyMemory<byte> data)
    {
        _events.Add(new GatewayEvent(type, data));
        Trim();
        if (Connection is null)
            return;
        Connection.Wake();
        if (Sequence - Connection.Sent > world.Options.PendingEvents)
            CutOff(Connection);
    }

    /// <summary>The event with a number, which is kept.</summary>
    public GatewayEvent Event(int sequence) => _events[sequence - 1 - _dropped];

    /// <summary>Everything after this number is still there.</summary>
    public bool CanReplayAfter(int sequence) => sequence >= _dropped;

    public void Attach(GatewayConnection connection)
    {
        _expiry?.Dispose();
        _expiry = null;
        Connection = connection;
    }

    /// <summary>Its socket is gone; it can be resumed for a while.</summary>
    public void Detach(GatewayConnection connection)
    {
        if (Connection != connection)
            return;
        _sent = Connection.Sent;
        Connection = null;
        Trim();
        _expiry?.Dispose();
        _expiry = world.Time.CreateTimer(_ => Expire(), null, world.Options.SessionLifetime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>It cannot be resumed any more.</summary>
    public void End()
    {
        bot.Sessions.Remove(this);
        if (bot.Sessions.Count == 0)
            bot.Presence = SimulatedPresence.Offline;
        _expiry?.Dispose();
        world.Changed.Beat();
    }

    public void Dispose() => _expiry?.Dispose();

    /// <summary>Breaks off a client that reads too slowly: what it has missed can be replayed as far as it is kept.</summary>
    private static void CutOff(GatewayConnection connection)
    {
        connection.Abort();
        connection.Detach();
    }

    private void Expire()
    {
        lock (world.Gate)
            if (Connection is null) End();
    }

    /// <summary>Events that were sent are kept for a resume only up to a number; then those of a session without a socket.</summary>
    private void Trim()
    {
        var surplus = _events.Count - world.Options.ReplayedEvents;
        if (Connection is not null)
            surplus = Math.Min(surplus, Connection.Sent - _dropped);
        // In lots, because what follows has to move.
        if (surplus < Math.Max(1, world.Options.ReplayedEvents / 4))
            return;
        _events.RemoveRange(0, surplus);
        _dropped += surplus;
    }
}

internal readonly record struct GatewayEvent(string Type, ReadOnlyMemory<byte> Data);
