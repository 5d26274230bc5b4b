namespace LocalsOnly.Agents;

/// <summary>
/// Counts the turns under way. When the host is told to stop, no turn begins any more, those under way may finish within a bound, and
/// what is left at the bound is ended with a sentence instead of a dead socket.
/// </summary>
public sealed class TurnGate(TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abandon = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private bool _closed;
    private ITimer? _bound;

    /// <summary>Fires when the bound is over: turns under way must end.</summary>
    public CancellationToken Abandon => _abandon.Token;

    /// <summary>Begins a turn; disposing the result ends it.</summary>
    /// <exception cref="TurnRefusedException">The host is stopping.</exception>
    public IDisposable Enter()
    {
        lock (_gate)
        {
            if (_closed) throw new TurnRefusedException(TurnRefusal.HostStopping, PersonSentences.HostStopping);
            _underWay++;
        }

        return new Pass(this);
    }

    /// <summary>Lets no turn begin any more, and ends those still under way once <paramref name="bound"/> is over.</summary>
    /// <returns>Completes when no turn is under way.</returns>
    public Task CloseAsync(TimeSpan bound)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                if (_underWay == 0) _drained.TrySetResult();
                else _bound = time.CreateTimer(_ => _abandon.Cancel(), null, bound, Timeout.InfiniteTimeSpan);
            }
        }

        return _drained.Task;
    }

    public void Dispose()
    {
        _bound?.Dispose();
        _abandon.Dispose();
    }

    private void Leave()
    {
        lock (_gate)
            if (--_underWay == 0 && _closed) _drained.TrySetResult();
    }

    private sealed class Pass(TurnGate gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0) gate.Leave();
        }
    }
}
