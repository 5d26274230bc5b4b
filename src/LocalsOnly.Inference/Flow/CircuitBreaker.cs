namespace LocalsOnly.Inference.Flow;

/// <summary>
/// Leaves an endpoint's model alone while it fails. Opens at two failures in a row, or when more than half of at least two calls of the
/// last minute failed; for 15 s at first, twice as long after each failed probe, 60 s at most, and 15 s again after a success. Then
/// one probe at a time goes through; one that has told nothing for 60 s no longer bars the next. Everybody let in by
/// <see cref="TryEnter"/> reports exactly one of the four ways in which it can end. Reports of those who were let in before it opened are
/// ignored while it is open; during a probe they cannot be told from the probe's. Safe for threads.
/// </summary>
internal sealed class CircuitBreaker(TimeProvider time)
{
    private const int FailuresInARow = 2;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A server that asks to be left alone for longer is asked again all the same.</summary>
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly FailureWindow _lately = new(time);
    private int _inARow;
    private TimeSpan _wait = Shortest;
    private DateTimeOffset? _openUntil;
    private DateTimeOffset? _probeSince;
    private DateTimeOffset _notBefore;

    public BreakerState State
    {
        get
        {
            lock (_gate)
                return StateAt(time.GetUtcNow());
        }
    }

    /// <summary>When <see cref="TryEnter"/> may succeed again; null when it may now.</summary>
    public DateTimeOffset? RetryAt
    {
        get
        {
            lock (_gate)
            {
                var at = _openUntil > _notBefore ? _openUntil.Value : _notBefore;
                return at > time.GetUtcNow() ? at : null;
            }
        }
    }

    /// <summary>False while the endpoint is to be left alone.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now < _notBefore)
                return false;
            switch (StateAt(now))
            {
                case BreakerState.Closed:
                    return true;
                case BreakerState.HalfOpen when _probeSince is not { } since || now - since >= Longest:
                    _probeSince = now;
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>The answer came to its proper end.</summary>
    public void Succeeded()
    {
        lock (_gate)
        {
            if (IsWithoutProbe)
                return;
            if (_openUntil is not null)
                _lately.Clear();
            (_openUntil, _probeSince, _inARow, _wait) = (null, null, 0, Shortest);
            _lately.Add(failed: false);
        }
    }

    /// <summary>It failed in a way that counts (<see cref="BreakerRules"/>).</summary>
    public void Failed()
    {
        lock (_gate)
        {
            if (IsWithoutProbe)
                return;
            _lately.Add(failed: true);
            _inARow++;
            if (_openUntil is not null)
                _wait = _wait * 2 < Longest ? _wait * 2 : Longest;
            else if (_inARow < FailuresInARow && !_lately.MostlyFailures)
                return;
            _openUntil = time.GetUtcNow() + _wait;
            _probeSince = null;
        }
    }

    /// <summary>The caller gave up, or the failure says nothing about the endpoint: no verdict, and a probe makes room for another.</summary>
    public void Abandoned()
    {
        lock (_gate)
            _probeSince = null;
    }

    /// <summary>It asked not to be asked again before so long (429): no verdict, it is only left alone until then, for 10 min at most.</summary>
    public void RetryAfter(TimeSpan wait)
    {
        lock (_gate)
        {
            _probeSince = null;
            var until = time.GetUtcNow() + (wait < LongestRetryAfter ? wait : LongestRetryAfter);
            if (until > _notBefore)
                _notBefore = until;
        }
    }

    /// <summary>True while reports can only be those of calls that were let in before it opened.</summary>
    private bool IsWithoutProbe => _openUntil is not null && _probeSince is null;

    private BreakerState StateAt(DateTimeOffset now) =>
        _openUntil is not { } until ? BreakerState.Closed : now < until ? BreakerState.Open : BreakerState.HalfOpen;
}
