namespace LocalsOnly.Memory;

/// <summary>
/// Two exports of one conversation become one. The newer decides the title and which branch is active; each message keeps its richer form,
/// because 2026 exports hold less of an old message than earlier ones did; what the newer lacks is kept, because absence never deletes.
/// </summary>
internal static class ConversationMerge
{
    public static Conversation Merge(Conversation known, Conversation incoming)
    {
        var incomingIsNewer = IsNewer(incoming, known);
        var (newer, older) = incomingIsNewer ? (incoming, known) : (known, incoming);
        var newerByKey = ByKey(newer);
        var olderByKey = ByKey(older);
        var merged = newer.Messages.DistinctBy(message => message.Key)
            .Select(message => olderByKey.TryGetValue(message.Key, out var other)
                ? Richer(message, other, preferred: incomingIsNewer ? other : message, newerByKey)
                : message)
            .ToList();
        Insert(merged, older, newerByKey, olderByKey);
        return newer with
        {
            CreatedAt = Earlier(newer.CreatedAt, older.CreatedAt),
            UpdatedAt = newer.UpdatedAt ?? older.UpdatedAt,
            Model = newer.Model ?? older.Model,
            Account = newer.Account ?? older.Account,
            Messages = [.. merged.Where(message => message.Active), .. merged.Where(message => !message.Active)],
        };
    }

    // Without dates, or with equal ones, the one that holds more is the base: a slim export of the same day adds nothing to a full one.
    private static bool IsNewer(Conversation incoming, Conversation known)
    {
        var order = Nullable.Compare(incoming.UpdatedAt, known.UpdatedAt);
        return order != 0 ? order > 0 : incoming.Messages.Count > known.Messages.Count;
    }

    private static ConversationMessage Richer(
        ConversationMessage newer, ConversationMessage older, ConversationMessage preferred, Dictionary<string, ConversationMessage> newerByKey)
    {
        var order = newer.Text.Length.CompareTo(older.Text.Length);
        var rich = order > 0 ? newer : order < 0 ? older : preferred;
        return rich with
        {
            Active = newer.Active,
            // A stripped export links a reply past the tool calls that led to it; the fuller chain is the true one.
            ParentKey = older.ParentKey is { } parent && !newerByKey.ContainsKey(parent) ? parent : newer.ParentKey ?? older.ParentKey,
            At = rich.At ?? newer.At ?? older.At,
            Attachments = Union(newer.Attachments, older.Attachments, preferred.Attachments),
        };
    }

    // The longer list in its order, then what only the other has: storing either again changes nothing.
    private static IReadOnlyList<string> Union(IReadOnlyList<string> newer, IReadOnlyList<string> older, IReadOnlyList<string> preferred)
    {
        var first = newer.Count > older.Count ? newer : older.Count > newer.Count ? older : preferred;
        var second = ReferenceEquals(first, newer) ? older : newer;
        return [.. first, .. second.Where(name => !first.Contains(name, StringComparer.Ordinal))];
    }

    // Puts what only the older version has after the message it followed there.
    private static void Insert(
        List<ConversationMessage> merged, Conversation older, Dictionary<string, ConversationMessage> newerByKey, Dictionary<string, ConversationMessage> olderByKey)
    {
        var nextActive = NextActive(merged);
        var followers = new Dictionary<string, List<ConversationMessage>>(StringComparer.Ordinal);
        var atStart = new List<ConversationMessage>();
        foreach (var message in older.Messages.DistinctBy(message => message.Key))
        {
            if (newerByKey.ContainsKey(message.Key)) continue;
            var anchor = Anchor(message, newerByKey, olderByKey);
            var kept = message with { Active = message.Active && StaysActive(message, anchor, newerByKey, olderByKey, nextActive) };
            if (anchor is null) atStart.Add(kept);
            else if (followers.TryGetValue(anchor, out var list)) list.Add(kept);
            else followers[anchor] = [kept];
        }
        if (followers.Count == 0 && atStart.Count == 0) return;
        var ordered = new List<ConversationMessage>(merged.Count + older.Messages.Count);
        ordered.AddRange(atStart);
        foreach (var message in merged)
        {
            ordered.Add(message);
            if (followers.TryGetValue(message.Key, out var list)) ordered.AddRange(list);
        }
        merged.Clear();
        merged.AddRange(ordered);
    }

    // The nearest ancestor that the newer version has too.
    private static string? Anchor(
        ConversationMessage message, Dictionary<string, ConversationMessage> newerByKey, Dictionary<string, ConversationMessage> olderByKey)
    {
        var visited = new HashSet<string>(StringComparer.Ordinal) { message.Key };
        for (var parent = message.ParentKey; parent is not null && visited.Add(parent);)
        {
            if (newerByKey.ContainsKey(parent)) return parent;
            parent = olderByKey.GetValueOrDefault(parent)?.ParentKey;
        }
        return null;
    }

    // It was active and the newer branch does not turn away from it: it lies between two messages of that branch, or after its end.
    private static bool StaysActive(
        ConversationMessage message, string? anchor, Dictionary<string, ConversationMessage> newerByKey, Dictionary<string, ConversationMessage> olderByKey,
        Dictionary<string, string> nextActive)
    {
        if (anchor is null) return true;
        if (!newerByKey[anchor].Active) return false;
        if (message.Key.StartsWith(anchor + ":", StringComparison.Ordinal)) return true;
        return !nextActive.TryGetValue(anchor, out var next) || olderByKey.GetValueOrDefault(next) is { Active: true };
    }

    private static Dictionary<string, string> NextActive(List<ConversationMessage> messages)
    {
        var next = new Dictionary<string, string>(StringComparer.Ordinal);
        string? previous = null;
        foreach (var message in messages.Where(message => message.Active))
        {
            if (previous is not null) next[previous] = message.Key;
            previous = message.Key;
        }
        return next;
    }

    private static Dictionary<string, ConversationMessage> ByKey(Conversation conversation)
    {
        var byKey = new Dictionary<string, ConversationMessage>(StringComparer.Ordinal);
        foreach (var message in conversation.Messages) byKey.TryAdd(message.Key, message);
        return byKey;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null ? other : other is null || one < other ? one : other;
}
