namespace LocalsOnly.Memory;

/// <summary>
/// Everything that is remembered, whole: for taking it out again. It comes from the archive, so that all that was imported is in it; secrets are redacted
/// on the way unless the owner asks for the original.
/// </summary>
public interface ICorpus
{
    /// <summary>
    /// Conversations in the order in which they began, then of their keys, those without a date last; one at a time, in memory that one of them needs.
    /// </summary>
    /// <param name="scope">Whose; nothing outside it is read.</param>
    /// <param name="filter">Which of them.</param>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be read.</exception>
    IAsyncEnumerable<CorpusItem> ReadAsync(MemoryScope scope, CorpusFilter filter, CancellationToken cancellationToken = default);

    /// <summary>The original of a conversation, by its key or the key of a message in it, with all that is redacted elsewhere; null when there is none in scope.</summary>
    /// <exception cref="MemoryStoreException">The archive or the index cannot be read.</exception>
    Task<Conversation?> OpenOriginalAsync(MemoryScope scope, string key, CancellationToken cancellationToken = default);
}

/// <summary>Which conversations are meant. Sources are part of the scope.</summary>
/// <param name="After">Only those that began at this instant or later; one without a date is then not meant.</param>
/// <param name="Before">Only those that began before this instant; one without a date is then not meant.</param>
/// <param name="Project">Only those of this project, by its key.</param>
/// <param name="Unredacted">With every secret that was said.</param>
public sealed record CorpusFilter(DateTimeOffset? After = null, DateTimeOffset? Before = null, string? Project = null, bool Unredacted = false);

/// <summary>One conversation of the corpus.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Conversation">With its effective project; null when its place in the archive is damaged.</param>
/// <param name="Redactions">How many secrets of each kind were redacted in it.</param>
public sealed record CorpusItem(string Key, Conversation? Conversation, IReadOnlyDictionary<string, int> Redactions);
