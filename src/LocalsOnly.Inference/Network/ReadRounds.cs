namespace LocalsOnly.Inference.Network;

/// <summary>
/// While many answers stream at once, reads their sockets together, ten times a second, instead of being woken for each token of each: what
/// a token costs the host is mostly the waking and the sending on. A token of a crowd is up to 100 ms late for it, never the first ones of an
/// answer; with fewer streams everything is read as it comes (docs/decisions/0009).
/// </summary>
/// <param name="time">The clock of the rounds. Not the house's: a round is part of an input, like a wake-up by the operating system.</param>
internal sealed class ReadRounds(TimeProvider time)
{
    /// <summary>Between two rounds.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>A stream that brings nothing for so long is slow: it is woken for, lest it be looked at several times for one token.</summary>
    public static readonly TimeSpan Patience = 2 * Interval;

    /// <summary>Fewer waiting streams than this are read as they come.</summary>
    public const int Crowd = 16;

    private readonly Lock _gate = new();
    private readonly Queue<RoundStream> _waiting = new();
    private ITimer? _timer;
    private bool _running;
    private int _reading;

    /// <summary>The rounds of this process.</summary>
    public static ReadRounds Shared { get; } = new(TimeProvider.System);

    /// <summary>So many wait for their next bytes that they are better read together.</summary>
    public bool IsCrowded => Volatile.Read(ref _reading) >= Crowd;

    public long Now => time.GetTimestamp();

    public TimeSpan Since(long timestamp) => time.GetElapsedTime(timestamp);

    /// <summary>A stream begins to wait for bytes, alone or with the others.</summary>
    public void Began() => Interlocked.Increment(ref _reading);

    public void Ended() => Interlocked.Decrement(ref _reading);

    /// <summary>Looks at the stream in the next round, and in each one after it while it asks for that.</summary>
    public void Add(RoundStream stream)
    {
        lock (_gate)
        {
            _waiting.Enqueue(stream);
            if (_running)
                return;
            _running = true;
            _timer ??= time.CreateTimer(static me => ((ReadRounds)me!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(Interval, Interval);
        }
    }

    /// <summary>
    /// One round. Streams are taken one by one: when somebody who was given bytes takes his time with them, the next round, on another
    /// thread, goes on with those behind him.
    /// </summary>
    internal void Look()
    {
        int left;
        lock (_gate)
        {
            left = _waiting.Count;
            if (left == 0)
            {
                _running = false;
                _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        for (; left > 0; left--)
        {
            RoundStream? stream;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out stream))
                    return;
            }

            if (stream.Look())
                continue;
            lock (_gate)
                _waiting.Enqueue(stream);
        }
    }
}
