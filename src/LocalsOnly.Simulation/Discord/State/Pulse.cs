namespace LocalsOnly.Simulation.Discord.State;

/// <summary>Tells whoever waits that something changed. Costs nothing while nobody does.</summary>
internal sealed class Pulse
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _next;

    /// <summary>Ends with the next change.</summary>
    public Task Next
    {
        get
        {
            lock (_gate)
                return (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Beat()
    {
        if (Volatile.Read(ref _next) is null)
            return;
        TaskCompletionSource? ended;
        lock (_gate)
            (ended, _next) = (_next, null);
        ended?.TrySetResult();
    }
}
