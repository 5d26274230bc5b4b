using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Cluster;

/// <summary>
/// A clock that stands still but for what its user sleeps between two polls (a timer of exactly one second): then it moves on by that second at
/// once. The simulated cluster keeps <see cref="Time"/>, so its lifecycle goes one second forward with each poll, however fast the machine is.
/// </summary>
internal sealed class PollingClock : TimeProvider
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 6, 22, 12, 0, 0, TimeSpan.Zero));

    public override long TimestampFrequency => Time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => Time.GetUtcNow();

    public override long GetTimestamp() => Time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = Time.CreateTimer(callback, state, dueTime, period);
        if (dueTime == Poll && period == Timeout.InfiniteTimeSpan)
            ThreadPool.QueueUserWorkItem(_ => Time.Advance(Poll));
        return timer;
    }
}
