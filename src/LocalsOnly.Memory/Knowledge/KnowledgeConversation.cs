namespace LocalsOnly.Memory.Knowledge;

/// <summary>A knowledge document in the words of the index: a conversation with a message for each passage.</summary>
public static class KnowledgeConversation
{
    /// <summary>The source of every one.</summary>
    public const string Source = "knowledge";

    /// <summary>
    /// Key <c>knowledge:{path}</c>; messages <c>knowledge:{path}:{chunk key}</c> in reading order, each the next one's parent, so that a passage's neighbours are
    /// the text around it. A message begins with its heading path on a line of its own: words of a heading are often the only ones a question shares with it.
    /// </summary>
    public static Conversation Of(KnowledgeDocument document)
    {
        var key = $"{Source}:{document.Path}";
        var at = document.Updated ?? document.ModifiedAt;
        var messages = new List<ConversationMessage>(document.Chunks.Count);
        string? parent = null;
        foreach (var chunk in document.Chunks)
        {
            var message = new ConversationMessage($"{key}:{chunk.Key}", parent, MessageAuthor.System, MessageKind.Visible, Active: true, at, $"{chunk.HeadingPath}\n{chunk.Text}", []);
            messages.Add(message);
            parent = message.Key;
        }
        return new Conversation(key, Source, document.Title, at, at, Model: null, Account: null, messages) { Kind = ConversationKind.Knowledge, Leaf = parent };
    }
}
