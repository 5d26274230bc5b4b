namespace LocalsOnly.Discord.Rest;

/// <summary>One limit: whoever holds it sends, one at a time and in the order in which they came. Changed under the lock of <see cref="RateBuckets"/>.</summary>
internal sealed class RateBucket(TimeProvider time)
{
    private long _since;
    private TimeSpan _pause;

    public LinkedList<Waiter> Waiting { get; } = [];

    public bool IsHeld { get; set; }

    public bool IsIdle => !IsHeld && Waiting.Count == 0 && Pause <= TimeSpan.Zero;

    /// <summary>How long nothing may be sent.</summary>
    public TimeSpan Pause => _pause - time.GetElapsedTime(_since);

    public void PauseFor(TimeSpan length) => (_since, _pause) = (time.GetTimestamp(), length);

    /// <summary>Somebody who waits for their turn; they are told which bucket they hold.</summary>
    public sealed class Waiter(Route route)
    {
        private readonly TaskCompletionSource<RateBucket> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Route Route { get; } = route;

        public Task<RateBucket> Turn => _turn.Task;

        public bool TryGive(RateBucket bucket) => _turn.TrySetResult(bucket);

        public void Cancel(CancellationToken cancellationToken) => _turn.TrySetCanceled(cancellationToken);
    }
}
