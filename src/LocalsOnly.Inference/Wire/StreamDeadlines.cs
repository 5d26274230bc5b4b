using System.Globalization;

namespace LocalsOnly.Inference.Wire;

/// <summary>
/// The three waits of one answer: for its first token, for each next one, and for its end. A keep-alive is no sign of life, because
/// exo sends them for ever over a model that will never answer. Time that the reader of the answer takes does not count.
/// </summary>
internal sealed class StreamDeadlines : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly InferenceOptions _options;
    private readonly TimeSpan? _patience;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _timer;
    private readonly long _began;
    private long _lastSign;
    private long _heldAt;
    private TimeSpan _wait;
    private bool _started;
    private bool _held;
    private bool _missedWhileHeld;
    private bool _disposed;
    private string? _expired;

    /// <param name="patience">Longest wait for the first token, which no progress prolongs; null for the configured one.</param>
    public StreamDeadlines(InferenceOptions options, TimeSpan? patience, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        _options = options;
        _patience = patience;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _began = _lastSign = time.GetTimestamp();
        _wait = options.FirstTokenTimeout;
        _timer = time.CreateTimer(static me => ((StreamDeadlines)me!).Check(), this, Due(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled by the caller or by the first deadline missed.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The deadline missed, as a clause; null when none was.</summary>
    public string? Expired
    {
        get
        {
            lock (_gate)
                return _expired;
        }
    }

    /// <summary>The prompt is being read: the wait for the first token begins anew.</summary>
    public void Progressed()
    {
        lock (_gate)
            _lastSign = _time.GetTimestamp();
    }

    /// <summary>A token came. True for the first one.</summary>
    public bool TokenArrived()
    {
        lock (_gate)
        {
            _lastSign = _time.GetTimestamp();
            if (_started)
                return false;
            _started = true;
            _wait = _options.BetweenTokensTimeout;
            Arm();
            return true;
        }
    }

    /// <summary>The answer's reader is busy with what it was given.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _held = true;
            _heldAt = _time.GetTimestamp();
        }
    }

    /// <summary>The answer's reader wants more.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _held = false;
            _lastSign += _time.GetTimestamp() - _heldAt;
            if (_missedWhileHeld)
                Arm();
            _missedWhileHeld = false;
        }
    }

    private void Check()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            if (Remaining() > TimeSpan.Zero)
            {
                Arm();
                return;
            }

            if (_held && TotalRemaining() is var untilEnd && untilEnd > TimeSpan.Zero)
            {
                _missedWhileHeld = true;
                _timer.Change(untilEnd, Timeout.InfiniteTimeSpan);
                return;
            }

            _expired = TotalRemaining() <= TimeSpan.Zero
                ? $"no end within {Text(_options.TotalTimeout)}"
                : _started ? $"no next token within {Text(_wait)}"
                : $"no first token within {Text(_patience is { } patience && PatienceRemaining() <= TimeSpan.Zero ? patience : _wait)}";
        }

        try
        {
            // Outside the lock: cancelling runs other people's code.
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer ended at the very instant of its deadline.
        }
    }

    private void Arm() => _timer.Change(Due(), Timeout.InfiniteTimeSpan);

    private TimeSpan Due() => Remaining() is var remaining && remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;

    private TimeSpan Remaining()
    {
        var untilSign = _wait - _time.GetElapsedTime(_lastSign);
        var untilEnd = TotalRemaining();
        if (!_started && PatienceRemaining() is var patience && patience < untilEnd)
            untilEnd = patience;
        return untilSign < untilEnd ? untilSign : untilEnd;
    }

    private TimeSpan PatienceRemaining() => _patience is { } patience ? patience - _time.GetElapsedTime(_began) : TimeSpan.MaxValue;

    private TimeSpan TotalRemaining() => _options.TotalTimeout - _time.GetElapsedTime(_began);

    private static string Text(TimeSpan wait) => wait.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{wait.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"{wait.TotalMinutes:0.#} min");

    public void Dispose()
    {
        lock (_gate)
            _disposed = true;
        _timer.Dispose();
        _source.Dispose();
    }
}
