namespace LocalsOnly.Memory.Qdrant;

/// <summary>The requests of one run: some at once, in an order that comes to the same as one after the other, each again when it may succeed later.</summary>
/// <param name="stop">
/// Nothing new is sent any more. What is under way then is not broken off: a write that the server has in hand and nobody waits for could overtake the next run.
/// </param>
internal sealed class SyncSender(QdrantCollection collection, SyncOptions options, TimeProvider time, CancellationToken stop)
{
    private readonly List<(Task Task, SyncBatch Batch)> _underWay = [];
    private long _retries;

    public long Points { get; private set; }

    public long Deleted { get; private set; }

    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Returns when the batch is on its way, not when it is in.</summary>
    public async Task LaunchAsync(SyncBatch batch, CancellationToken cancellationToken)
    {
        while (_underWay.Count >= options.InFlight || _underWay.Exists(other => other.Batch.Conversations.Overlaps(batch.Conversations)))
            await ReapAsync();
        _underWay.Add((SendAsync(batch, wait: false, cancellationToken), batch));
        Note(batch);
    }

    /// <summary>Returns when the batch and all before it are in.</summary>
    public async Task CompleteAsync(SyncBatch batch, CancellationToken cancellationToken)
    {
        while (_underWay.Count > 0) await ReapAsync();
        await SendAsync(batch, wait: true, cancellationToken);
        Note(batch);
    }

    /// <summary>Waits for what is under way, however it ends: nothing of a run goes on behind it.</summary>
    public async Task SettleAsync()
    {
        foreach (var (task, _) in _underWay) await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _underWay.Clear();
    }

    /// <summary>Repeats what fails for now, with growing pauses.</summary>
    public async Task TryAsync(Func<Task> request)
    {
        var delay = options.FirstDelay;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                await request();
                return;
            }
            catch (QdrantException fault) when (fault.IsTransient && attempt < options.MostAttempts)
            {
                pause = fault.RetryAfter is { } asked && asked > delay ? asked : delay;
            }
            Interlocked.Increment(ref _retries);
            await Task.Delay(pause < options.LongestDelay ? pause : options.LongestDelay, time, stop);
            delay = delay * 2 < options.LongestDelay ? delay * 2 : options.LongestDelay;
        }
    }

    private async Task SendAsync(SyncBatch batch, bool wait, CancellationToken cancellationToken)
    {
        foreach (var owner in batch.Deleted.GroupBy(gone => gone.Owner, gone => gone.Conversation, StringComparer.Ordinal))
        {
            var keys = owner.ToList();
            await TryAsync(() => collection.DeleteConversationsAsync(owner.Key, keys, wait, cancellationToken));
        }
        stop.ThrowIfCancellationRequested();
        if (batch.Points.Count > 0) await TryAsync(() => collection.UpsertAsync(batch.Points, wait, cancellationToken));
    }

    private async Task ReapAsync()
    {
        var done = await Task.WhenAny(_underWay.Select(other => other.Task));
        _underWay.RemoveAll(other => other.Task == done);
        await done;
    }

    private void Note(SyncBatch batch) => (Points, Deleted) = (Points + batch.Points.Count, Deleted + batch.Deleted.Count);
}
