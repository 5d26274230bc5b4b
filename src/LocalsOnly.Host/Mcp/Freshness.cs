using LocalsOnly.Memory;

namespace LocalsOnly.Host.Mcp;

/// <summary>
/// Keeps the index up to the archive while a server runs for days, and knows what an answer must say about it. An archive that is away, asleep or long never
/// keeps an answer waiting: what is indexed answers, with a note.
/// </summary>
internal sealed class Freshness(IConversationStore store, TimeProvider time) : IAsyncDisposable
{
    /// <summary>Stands in an answer that was given before all of the archive was indexed.</summary>
    public const string Behind = "What was imported last is still being indexed and may be missing here; ask again in a moment.";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task<string?>? _look;
    private long _lookedAt;

    /// <summary>Looks at the archive when that was not done lately, and waits for it a few seconds at most.</summary>
    /// <returns>One sentence on what may be missing; null when nothing is.</returns>
    public async Task<string?> NoteAsync(CancellationToken cancellationToken)
    {
        Task<string?> look;
        TimeSpan patience;
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_lookedAt) >= s_interval))
            {
                _lookedAt = time.GetTimestamp();
                _look = LookAsync();
            }
            look = _look;
            // Counted from its beginning: a share that hangs costs one answer a few seconds, not every one.
            patience = s_patience - time.GetElapsedTime(_lookedAt);
        }
        if (look.IsCompleted) return await look;
        if (patience <= TimeSpan.Zero) return Behind;
        try
        {
            return await look.WaitAsync(patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return Behind;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Task<string?>? look;
        lock (_gate) look = _look;
        // A read from a dead share cannot be cancelled; the end of the process ends it.
        if (look is not null) await Task.WhenAny(look, Task.Delay(s_patience, time));
        _stopping.Dispose();
    }

    private async Task<string?> LookAsync()
    {
        try
        {
            await store.CatchUpAsync(_stopping.Token);
            return null;
        }
        catch (MemoryStoreException away)
        {
            return away.Message;
        }
        catch (OperationCanceledException)
        {
            return Behind;
        }
    }
}
