using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.Context;
using Microsoft.KernelMemory.DocumentStorage;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>
/// Kernel Memory for one who asks. What is imported here is seen by whoever may see what is said here, what may not be seen from here is not found, not deleted and not
/// overwritten, and the house's own conversations are for reading.
/// </summary>
/// <param name="inner">Its searches see this scope already.</param>
/// <param name="records">All records of this scope.</param>
/// <param name="everything">All records of everybody.</param>
internal sealed class ScopedKernelMemory(MemoryServerless inner, ScopedMemoryDb records, Microsoft.KernelMemory.MemoryStorage.IMemoryDb everything, MemoryScope scope) : IKernelMemory
{
    private const string DefaultIndex = "default";

    public Task<string> ImportDocumentAsync(Document document, string? index = null, IEnumerable<string>? steps = null, IContext? context = null, CancellationToken cancellationToken = default) =>
        ImportDocumentAsync(new DocumentUploadRequest(document, index, steps), context, cancellationToken);

    public Task<string> ImportDocumentAsync(
        string filePath, string? documentId = null, TagCollection? tags = null, string? index = null, IEnumerable<string>? steps = null, IContext? context = null, CancellationToken cancellationToken = default) =>
        ImportDocumentAsync(new Document(documentId, tags, [filePath]), index, steps, context, cancellationToken);

    public Task<string> ImportDocumentAsync(
        Stream content, string? fileName = null, string? documentId = null, TagCollection? tags = null, string? index = null, IEnumerable<string>? steps = null, IContext? context = null,
        CancellationToken cancellationToken = default) =>
        ImportDocumentAsync(new Document(documentId, tags).AddStream(fileName, content), index, steps, context, cancellationToken);

    /// <exception cref="KernelMemoryException">The index is the house's own, or the document is somebody else's.</exception>
    public async Task<string> ImportDocumentAsync(DocumentUploadRequest uploadRequest, IContext? context = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uploadRequest);
        uploadRequest.Index = Own(uploadRequest.Index);
        if (uploadRequest.DocumentId.Length > 0 && !await IsSeenAsync(uploadRequest.DocumentId, uploadRequest.Index, cancellationToken)
            && await AnyAsync(everything.GetListAsync(uploadRequest.Index, [MemoryFilters.ByDocument(uploadRequest.DocumentId)], 1, false, cancellationToken)))
            throw new KernelMemoryException($"There is a document '{uploadRequest.DocumentId}' in index '{uploadRequest.Index}' that may not be seen from here: choose another id.");
        // A copy, because the caller may use its tags again.
        var tags = new TagCollection();
        uploadRequest.Tags.CopyTo(tags);
        ScopeTags.Stamp(scope, tags);
        uploadRequest.Tags = tags;
        return await inner.ImportDocumentAsync(uploadRequest, context, cancellationToken);
    }

    public async Task<string> ImportTextAsync(
        string text, string? documentId = null, TagCollection? tags = null, string? index = null, IEnumerable<string>? steps = null, IContext? context = null, CancellationToken cancellationToken = default)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return await ImportDocumentAsync(content, "content.txt", documentId, tags, index, steps, context, cancellationToken);
    }

    /// <exception cref="KernelMemoryException">Always: the house fetches nothing from outside on a program's word.</exception>
    public Task<string> ImportWebPageAsync(
        string url, string? documentId = null, TagCollection? tags = null, string? index = null, IEnumerable<string>? steps = null, IContext? context = null, CancellationToken cancellationToken = default) =>
        throw new KernelMemoryException("The house fetches no web pages: save the page and import the file.");

    public Task<IEnumerable<IndexDetails>> ListIndexesAsync(CancellationToken cancellationToken = default) => inner.ListIndexesAsync(cancellationToken);

    /// <exception cref="KernelMemoryException">The index is the house's own, or asked from where not all of it may be seen.</exception>
    public Task DeleteIndexAsync(string? index = null, CancellationToken cancellationToken = default) => SeesAll
        ? inner.DeleteIndexAsync(Own(index), cancellationToken)
        : throw new KernelMemoryException("An index is everybody's: only the owner may delete one, in private. Delete documents instead.");

    public async Task DeleteDocumentAsync(string documentId, string? index = null, CancellationToken cancellationToken = default)
    {
        if (await IsSeenAsync(documentId, Own(index), cancellationToken)) await inner.DeleteDocumentAsync(documentId, Own(index), cancellationToken);
    }

    public async Task<bool> IsDocumentReadyAsync(string documentId, string? index = null, CancellationToken cancellationToken = default) =>
        await IsSeenAsync(documentId, Named(index), cancellationToken) && (IsHouse(index) || await inner.IsDocumentReadyAsync(documentId, Named(index), cancellationToken));

    public async Task<DataPipelineStatus?> GetDocumentStatusAsync(string documentId, string? index = null, CancellationToken cancellationToken = default) =>
        await IsSeenAsync(documentId, Named(index), cancellationToken) ? await inner.GetDocumentStatusAsync(documentId, Named(index), cancellationToken) : null;

    public async Task<StreamableFileContent> ExportFileAsync(string documentId, string fileName, string? index = null, CancellationToken cancellationToken = default) =>
        await IsSeenAsync(documentId, Named(index), cancellationToken)
            ? await inner.ExportFileAsync(documentId, fileName, Named(index), cancellationToken)
            : throw new DocumentStorageFileNotFoundException($"There is no document '{documentId}' in index '{Named(index)}'.");

    public Task<SearchResult> SearchAsync(
        string query, string? index = null, MemoryFilter? filter = null, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, int limit = -1, IContext? context = null,
        CancellationToken cancellationToken = default) =>
        inner.SearchAsync(query, Named(index), null, Together(filter, filters), minRelevance, limit, context, cancellationToken);

    public IAsyncEnumerable<MemoryAnswer> AskStreamingAsync(
        string question, string? index = null, MemoryFilter? filter = null, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, SearchOptions? options = null, IContext? context = null,
        CancellationToken cancellationToken = default) =>
        inner.AskStreamingAsync(question, Named(index), null, Together(filter, filters), minRelevance, options, context, cancellationToken);

    private bool SeesAll => scope is { Owner: MemoryScope.DefaultOwner, Persona: null, Channel: null, Sources: null, Shared: false };

    // Kernel Memory would add the one to the caller's list.
    private static List<MemoryFilter> Together(MemoryFilter? filter, ICollection<MemoryFilter>? filters) => [.. filters ?? [], .. filter is null ? [] : (MemoryFilter[])[filter]];

    private static string Named(string? index) => string.IsNullOrWhiteSpace(index) ? DefaultIndex : IndexNames.Normalise(index);

    private static bool IsHouse(string? index) => Named(index) == ConversationMemoryDb.Index;

    // An index that may be written.
    private static string Own(string? index) => IsHouse(index) ? throw new KernelMemoryException(ConversationMemoryDb.Refusal) : Named(index);

    // The owner in private also sees what an import that failed left without records.
    private async Task<bool> IsSeenAsync(string documentId, string index, CancellationToken cancellationToken) => (SeesAll && !IsHouse(index)) ||
        await AnyAsync(records.GetListAsync(index, [MemoryFilters.ByDocument(documentId)], 1, false, cancellationToken));

    private static async Task<bool> AnyAsync<T>(IAsyncEnumerable<T> found)
    {
        await foreach (var _ in found) return true;
        return false;
    }
}
