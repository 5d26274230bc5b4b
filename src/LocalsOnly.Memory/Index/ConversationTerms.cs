using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Index;

/// <summary>The stems of a conversation, which are a third of the work of indexing it and need no database: they are made on another thread than it.</summary>
/// <param name="Title">Of the title.</param>
/// <param name="Messages">Of each message, with its number of words; null terms for a message that is not recalled.</param>
internal sealed record ConversationTerms(string Title, (string? Terms, int Words)[] Messages)
{
    public static ConversationTerms Of(Conversation conversation)
    {
        var messages = new (string? Terms, int Words)[conversation.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
            if (IsRecallable(conversation.Messages[i])) messages[i] = Words.ForIndex(conversation.Messages[i].Text);
        return new ConversationTerms(Words.ForIndex(conversation.Title).Terms, messages);
    }

    /// <summary>Whether a message is recalled: what the person saw on the active branch.</summary>
    public static bool IsRecallable(ConversationMessage message) =>
        message is { Kind: MessageKind.Visible, Active: true } && !string.IsNullOrWhiteSpace(message.Text);
}
