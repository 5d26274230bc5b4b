namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>A clock on which whoever waits for a while finds that it has passed.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private readonly Lock _lock = new();
    private DateTimeOffset _now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock) _now += dueTime;
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Passed();
    }

    private sealed class Passed : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
