namespace LocalsOnly.Memory;

/// <summary>What is remembered. Scope is part of every call, because a filter that a caller can forget is no filter.</summary>
public interface IMemory
{
    /// <summary>What is remembered on a question, best first; nothing when nothing matches or nothing is remembered.</summary>
    /// <param name="scope">Who asks; the store returns nothing outside it.</param>
    /// <param name="request">The question as it was put, and what it is limited to.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to 1,000.</exception>
    /// <exception cref="MemoryStoreException">The index cannot be read, nor rebuilt.</exception>
    Task<RecallResult> RecallAsync(MemoryScope scope, RecallRequest request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Remembers something that is said, for who may ask from this scope: the persona and the channel it names, or all. When the archive is away it waits on the local disk.
    /// </summary>
    /// <exception cref="MemoryStoreException">Neither the archive nor the local disk can be written.</exception>
    Task<Remembered> RememberAsync(MemoryScope scope, Utterance utterance, CancellationToken cancellationToken = default);

    /// <summary>Forgets a conversation that may be seen from this scope, everywhere; false when there is none.</summary>
    /// <exception cref="MemoryStoreException">The archive cannot be written.</exception>
    Task<bool> ForgetAsync(MemoryScope scope, string conversationKey, CancellationToken cancellationToken = default);

    /// <summary>
    /// A conversation by its key or by the key of any message in it; null when there is none in scope. Message keys start
    /// with their conversation's key and a colon.
    /// </summary>
    Task<Conversation?> OpenAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default);

    /// <summary>How much is remembered within a scope; what the personas know from their folders is not counted.</summary>
    Task<MemoryCounts> CountAsync(MemoryScope scope, CancellationToken cancellationToken = default);
}

/// <summary>The two questions that are asked most.</summary>
public static class MemoryExtensions
{
    /// <summary>The passages that speak most to a question: what a reply may rest on.</summary>
    public static async Task<IReadOnlyList<Passage>> RecallAsync(
        this IMemory memory, MemoryScope scope, string query, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return (await memory.RecallAsync(scope, new RecallRequest(query) { Limit = limit }, cancellationToken)).Passages;
    }

    /// <summary>The messages that hold any of some words: what a person looks through, where recall leaves out what only happens to share a word.</summary>
    public static async Task<IReadOnlyList<Passage>> SearchAsync(
        this IMemory memory, MemoryScope scope, string words, int limit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return (await memory.RecallAsync(scope, new RecallRequest(words) { Limit = limit, OnlyTelling = false }, cancellationToken)).Passages;
    }
}

/// <summary>Who may see what. The owner is always named; a null part means "any that the owner may see".</summary>
/// <param name="Owner">The person whose memory it is; <c>owner</c> in a house of one.</param>
/// <param name="Persona">A persona sees what is shared by all and what is its own; null sees only what is shared by all personas and, for the owner's own tools, everything.</param>
/// <param name="Channel">Where the question was asked; null for a private place (page, terminal, direct message).</param>
/// <param name="Sources">Only these sources, e.g. <c>chatgpt</c>; null for all.</param>
public sealed record MemoryScope(string Owner, string? Persona = null, string? Channel = null, IReadOnlyList<string>? Sources = null)
{
    /// <summary>The single owner of a house of one.</summary>
    public const string DefaultOwner = "owner";

    /// <summary>
    /// Others listen in the channel: of all that is remembered only what was said in it may be seen, and what is written in the knowledge folder. What was imported, and
    /// what was said elsewhere or in private, is withheld.
    /// </summary>
    public bool Shared { get; init; }
}

/// <summary>A remembered message that answers a question, with all that a citation needs.</summary>
/// <param name="MessageKey">Opens the conversation at this message.</param>
/// <param name="ConversationKey">Key of the conversation it is part of.</param>
/// <param name="Source"><c>chatgpt</c>, <c>claude</c>.</param>
/// <param name="Title">Title of the conversation.</param>
/// <param name="Author">Who said it.</param>
/// <param name="At">When it was said (UTC), else when the conversation began; null when neither is known.</param>
/// <param name="Text">The whole text of the message.</param>
/// <param name="Score">Higher is better; comparable within one answer only.</param>
public sealed record Passage(
    string MessageKey,
    string ConversationKey,
    string Source,
    string Title,
    MessageAuthor Author,
    DateTimeOffset? At,
    string Text,
    double Score)
{
    /// <summary>Name of who said it, where several people talk; null in a chat of one person with a model.</summary>
    public string? AuthorName { get; init; }

    /// <summary>A persona of this house said it.</summary>
    public bool IsReplyHere => Source == Remembering.Remembering.Source && Author == MessageAuthor.Assistant;
}

/// <summary>Sizes of what is remembered.</summary>
/// <param name="Conversations">Conversations in the index.</param>
/// <param name="Messages">Visible messages on active branches: what can be recalled.</param>
/// <param name="BySource">Conversations by source.</param>
public sealed record MemoryCounts(int Conversations, int Messages, IReadOnlyDictionary<string, int> BySource)
{
    /// <summary>How many secrets of each kind are redacted in what is remembered; the archive keeps them.</summary>
    public IReadOnlyDictionary<string, int> Redactions { get; init; } = new Dictionary<string, int>();
}
