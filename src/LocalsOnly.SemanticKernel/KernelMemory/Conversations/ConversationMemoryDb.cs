using System.Runtime.CompilerServices;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.MemoryStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory.Conversations;

/// <summary>
/// The house's own memory as an index of Kernel Memory, for one who asks. There is no copy: a passage is found by the recall that every persona has, so that both give
/// the same, and what is forgotten is gone from here at once. A record is a message; its document is the conversation.
/// </summary>
internal sealed class ConversationMemoryDb(IMemory memory, IndexedConversations conversations, MemoryScope scope) : IMemoryDb
{
    /// <summary>Its name.</summary>
    public const string Index = "conversations";

    /// <summary>What a person is told who wants to change it from here.</summary>
    public const string Refusal = "The index 'conversations' is the house's own memory: bring something in with locals import, and have it forgotten with locals forget.";

    /// <remarks>
    /// Relevance is a share of the best passage of the answer: recall's scores are for one answer only. At most <see cref="RecallRequest.MostPassages"/> passages are looked
    /// through.
    /// </remarks>
    public async IAsyncEnumerable<(MemoryRecord, double)> GetSimilarListAsync(
        string index, string text, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, int limit = 1, bool withEmbeddings = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        var filter = new ConversationFilter(filters);
        var most = limit is <= 0 or > RecallRequest.MostPassages ? RecallRequest.MostPassages : limit;
        var request = filter.Narrow(new RecallRequest(text) { Limit = filter.IsEmpty ? most : RecallRequest.MostPassages });
        var passages = (await memory.RecallAsync(filter.Narrow(scope), request, cancellationToken)).Passages;
        if (passages.Count == 0) yield break;
        var best = passages.Max(passage => passage.Score);
        var found = conversations.Find(scope.Owner, passages);
        var given = 0;
        foreach (var passage in passages)
        {
            var relevance = best > 0 ? Math.Max(0, passage.Score / best) : 0;
            if (relevance < minRelevance || !found.TryGetValue(passage.MessageKey, out var at)) continue;
            var record = ConversationRecord.Of(passage.MessageKey, at.Place, passage.Title, at.Number, passage.MessageKey, passage.At, passage.Text, passage.Author);
            if (!filter.Takes(record.Tags)) continue;
            yield return (record, relevance);
            if (++given == most) yield break;
        }
    }

    public async IAsyncEnumerable<MemoryRecord> GetListAsync(
        string index, ICollection<MemoryFilter>? filters = null, int limit = 1, bool withEmbeddings = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var filter = new ConversationFilter(filters);
        var given = 0;
        await foreach (var place in PlacesAsync(filter, cancellationToken))
        {
            if (conversations.Read(place) is not { } conversation) continue;
            for (var i = 0; i < conversation.Messages.Count; i++)
            {
                var message = conversation.Messages[i];
                if (!ConversationTerms.IsRecallable(message)) continue;
                var record = ConversationRecord.Of(message.Key, place, conversation.Title, i, message.Key, message.At ?? conversation.CreatedAt, message.Text, message.Author);
                if (!filter.Takes(record.Tags)) continue;
                yield return record;
                if (++given == limit) yield break;
            }
        }
    }

    public Task<IEnumerable<string>> GetIndexesAsync(CancellationToken cancellationToken = default) => Task.FromResult<IEnumerable<string>>([Index]);

    public Task CreateIndexAsync(string index, int vectorSize, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    public Task DeleteIndexAsync(string index, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    public Task<string> UpsertAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    public Task DeleteAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => throw new KernelMemoryException(Refusal);

    private async IAsyncEnumerable<ConversationPlace> PlacesAsync(ConversationFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var narrowed = filter.Narrow(scope);
        if (filter.Conversation is { } key)
        {
            if (conversations.Find(narrowed, key) is { } place) yield return place;
            yield break;
        }
        await foreach (var place in conversations.ReadAsync(narrowed, cancellationToken)) yield return place;
    }
}
