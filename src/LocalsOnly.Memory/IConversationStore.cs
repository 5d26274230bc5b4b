namespace LocalsOnly.Memory;

/// <summary>Where an import puts what it read: the archive first, which is the truth, then the index, which is a cache of it.</summary>
public interface IConversationStore
{
    /// <summary>
    /// Opens the store for one writer.
    /// </summary>
    /// <exception cref="MemoryStoreException">The directory cannot be written, or another process is writing; the message says what to do.</exception>
    Task<IConversationWriter> OpenWriterAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Brings the index up to the archive: everything archived and not yet indexed is indexed. Called at start; harmless when
    /// there is nothing to do.
    /// </summary>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be read or written.</exception>
    Task<int> CatchUpAsync(CancellationToken cancellationToken = default);
}

/// <summary>One writer's session. Disposing it commits what was stored.</summary>
public interface IConversationWriter : IAsyncDisposable
{
    /// <summary>
    /// Stores a conversation for all personas of the owner. When its key is known, the newer and richer parts win message by message and nothing that
    /// is absent from the newer version is deleted.
    /// </summary>
    /// <exception cref="MemoryStoreException">It could not be made durable; nothing of it is kept half.</exception>
    Task<StoreOutcome> StoreAsync(Conversation conversation, CancellationToken cancellationToken = default);

    /// <summary>Makes everything stored so far durable and searchable.</summary>
    Task CommitAsync(CancellationToken cancellationToken = default);
}

/// <summary>What storing a conversation changed.</summary>
public enum StoreOutcome
{
    /// <summary>New to the archive.</summary>
    Added,

    /// <summary>Known, and something in it grew or got richer.</summary>
    Updated,

    /// <summary>Known, and nothing changed.</summary>
    Unchanged,
}

/// <summary>The archive or the index cannot do what was asked. The message is one sentence for a person, with what to do.</summary>
public sealed class MemoryStoreException(string message, Exception? inner = null) : Exception(message, inner);
