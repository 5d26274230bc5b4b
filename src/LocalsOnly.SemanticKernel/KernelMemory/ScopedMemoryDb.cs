using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>What one who asks may see of all indexes. The scope is part of it, so that nobody can leave it out of a question. Only for reading.</summary>
/// <param name="store">Where the records are.</param>
/// <param name="conversations">What answers for the conversations; null when they were copied into the store.</param>
internal sealed class ScopedMemoryDb(IMemoryDb store, ConversationMemoryDb? conversations, MemoryScope scope) : IMemoryDb
{
    private const string Refusal = "This view of Kernel Memory is for reading only.";

    public async Task<IEnumerable<string>> GetIndexesAsync(CancellationToken cancellationToken = default)
    {
        var names = await store.GetIndexesAsync(cancellationToken);
        return conversations is null ? names : names.Append(ConversationMemoryDb.Index).Distinct(StringComparer.Ordinal);
    }

    public IAsyncEnumerable<(MemoryRecord, double)> GetSimilarListAsync(
        string index, string text, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, int limit = 1, bool withEmbeddings = false, CancellationToken cancellationToken = default)
    {
        if (Answers(index) is { } own) return own.GetSimilarListAsync(index, text, filters, minRelevance, limit, withEmbeddings, cancellationToken);
        return ScopeTags.Filters(scope, filters) is { Count: > 0 } seen
            ? store.GetSimilarListAsync(index, text, seen, minRelevance, limit, withEmbeddings, cancellationToken)
            : AsyncEnumerable.Empty<(MemoryRecord, double)>();
    }

    public IAsyncEnumerable<MemoryRecord> GetListAsync(string index, ICollection<MemoryFilter>? filters = null, int limit = 1, bool withEmbeddings = false, CancellationToken cancellationToken = default)
    {
        if (Answers(index) is { } own) return own.GetListAsync(index, filters, limit, withEmbeddings, cancellationToken);
        return ScopeTags.Filters(scope, filters) is { Count: > 0 } seen ? store.GetListAsync(index, seen, limit, withEmbeddings, cancellationToken) : AsyncEnumerable.Empty<MemoryRecord>();
    }

    public Task CreateIndexAsync(string index, int vectorSize, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    public Task DeleteIndexAsync(string index, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    public Task<string> UpsertAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    public Task DeleteAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    private ConversationMemoryDb? Answers(string index) => IndexNames.Normalise(index) == ConversationMemoryDb.Index ? conversations : null;
}
