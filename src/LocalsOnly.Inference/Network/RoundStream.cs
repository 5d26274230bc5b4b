using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace LocalsOnly.Inference.Network;

/// <summary>
/// A connection that takes part in <see cref="ReadRounds"/>: once an answer flows, and many others do, it waits for the next round
/// when nothing has come. Before that, and when it flows slowly, its reads are those of any socket.
/// </summary>
internal sealed class RoundStream : NetworkStream, IValueTaskSource<int>
{
    /// <summary>So many reads after a request an answer flows: headers, progress and the first tokens have been read as they came.</summary>
    private const int Flowing = 4;

    /// <summary>Fewer bytes than this wake nobody while the stream waits for rounds: more than a round brings, less than the system holds.</summary>
    private const int Quiet = 32 * 1024;

    private const int Idle = 0;
    private const int Waiting = 1;
    private const int Looking = 2;

    private readonly ReadRounds _rounds;
    private ManualResetValueTaskSourceCore<int> _read;
    private Memory<byte> _buffer;
    private long _lastBytes;
    private int _reads;
    private int _state;
    private bool _isQuiet;
    private bool _isDrained;

    /// <param name="socket">Connected; owned from here on.</param>
    public RoundStream(Socket socket, ReadRounds rounds)
        : base(socket, ownsSocket: true) => _rounds = rounds;

    private bool WaitsForRounds => _reads >= Flowing && _rounds.IsCrowded && _rounds.Since(_lastBytes) < ReadRounds.Patience;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _reads = 0;
        return base.WriteAsync(buffer, cancellationToken);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A read of no bytes asks whether there are any; one that can be cancelled has to be woken for that.
        if (buffer.IsEmpty || cancellationToken.CanBeCanceled)
            return base.ReadAsync(buffer, cancellationToken);
        if (!WaitsForRounds)
            return ReadAloneAsync(buffer);
        // A round takes what is there and must not wait for more. Reads that are awaited do not care; one that blocks, which some exporter may do, comes before.
        if (Socket.Blocking)
            Socket.Blocking = false;
        // What the last round left nothing of needs no look before the next one.
        if (!_isDrained && TryRead(buffer.Span, out var count))
            return new ValueTask<int>(count);

        KeepQuiet(true);
        _read.Reset();
        _buffer = buffer;
        _rounds.Began();
        Volatile.Write(ref _state, Waiting);
        _rounds.Add(this);
        return new ValueTask<int>(this, _read.Version);
    }

    /// <summary>A round's look at it. False when it is to be looked at again in the next one.</summary>
    public bool Look()
    {
        if (Interlocked.CompareExchange(ref _state, Looking, Waiting) != Waiting)
            return true;
        try
        {
            if (TryRead(_buffer.Span, out var count))
            {
                Leave();
                _read.SetResult(count);
                return true;
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            Leave();
            _read.SetException(e);
            return true;
        }

        if (_rounds.Since(_lastBytes) >= ReadRounds.Patience)
        {
            Leave();
            _ = GoOnAloneAsync();
            return true;
        }

        Volatile.Write(ref _state, Waiting);
        return false;
    }

    private async Task GoOnAloneAsync()
    {
        int count;
        try
        {
            count = await ReadAloneAsync(_buffer);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            _read.SetException(e);
            return;
        }

        _read.SetResult(count);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadAloneAsync(Memory<byte> buffer)
    {
        KeepQuiet(false);
        _isDrained = false;
        _rounds.Began();
        try
        {
            var count = await base.ReadAsync(buffer);
            Read();
            return count;
        }
        finally
        {
            _rounds.Ended();
        }
    }

    /// <summary>
    /// Whether the system tells of every packet, as it does unless the socket says that only more is of interest (SO_RCVLOWAT). A round takes what
    /// there is in any case. Where the option is not known, being told for nothing costs time and nothing else.
    /// </summary>
    private void KeepQuiet(bool quiet)
    {
        if (_isQuiet == quiet)
            return;
        _isQuiet = quiet;
        try
        {
            Socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReceiveLowWater, quiet ? Quiet : 1);
        }
        catch (SocketException)
        {
            // Windows does not know it.
        }
    }

    /// <summary>Takes what has come; false when nothing has. 0 bytes are the end of the stream.</summary>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = Socket.Receive(buffer, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return false;
        _isDrained = count > 0 && count < buffer.Length;
        if (error != SocketError.Success)
            throw new IOException("The connection broke.", new SocketException((int)error));
        Read();
        return true;
    }

    private void Read()
    {
        _lastBytes = _rounds.Now;
        _reads++;
    }

    private void Leave()
    {
        _rounds.Ended();
        Volatile.Write(ref _state, Idle);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) != Waiting)
            return;
        _rounds.Ended();
        _read.SetException(new ObjectDisposedException(nameof(RoundStream)));
    }

    int IValueTaskSource<int>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);
}
