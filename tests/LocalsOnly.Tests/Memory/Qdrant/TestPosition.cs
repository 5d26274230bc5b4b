using LocalsOnly.Memory.Qdrant;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>A position in memory that survives as a file would, and looks at each moment of keeping whether it may be kept.</summary>
internal sealed class TestPosition(Action<long?>? look = null) : ISyncPosition
{
    public long? Kept { get; set; }

    public List<long?> All { get; } = [];

    public Task<long?> LoadAsync(CancellationToken cancellationToken) => Task.FromResult(Kept);

    public Task SaveAsync(long? position, CancellationToken cancellationToken)
    {
        look?.Invoke(position);
        All.Add(Kept = position);
        return Task.CompletedTask;
    }
}

/// <summary>A clock on which every wait is over at once, and noted.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private readonly List<TimeSpan> _waits = [];

    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_waits) return [.. _waits];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_waits) _waits.Add(dueTime);
        return System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
