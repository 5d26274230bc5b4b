namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>The ways through a conversation's tree.</summary>
internal static class Branches
{
    /// <summary>What the person last looked at.</summary>
    public static List<ConversationMessage> Active(Conversation conversation) => [.. conversation.Messages.Where(message => message.Active)];

    /// <summary>The active one first, then one for each leaf that the person turned away from, from its root on.</summary>
    public static IEnumerable<List<ConversationMessage>> Of(Conversation conversation)
    {
        yield return Active(conversation);
        var byKey = new Dictionary<string, ConversationMessage>(StringComparer.Ordinal);
        foreach (var message in conversation.Messages) byKey.TryAdd(message.Key, message);
        var parents = conversation.Messages.Select(message => message.ParentKey).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var leaf in conversation.Messages.Where(message => !message.Active && !parents.Contains(message.Key)))
        {
            var path = new List<ConversationMessage>();
            var visited = new HashSet<string>(StringComparer.Ordinal);
            for (var message = leaf; message is not null && visited.Add(message.Key); message = message.ParentKey is { } parent ? byKey.GetValueOrDefault(parent) : null)
                path.Add(message);
            path.Reverse();
            yield return path;
        }
    }
}
