using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall.Time;

namespace LocalsOnly.Memory.Index;

/// <summary>The counted terms of a conversation, which are half of the work of indexing it and need no database: they are made on another thread than it.</summary>
/// <param name="Vocabulary">What the numbers of terms mean.</param>
/// <param name="Title">Of the title: number · 256 + occurrences.</param>
/// <param name="Messages">Of each message; null for one that is not recalled.</param>
internal sealed record ConversationTerms(Vocabulary Vocabulary, uint[] Title, MessageTerms?[] Messages)
{
    /// <summary>Whether a message is recalled: what the person saw on the active branch.</summary>
    public static bool IsRecallable(ConversationMessage message) =>
        message is { Kind: MessageKind.Visible, Active: true } && !string.IsNullOrWhiteSpace(message.Text);
}

/// <summary>The counted terms of a message.</summary>
/// <param name="Postings">Number · 256 + occurrences, each term once.</param>
/// <param name="Words">All words.</param>
/// <param name="Length">Words that are no stop words.</param>
/// <param name="Cues">What the text holds besides.</param>
/// <param name="Content">What the text is known by to vectors.</param>
internal sealed record MessageTerms(uint[] Postings, int Words, int Length, MessageCue Cues, long Content);
