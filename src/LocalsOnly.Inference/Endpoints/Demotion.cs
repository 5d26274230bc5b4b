namespace LocalsOnly.Inference.Endpoints;

/// <summary>
/// Puts an endpoint that hangs or errs at the end of the line for a while: 30 s after a missed deadline or two errors in a row, twice as
/// long each time that goes on, 8 min at most, and no longer once it has answered. Looks do not see such trouble, so only attempts count.
/// </summary>
internal sealed class Demotion(TimeProvider time)
{
    private const int MostDoublings = 4;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private int _strikes;
    private DateTimeOffset _until;
    private string? _reason;

    /// <summary>Why it is asked last, as a clause; null when it is not.</summary>
    public string? Reason
    {
        get
        {
            lock (_gate)
                return time.GetUtcNow() < _until ? _reason : null;
        }
    }

    /// <param name="reason">What happened, as a clause.</param>
    public void Failed(InferenceFailure failure, string reason)
    {
        var strikes = failure switch
        {
            InferenceFailure.Deadline => 2,
            InferenceFailure.ServerError or InferenceFailure.Truncated => 1,
            _ => 0,
        };
        if (strikes == 0)
            return;
        lock (_gate)
        {
            _strikes += strikes;
            if (_strikes < 2)
                return;
            _reason = reason;
            _until = time.GetUtcNow() + (Shortest * (1 << Math.Min((_strikes / 2) - 1, MostDoublings)));
        }
    }

    public void Answered()
    {
        lock (_gate)
            (_strikes, _until, _reason) = (0, default, null);
    }
}
