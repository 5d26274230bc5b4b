using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Gateway;

/// <summary>What can be said of a connection, kept up by those who see it happen.</summary>
internal sealed class GatewayVitals(TimeProvider time)
{
    private readonly Lock _gate = new();
    private ConnectionState _state = ConnectionState.Stopped;
    private string _detail = "not started";
    private long? _ack;
    private long? _event;
    private TimeSpan? _latency;
    private int _connections;

    public ConnectionHealth Now
    {
        get
        {
            lock (_gate)
                return new ConnectionHealth(_state, Age(_ack), Age(_event), _latency, Math.Max(0, _connections - 1), _detail);
        }
    }

    public void Is(ConnectionState state, string detail)
    {
        lock (_gate)
            (_state, _detail) = (state, detail);
    }

    /// <summary>A session began or went on.</summary>
    public void Connected()
    {
        lock (_gate)
        {
            (_state, _detail) = (ConnectionState.Connected, "");
            _connections++;
        }
    }

    public void Event()
    {
        lock (_gate)
            _event = time.GetTimestamp();
    }

    public void Acknowledged(TimeSpan latency)
    {
        lock (_gate)
            (_ack, _latency) = (time.GetTimestamp(), latency);
    }

    private TimeSpan? Age(long? since) => since is { } at ? time.GetElapsedTime(at) : null;
}
