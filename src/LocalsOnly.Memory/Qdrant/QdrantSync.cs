namespace LocalsOnly.Memory.Qdrant;

/// <summary>
/// Brings a collection to where a source of changes is. Requests are sent without waiting for the server to carry them out; from time to time one does wait, and
/// as the server carries writes out in the order in which it logged them, everything before is then in as well, and the position is kept. A run that ends anywhere,
/// by whatever, is followed by one that sends the rest, and some changes twice: that changes nothing, as points are replaced and deletions repeated.
/// One run at a time.
/// </summary>
internal sealed class QdrantSync(QdrantCollection collection, ISyncPosition position, TimeProvider time, SyncOptions? options = null)
{
    private readonly SyncOptions _options = options ?? new();

    /// <param name="after">Gives all changes behind a position, all there are for null, in rising order. It is read no faster than the server takes them.</param>
    /// <exception cref="QdrantException">The server is away or busy for longer than is waited, or something is to be done by a person. What was kept stays.</exception>
    /// <exception cref="InvalidOperationException">The source's positions fall.</exception>
    public async Task<SyncReport> RunAsync(Func<long?, CancellationToken, IAsyncEnumerable<SyncItem>> after, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(after);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sender = new SyncSender(collection, _options, time, stop.Token);
        try
        {
            var start = await StartAsync(sender, cancellationToken);
            return await SendAsync(sender, after(start, cancellationToken), start, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await sender.SettleAsync();
        }
    }

    /// <summary>The same for a source that cannot be asked from a position on: what is in already is passed over.</summary>
    public Task<SyncReport> RunAsync(IAsyncEnumerable<SyncItem> items, CancellationToken cancellationToken = default) => RunAsync((_, _) => items, cancellationToken);

    // A position belongs to the collection it was reached in. It is forgotten before the collection is made anew: the other way round a crash between the two
    // would leave an empty collection that counts as filled.
    private async Task<long?> StartAsync(SyncSender sender, CancellationToken cancellationToken)
    {
        var isThere = false;
        await sender.TryAsync(async () => isThere = await collection.ExistsAsync(cancellationToken));
        if (!isThere) await position.SaveAsync(null, cancellationToken);
        await sender.TryAsync(() => collection.EnsureAsync(cancellationToken));
        return await position.LoadAsync(cancellationToken);
    }

    private async Task<SyncReport> SendAsync(SyncSender sender, IAsyncEnumerable<SyncItem> items, long? start, CancellationToken cancellationToken)
    {
        var batch = new SyncBatch();
        long? last = start, closed = start, kept = start;
        var sinceKept = 0;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            if (item.Position <= start) continue;
            if (item.Position < last) throw new InvalidOperationException($"The changes for Qdrant come out of order: {item.Position} behind {last}.");
            // A position is done with when a later one comes.
            if (item.Position > last) closed = last;
            last = item.Position;
            // A full batch waits for the next change, so that there is always one to end with.
            if (batch.Count >= _options.BatchPoints || batch.Bytes >= _options.BatchBytes)
            {
                if (++sinceKept < _options.BatchesPerPosition)
                {
                    await sender.LaunchAsync(batch, cancellationToken);
                }
                else
                {
                    await sender.CompleteAsync(batch, cancellationToken);
                    if (closed != kept) await position.SaveAsync(kept = closed, cancellationToken);
                    sinceKept = 0;
                }
                batch = new SyncBatch();
            }
            batch.Add(item);
        }
        if (batch.Count > 0)
        {
            await sender.CompleteAsync(batch, cancellationToken);
            if (last != kept) await position.SaveAsync(kept = last, cancellationToken);
        }
        return new SyncReport(sender.Points, sender.Deleted, sender.Retries, kept);
    }
}
