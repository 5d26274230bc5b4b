using LocalsOnly.Memory.Index;

namespace LocalsOnly.Memory.Storing;

/// <summary>An observation that this session stored and the index does not hold yet.</summary>
internal readonly record struct Fresh(Conversation Conversation, Digest Digest, string? Origin, bool HasRaw);

/// <summary>All observations of a conversation: those that are indexed, and those on their way.</summary>
internal sealed record KnownConversation(IReadOnlyList<IndexedObservation> Stored, IReadOnlyList<Fresh> Fresh);

/// <summary>
/// What the index does not hold yet. An entry stays until the index has all of it, with what the index held when it began, so that nothing is
/// counted twice or missed in between.
/// </summary>
internal sealed class UnderWay
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (KnownConversation Known, int Indexed)> _byKey = new(StringComparer.Ordinal);

    public KnownConversation? Find(string key)
    {
        lock (_lock) return _byKey.TryGetValue(key, out var entry) ? entry.Known : null;
    }

    /// <param name="key">Of the conversation.</param>
    /// <param name="known">What was known before.</param>
    /// <param name="fresh">What was stored now.</param>
    public void Add(string key, KnownConversation known, IReadOnlyList<Fresh> fresh)
    {
        lock (_lock)
        {
            if (_byKey.TryGetValue(key, out var entry)) _byKey[key] = entry with { Known = entry.Known with { Fresh = [.. entry.Known.Fresh, .. fresh] } };
            else if (known.Fresh.Count == 0) _byKey[key] = (new KnownConversation(known.Stored, fresh), 0);
            // It left meanwhile: what it took with it counts until the index is asked again.
            else _byKey[key] = (known with { Fresh = [.. known.Fresh, .. fresh] }, known.Fresh.Count);
        }
    }

    /// <param name="indexed">A key for each observation that the index now holds.</param>
    public void Remove(IReadOnlyList<string> indexed)
    {
        lock (_lock)
        {
            foreach (var key in indexed)
            {
                if (!_byKey.TryGetValue(key, out var entry)) continue;
                if (entry.Indexed + 1 == entry.Known.Fresh.Count) _byKey.Remove(key);
                else _byKey[key] = entry with { Indexed = entry.Indexed + 1 };
            }
        }
    }
}
