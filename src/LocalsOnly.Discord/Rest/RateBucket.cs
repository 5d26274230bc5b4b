namespace LocalsOnly.Discord.Rest;

/// <summary>One limit: whoever has the turn sends, one at a time and in the order in which they came. Changed under the lock of <see cref="RateBuckets"/>.</summary>
internal sealed class RateBucket(TimeProvider time)
{
    private long _since;
    private TimeSpan _pause;

    public LinkedList<RateTurn> Waiting { get; } = [];

    /// <summary>Whose turn it is.</summary>
    public RateTurn? Holder { get; set; }

    public bool IsIdle => Holder is null && Waiting.Count == 0 && Pause <= TimeSpan.Zero;

    /// <summary>How long nothing may be sent.</summary>
    public TimeSpan Pause => _pause - time.GetElapsedTime(_since);

    public void PauseFor(TimeSpan length) => (_since, _pause) = (time.GetTimestamp(), length);

    public void GiveNext()
    {
        while (Holder is null && Waiting.First is { } first)
        {
            Waiting.RemoveFirst();
            // One who has been cancelled does not take their turn.
            if (first.Value.TryTake(this)) Holder = first.Value;
        }
    }
}

/// <summary>The turn of one request, waited for and then held.</summary>
internal sealed class RateTurn(Route route)
{
    private readonly TaskCompletionSource _come = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Route Route { get; } = route;

    /// <summary>The bucket that it is in; it changes when the route's bucket becomes known.</summary>
    public RateBucket? Bucket { get; set; }

    public Task Come => _come.Task;

    public bool TryTake(RateBucket bucket)
    {
        if (!_come.TrySetResult()) return false;
        Bucket = bucket;
        return true;
    }

    public void Cancel(CancellationToken cancellationToken) => _come.TrySetCanceled(cancellationToken);
}
