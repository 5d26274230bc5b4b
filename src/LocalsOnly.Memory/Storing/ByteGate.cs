namespace LocalsOnly.Memory.Storing;

/// <summary>Bounds how many bytes are under way between one producer and those who work them off. One that is larger than the bound goes alone.</summary>
internal sealed class ByteGate(long capacity)
{
    private readonly Lock _lock = new();
    private long _used;
    private bool _open;
    private (TaskCompletionSource Entered, long Bytes)? _waiting;

    /// <summary>Completes when there is room, and takes it.</summary>
    public Task EnterAsync(long bytes)
    {
        lock (_lock)
        {
            if (HasRoom(bytes))
            {
                _used += bytes;
                return Task.CompletedTask;
            }
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting = (entered, bytes);
            return entered.Task;
        }
    }

    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            Admit();
        }
    }

    /// <summary>Nobody waits any more: who works things off has stopped.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _open = true;
            Admit();
        }
    }

    private bool HasRoom(long bytes) => _open || _used == 0 || _used + bytes <= capacity;

    private void Admit()
    {
        if (_waiting is not { } waiting || !HasRoom(waiting.Bytes)) return;
        _used += waiting.Bytes;
        _waiting = null;
        waiting.Entered.SetResult();
    }
}
