namespace LocalsOnly.Memory.Qdrant;

/// <summary>
/// Some consecutive changes, reduced to what they come to: conversations to delete first, then points to store. A point that is stored and deleted again within
/// the batch is never sent, and of two of the same message only the later.
/// </summary>
internal sealed class SyncBatch
{
    private readonly Dictionary<Guid, QdrantPoint> _points = [];
    private readonly HashSet<(string Owner, string Conversation)> _deleted = [];

    public IReadOnlyCollection<QdrantPoint> Points => _points.Values;

    public IReadOnlyCollection<(string Owner, string Conversation)> Deleted => _deleted;

    /// <summary>What the batch touches: two that touch the same must not be under way at once, for either may arrive first.</summary>
    public HashSet<(string Owner, string Conversation)> Conversations { get; } = [];

    /// <summary>Changes taken, with those that came to nothing.</summary>
    public int Count { get; private set; }

    /// <summary>About the size of the request.</summary>
    public long Bytes { get; private set; }

    public void Add(SyncItem item)
    {
        Count++;
        if (item is SyncUpsert { Point: var point })
        {
            _points[point.Id] = point;
            Conversations.Add((point.Owner, point.ConversationKey));
            // As JSON, a float takes about 12 characters and an index 10; keys and names a few hundred.
            Bytes += 400 + 12L * (point.Dense?.Length ?? 0) + 24L * point.Bm25.Indices.Length;
        }
        else if (item is SyncDelete gone)
        {
            _deleted.Add((gone.Owner, gone.ConversationKey));
            // Only of a conversation that the batch has met can there be points in it.
            if (!Conversations.Add((gone.Owner, gone.ConversationKey)))
                foreach (var (id, kept) in _points)
                    if (kept.ConversationKey == gone.ConversationKey && kept.Owner == gone.Owner) _points.Remove(id);
            Bytes += 100;
        }
    }
}
