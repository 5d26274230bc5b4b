namespace LocalsOnly.Scheduling;

/// <summary>A sleep that can be ended from outside. A call that comes while nobody sleeps ends the next sleep, unless it is answered before.</summary>
internal sealed class Wakening
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Somebody has called, and nobody has answered yet.</summary>
    public bool IsCalled
    {
        get
        {
            lock (_gate) return _called.Task.IsCompleted;
        }
    }

    public void Wake()
    {
        lock (_gate) _called.TrySetResult();
    }

    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task SleepAsync(TimeSpan length, TimeProvider time, CancellationToken cancellationToken)
    {
        Task called;
        lock (_gate) called = _called.Task;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(called, Task.Delay(length, time, ended.Token));
        await ended.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Whoever has called so far is answered.</summary>
    public void Answer()
    {
        lock (_gate)
            if (_called.Task.IsCompleted) _called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
