namespace LocalsOnly.Memory.Qdrant;

/// <summary>One change that Qdrant has to follow.</summary>
/// <param name="Position">Where it is in the order of changes. Never falls; several that belong together may share one, and are then sent again together.</param>
internal abstract record SyncItem(long Position);

/// <summary>A message to store.</summary>
internal sealed record SyncUpsert(long Position, QdrantPoint Point) : SyncItem(Position);

/// <summary>A conversation to delete, with all messages that came before this.</summary>
internal sealed record SyncDelete(long Position, string Owner, string ConversationKey) : SyncItem(Position);

/// <summary>Keeps how far a sync has come, for one collection.</summary>
internal interface ISyncPosition
{
    /// <summary>Everything up to and including this is in; null for nothing yet.</summary>
    Task<long?> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Returns when it would survive a crash. Null: begin again.</summary>
    Task SaveAsync(long? position, CancellationToken cancellationToken);
}

/// <summary>How a sync goes about it.</summary>
internal sealed record SyncOptions
{
    /// <summary>Points in one request, 256 to 1000.</summary>
    public int BatchPoints { get; init; } = 512;

    /// <summary>Roughly this many bytes in one request at most; the server's own limit is 32 MiB.</summary>
    public long BatchBytes { get; init; } = 8 << 20;

    /// <summary>Requests under way at once. With a server that falls behind they wait, and so does the source.</summary>
    public int InFlight { get; init; } = 2;

    /// <summary>After this many batches one waits until all is in, and the position is kept.</summary>
    public int BatchesPerPosition { get; init; } = 16;

    /// <summary>How often one request is tried before the sync gives up.</summary>
    public int MostAttempts { get; init; } = 8;

    /// <summary>Before the second attempt; doubled for each further.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>At most, also when the server asks for more.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What a sync did.</summary>
/// <param name="Points">Sent, those of repeated requests once.</param>
/// <param name="Deleted">Conversations.</param>
/// <param name="Retries">Requests that were sent again.</param>
/// <param name="Position">Kept at the end; null when there is nothing yet.</param>
internal sealed record SyncReport(long Points, long Deleted, long Retries, long? Position);
