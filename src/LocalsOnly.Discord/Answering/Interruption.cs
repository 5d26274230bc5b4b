namespace LocalsOnly.Discord.Answering;

/// <summary>Why an answer under way is ended.</summary>
internal enum Interruption
{
    /// <summary>Somebody pressed Stop: what was said stays.</summary>
    Stopped,

    /// <summary>The question was changed before anything was said: it is asked anew.</summary>
    Changed,

    /// <summary>The question was deleted: nothing is said.</summary>
    Deleted,
}

/// <summary>An answer under way, as others may end it.</summary>
internal sealed class RunningAnswer : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly Lock _gate = new();
    private bool _disposed;

    public RunningAnswer(CancellationToken hostStopping)
    {
        HostStopping = hostStopping;
        _end = CancellationTokenSource.CreateLinkedTokenSource(hostStopping);
    }

    /// <summary>The host stops: nothing goes on.</summary>
    public CancellationToken HostStopping { get; }

    /// <summary>The turn is to end: the host stops, or somebody interrupted it.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>No turn begins any more, though the host still runs.</summary>
    public bool IsHostStopping { get; set; }

    /// <summary>Words of the answer are on the screen, or something is being changed for it: it is not begun anew.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Why it was ended; null when nobody did.</summary>
    public Interruption? Why { get; private set; }

    public void Begin()
    {
        lock (_gate) HasBegun = true;
    }

    /// <returns>False when it is too late for that: it has ended, or has begun and is only to be changed.</returns>
    public bool Interrupt(Interruption why)
    {
        lock (_gate)
        {
            if (_disposed || Why is not null || (why == Interruption.Changed && HasBegun)) return false;
            Why = why;
        }

        _end.Cancel();
        return true;
    }

    public void Dispose()
    {
        lock (_gate) _disposed = true;
        _end.Dispose();
    }
}
