using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Inference.Network;

/// <summary>
/// While an endpoint is asked again and again, keeps one connection to it open ahead: exo closes the connection after every stream, and a
/// new one costs more than everything else that this host adds before the first token. Nothing is kept for who is asked once in a while.
/// </summary>
/// <param name="connect">Opens a connection, past the guard; the flag says that nobody waits for it.</param>
internal sealed class SpareConnection(Func<DnsEndPoint, bool, CancellationToken, ValueTask<NetworkStream>> connect, TimeProvider time) : IDisposable
{
    /// <summary>exo hangs up on a silent connection after 5 s.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private NetworkStream? _spare;
    private DnsEndPoint? _target;
    private long _openedAt;
    private long? _askedAt;
    private bool _isBusy;
    private bool _opening;
    private bool _disposed;

    /// <summary>Completes when the spare that was last asked for is there, or will not come.</summary>
    public Task Opening { get; private set; } = Task.CompletedTask;

    /// <summary>The spare connection, when there is one that is fresh and alive, else a new one.</summary>
    public async ValueTask<Stream> TakeAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        if (Take(target) is { } ready)
            return ready;
        return await connect(target, false, cancellationToken);
    }

    private NetworkStream? Take(DnsEndPoint target)
    {
        NetworkStream? spare;
        bool isUsable;
        lock (_gate)
        {
            isUsable = _spare is not null && target.Equals(_target) && time.GetElapsedTime(_openedAt) < Fresh;
            (spare, _spare) = (_spare, null);
            _isBusy = _askedAt is { } before && time.GetElapsedTime(before) < Fresh;
            _askedAt = time.GetTimestamp();
            _target = target;
        }

        if (spare is null)
            return null;
        // A connection on which something has come before anything was asked was closed.
        if (isUsable && !spare.Socket.Poll(0, SelectMode.SelectRead))
            return spare;
        spare.Dispose();
        return null;
    }

    /// <summary>An answer has ended: a spare is opened in the background, if this one came soon after another.</summary>
    public void Prepare()
    {
        DnsEndPoint? target;
        lock (_gate)
        {
            if (!_isBusy || _opening || _disposed || _spare is not null || (target = _target) is null)
                return;
            _opening = true;
        }

        // Elsewhere: who has just received the answer has it yet to pass on.
        Opening = Task.Run(() => OpenAsync(target));
    }

    /// <summary>What goes wrong here goes wrong again when somebody waits for it, and is told then.</summary>
    private async Task OpenAsync(DnsEndPoint target)
    {
        NetworkStream? opened = null;
        try
        {
            opened = await connect(target, true, _closing.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or InferenceException or ObjectDisposedException)
        {
            // No spare this time.
        }

        lock (_gate)
        {
            _opening = false;
            if (opened is not null && !_disposed && _spare is null)
            {
                (_spare, _openedAt) = (opened, time.GetTimestamp());
                return;
            }
        }

        opened?.Dispose();
    }

    public void Dispose()
    {
        NetworkStream? spare;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            (spare, _spare) = (_spare, null);
        }

        _closing.Cancel();
        spare?.Dispose();
    }
}
