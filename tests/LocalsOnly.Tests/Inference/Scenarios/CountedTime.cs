using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>A clock that a test moves, and that knows how many of the timers it gave out were not disposed of.</summary>
internal sealed class CountedTime(FakeTimeProvider time) : TimeProvider
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _awaited = new();
    private int _live;

    /// <summary>Timers created and not disposed of.</summary>
    public int Live => Volatile.Read(ref _live);

    public override TimeZoneInfo LocalTimeZone => time.LocalTimeZone;

    public override long TimestampFrequency => time.TimestampFrequency;

    /// <summary>Waits until a timer of just this length has been created since it was last waited for.</summary>
    public async Task TimerOfAsync(TimeSpan due)
    {
        await Awaited(due).Task;
        _awaited.TryRemove(due, out _);
    }

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _live);
        var timer = new CountedTimer(time.CreateTimer(callback, state, dueTime, period), () => Interlocked.Decrement(ref _live));
        Awaited(dueTime).TrySetResult();
        return timer;
    }

    private TaskCompletionSource Awaited(TimeSpan due) =>
        _awaited.GetOrAdd(due, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
