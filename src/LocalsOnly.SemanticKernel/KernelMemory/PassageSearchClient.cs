using Microsoft.KernelMemory;
using Microsoft.KernelMemory.Context;
using Microsoft.KernelMemory.MemoryStorage;
using Microsoft.KernelMemory.Search;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>
/// Searches give a citation for each passage, best first. Kernel Memory's own client gives one for each file, in which a better passage of one conversation may stand
/// behind a worse one of another; it still asks the model, with the passages in their order.
/// </summary>
/// <param name="answering">Kernel Memory's own, over the same records.</param>
/// <param name="passages">How many passages a search gives that does not say.</param>
internal sealed class PassageSearchClient(IMemoryDb records, ISearchClient answering, int passages) : ISearchClient
{
    public async Task<SearchResult> SearchAsync(
        string index, string query, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, int limit = -1, IContext? context = null, CancellationToken cancellationToken = default)
    {
        var result = new SearchResult { Query = query, Results = [] };
        var most = limit > 0 ? limit : passages;
        if (!string.IsNullOrWhiteSpace(query))
        {
            await foreach (var (record, relevance) in records.GetSimilarListAsync(index, query, filters, minRelevance, most, withEmbeddings: false, cancellationToken))
                Add(result, index, record, (float)relevance);
        }
        else if (filters is { Count: > 0 })
        {
            // As Kernel Memory's own marks what was found by filters alone.
            await foreach (var record in records.GetListAsync(index, filters, most, withEmbeddings: false, cancellationToken)) Add(result, index, record, float.MinValue);
        }
        return result;
    }

    public Task<MemoryAnswer> AskAsync(string index, string question, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, IContext? context = null, CancellationToken cancellationToken = default) =>
        answering.AskAsync(index, question, filters, minRelevance, context, cancellationToken);

    public IAsyncEnumerable<MemoryAnswer> AskStreamingAsync(
        string index, string question, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, IContext? context = null, CancellationToken cancellationToken = default) =>
        answering.AskStreamingAsync(index, question, filters, minRelevance, context, cancellationToken);

    public Task<IEnumerable<string>> ListIndexesAsync(CancellationToken cancellationToken = default) => records.GetIndexesAsync(cancellationToken);

    private static void Add(SearchResult result, string index, MemoryRecord record, float relevance)
    {
        var text = record.GetPartitionText().Trim();
        if (text.Length == 0) return;
        var (document, file) = (record.GetDocumentId(), record.GetFileId());
        result.Results.Add(new Citation
        {
            Index = index,
            DocumentId = document,
            FileId = file,
            Link = $"{index}/{document}/{file}",
            SourceContentType = record.GetFileContentType(),
            SourceName = record.GetFileName(),
            SourceUrl = record.GetWebPageUrl(index),
            Partitions =
            [
                new Citation.Partition
                {
                    Text = text,
                    Relevance = relevance,
                    PartitionNumber = record.GetPartitionNumber(),
                    SectionNumber = record.GetSectionNumber(),
                    LastUpdate = record.GetLastUpdate(),
                    Tags = record.Tags,
                },
            ],
        });
    }
}
