using LocalsOnly.Memory.Merging;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Memory.Index;

/// <summary>What all live observations of a conversation make, as the index holds it. Only <see cref="Of(ConversationFold, Redactor)"/> and its like make one, so that nothing gets there unredacted.</summary>
internal sealed class FoldedConversation
{
    private FoldedConversation(Conversation redacted, Audience audience, IReadOnlyDictionary<string, int> redactions) =>
        (Redacted, Audience, Redactions, Terms) = (redacted, audience, redactions, ConversationTerms.Of(redacted));

    /// <summary>All that is known of it, without the secrets in it.</summary>
    public Conversation Redacted { get; }

    /// <summary>Whose it is, and who may see it.</summary>
    public Audience Audience { get; }

    /// <summary>How many secrets of each kind were in it.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; }

    /// <summary>Stems of what is left.</summary>
    public ConversationTerms Terms { get; }

    public static FoldedConversation Of(ConversationFold fold, Redactor redactor)
    {
        var (conversation, audience) = fold.Result();
        return Of(conversation, audience, redactor);
    }

    public static FoldedConversation Of(Conversation conversation, Audience audience, Redactor redactor)
    {
        var redactions = new Dictionary<string, int>(StringComparer.Ordinal);
        return new FoldedConversation(redactor.Redact(conversation, redactions), audience, redactions);
    }
}
