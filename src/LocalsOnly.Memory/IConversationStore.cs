namespace LocalsOnly.Memory;

/// <summary>Where an import puts what it read: the archive first, which is the truth, then the index, which is a cache of it.</summary>
public interface IConversationStore
{
    /// <summary>Opens the store for one writer: one import, which can be undone as a whole.</summary>
    /// <param name="inputs">Names of what is imported, for <c>locals imports</c>; kept once something of it is new.</param>
    /// <exception cref="MemoryStoreException">The directory cannot be written, or another process is writing; the message says what to do.</exception>
    Task<IConversationWriter> OpenWriterAsync(IReadOnlyList<string> inputs, CancellationToken cancellationToken = default);

    /// <summary>Opens the store for a writer that imports nothing with a name.</summary>
    /// <inheritdoc cref="OpenWriterAsync(IReadOnlyList{string}, CancellationToken)"/>
    Task<IConversationWriter> OpenWriterAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// What storing a conversation would come to as far as its key alone tells: added, unchanged (where it is known, grown or not) or forgotten. Nothing of what was said
    /// is read.
    /// </summary>
    /// <param name="conversationKey">Key of the conversation.</param>
    /// <exception cref="MemoryStoreException">The index cannot be read.</exception>
    Task<StoreOutcome> ForeseeAsync(string conversationKey, CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings the index up to the archive: everything archived and not yet indexed is indexed. Called at start; harmless when
    /// there is nothing to do. Returns how many observations that were.
    /// </summary>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be read or written.</exception>
    Task<int> CatchUpAsync(CancellationToken cancellationToken = default);
}

/// <summary>
/// One writer's session. Disposing it commits what was stored. Its calls follow one another, from one caller. It commits by itself every few
/// megabytes, packs and indexes beside the caller, and lets the caller wait when it cannot keep up.
/// </summary>
public interface IConversationWriter : IAsyncDisposable
{
    /// <summary>Number of this import; null as long as nothing of it was new.</summary>
    int? Import { get; }

    /// <summary>Says what lies beside the conversations that are about to be stored. Called before the first of them, or not at all where nothing does.</summary>
    void Note(BesideConversations beside);

    /// <summary>
    /// Whether a live observation with this raw payload was stored for the owner before this session: then the conversation need not even be parsed, storing
    /// it would change nothing. The one call that may be made beside others.
    /// </summary>
    /// <param name="raw">The conversation's bytes as exported.</param>
    /// <param name="takes">What it takes from what lies beside it: where that is said now, it is known only if an import that has it said the same.</param>
    bool Knows(ReadOnlySpan<byte> raw, BesideParts takes = BesideParts.None);

    /// <summary>
    /// Stores a conversation as an export has it, for all personas of the owner. What the house knows of it is what all its exports make together: the newest
    /// decides title and branch, each message keeps its richest form, and nothing that is absent is deleted.
    /// </summary>
    /// <param name="conversation">As the export has it.</param>
    /// <param name="raw">Its bytes as exported, kept byte for byte; empty when there are none. Copied before the call returns.</param>
    /// <exception cref="MemoryStoreException">The archive could not be written; everything committed before is kept.</exception>
    Task<StoreOutcome> StoreAsync(Conversation conversation, ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default);

    /// <summary>Stores a conversation of which there are no bytes as exported.</summary>
    /// <inheritdoc cref="StoreAsync(Conversation, ReadOnlyMemory{byte}, CancellationToken)"/>
    Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default);

    /// <summary>Stores a conversation that is gathered from others, in parts.</summary>
    /// <param name="parts">Of one conversation; at least one.</param>
    /// <returns>What became of it; forgotten when every part is.</returns>
    /// <exception cref="MemoryStoreException">As for the others.</exception>
    Task<StoreOutcome> StoreGatheredAsync(IReadOnlyList<GatheredPart> parts, CancellationToken cancellationToken = default);

    /// <summary>Returns when everything stored so far is durable and searchable.</summary>
    /// <exception cref="MemoryStoreException">It could not be made so.</exception>
    Task CommitAsync(CancellationToken cancellationToken = default);

    /// <summary>Says that the import came to its end, and what it reports; without it, it is listed as interrupted.</summary>
    void Complete(IReadOnlyDictionary<string, long> totals);
}

/// <summary>A part of a conversation that is gathered from others.</summary>
/// <param name="Conversation">That conversation, with this part alone.</param>
/// <param name="Key">Key of the part, which may be forgotten by itself.</param>
/// <param name="Origin">Key of the conversation with which it is forgotten, for good; null when it stands by itself.</param>
public sealed record GatheredPart(Conversation Conversation, string Key, string? Origin);

/// <summary>What storing a conversation changed.</summary>
public enum StoreOutcome
{
    /// <summary>New to the archive.</summary>
    Added,

    /// <summary>Known, and something in it grew or got richer.</summary>
    Updated,

    /// <summary>Known, and nothing changed.</summary>
    Unchanged,

    /// <summary>The person had it forgotten: nothing of it was kept.</summary>
    Forgotten,
}

/// <summary>The archive or the index cannot do what was asked. The message is one sentence for a person, with what to do.</summary>
public sealed class MemoryStoreException(string message, Exception? inner = null) : Exception(message, inner);
