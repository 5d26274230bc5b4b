using LocalsOnly.Memory.Merging;
using LocalsOnly.Memory.Redaction;
using LocalsOnly.Memory.Standing;

namespace LocalsOnly.Memory.Index;

/// <summary>What all live observations of a conversation make, as the index holds it. Only <see cref="Of(ConversationFold, Redactor, TermCounter)"/> and its like make one, so that nothing gets there unredacted.</summary>
internal sealed class FoldedConversation
{
    private FoldedConversation(Conversation redacted, Audience audience, IReadOnlyDictionary<string, int> redactions, ConversationTerms terms) =>
        (Redacted, Audience, Redactions, Terms, Standing) = (redacted, audience, redactions, terms, StandingReading.Of(redacted, audience));

    /// <summary>All that is known of it, without the secrets in it.</summary>
    public Conversation Redacted { get; }

    /// <summary>Whose it is, and who may see it.</summary>
    public Audience Audience { get; }

    /// <summary>How many secrets of each kind were in it.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; }

    /// <summary>What the person said in it that is to hold.</summary>
    public IReadOnlyList<StandingRecord> Standing { get; }

    /// <summary>Counted terms of what is left.</summary>
    public ConversationTerms Terms { get; }

    public static FoldedConversation Of(ConversationFold fold, Redactor redactor, TermCounter terms)
    {
        var (conversation, audience) = fold.Result();
        return Of(conversation, audience, redactor, terms);
    }

    public static FoldedConversation Of(Conversation conversation, Audience audience, Redactor redactor, TermCounter terms)
    {
        var redactions = new Dictionary<string, int>(StringComparer.Ordinal);
        var redacted = redactor.Redact(conversation, redactions);
        return new FoldedConversation(redacted, audience, redactions, terms.Count(redacted));
    }
}
