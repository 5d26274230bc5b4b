namespace LocalsOnly.Agents.Feeds;

/// <summary>What was read, held in memory: so many answers and so many bytes at most, those not used for longest leave first.</summary>
internal sealed class FeedCache(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Copy>> _copies = new(StringComparer.Ordinal);

    /// <summary>The one used last is first.</summary>
    private readonly LinkedList<Copy> _order = [];

    private long _bytes;

    /// <summary>Most answers held.</summary>
    public int MostCopies { get; init; } = 256;

    /// <summary>Most bytes of JSON held; its reading takes about as much again.</summary>
    public long MostBytes { get; init; } = 48 << 20;

    /// <summary>What was last read, however old; null when nothing is held.</summary>
    public FeedDocument? Find(string key) => Find(key, TimeSpan.MaxValue);

    /// <summary>What was read, when it is not older than that.</summary>
    public FeedDocument? Find(string key, TimeSpan age)
    {
        lock (_gate)
        {
            // A clock that is set back must not make a copy young again, so its age is not told from its date.
            if (!_copies.TryGetValue(key, out var node) || time.GetElapsedTime(node.Value.Since) > age) return null;
            _order.Remove(node);
            _order.AddFirst(node);
            return node.Value.Document;
        }
    }

    public void Put(string key, FeedDocument document, int bytes)
    {
        lock (_gate)
        {
            if (_copies.TryGetValue(key, out var former)) Remove(former);
            _copies[key] = _order.AddFirst(new Copy(key, document, time.GetTimestamp(), bytes));
            _bytes += bytes;
            while (_order.Count > 1 && (_order.Count > MostCopies || _bytes > MostBytes)) Remove(_order.Last!);
        }
    }

    private void Remove(LinkedListNode<Copy> node)
    {
        _order.Remove(node);
        _copies.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Copy(string Key, FeedDocument Document, long Since, int Bytes);
}
