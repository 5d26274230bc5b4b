using LocalsOnly.Inference.Network;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Embedding;
using LocalsOnly.Memory.Index;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.SemanticKernel.KernelMemory.Models;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.Configuration;
using Microsoft.KernelMemory.DataFormats.WebPages;
using Microsoft.KernelMemory.Diagnostics;
using Microsoft.KernelMemory.MemoryDb.Qdrant;
using Microsoft.KernelMemory.MemoryStorage;
using Microsoft.KernelMemory.Search;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>Kernel Memory put together from the house's parts, on first use.</summary>
internal sealed class KernelMemories : IKernelMemories, IDisposable
{
    // A short model of the house embeds no more of one text.
    private const int ChunkTokens = 300;
    private const int ChunkOverlap = 40;
    private const int UpsertBatch = 100;
    private const string Folder = "kernel-memory";

    // Kernel Memory's own has no time in it, which what is remembered cannot do without.
    private const string Fact = "==== [{{$source}}; {{$meta[last_update]}}]:\n{{$content}}";

    private readonly KernelMemoryOptions _options;
    private readonly MemoryOptions _memoryOptions;
    private readonly DataOptions _data;
    private readonly IMemory _memory;
    private readonly IChatClient _chat;
    private readonly DenseRecall _dense;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _logs;
    private readonly IndexedConversations _conversations;
    private readonly Lazy<Parts> _parts;

    public KernelMemories(
        IOptions<KernelMemoryOptions> options, IOptions<MemoryOptions> memoryOptions, IOptions<DataOptions> data, IMemory memory, IndexDatabase database, DenseRecall dense, IChatClient chat,
        TimeProvider time, ILoggerFactory logs)
    {
        (_options, _memoryOptions, _data, _memory, _chat, _dense, _time) = (options.Value, memoryOptions.Value, data.Value, memory, chat, dense, time);
        _logs = new QuietLogs(logs);
        // What Kernel Memory makes itself would write to the console.
        DefaultLogger.Factory = _logs;
        _conversations = new IndexedConversations(database);
        _parts = new Lazy<Parts>(Make, LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>Where the records are.</summary>
    /// <exception cref="InvalidOperationException">Kernel Memory is off.</exception>
    public IMemoryDb Store => _parts.Value.Store;

    public KernelMemoryOptions Options => _options;

    public IndexedConversations Conversations => _conversations;

    /// <summary>Makes vectors; without numbers where there is no source.</summary>
    public HouseEmbeddings Embeddings => _parts.Value.Embeddings;

    /// <summary>The folder of what is on the local disk.</summary>
    public string Local => Path.Combine(_data.Local, Folder);

    /// <summary>The store that conversations were once copied to, whatever is set now; null when it cannot be reached as things are set.</summary>
    public IMemoryDb? Copies() => StoreRefusal(_memoryOptions, hasVectors: true) is null ? Connector(new HouseEmbeddings(null)) : null;

    public IKernelMemory In(MemoryScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var parts = _parts.Value;
        var conversations = _options.Store == KernelMemoryStore.House ? new ConversationMemoryDb(_memory, _conversations, scope) : null;
        var records = new ScopedMemoryDb(parts.Store, conversations, scope);
        var search = new SearchClientConfig { MaxMatchesCount = _options.Passages, AnswerTokens = _options.AnswerTokens, FactTemplate = Fact, UseContentModeration = false };
        var client = new PassageSearchClient(records, new SearchClient(records, parts.Generator, search, loggerFactory: _logs), _options.Passages);
        return new ScopedKernelMemory(new MemoryServerless(parts.Ingestion.Orchestrator, client), records, parts.Store, scope);
    }

    public void Dispose()
    {
        if (!_parts.IsValueCreated) return;
        _parts.Value.Storage.Dispose();
        (_parts.Value.Store as IDisposable)?.Dispose();
    }

    /// <summary>Why the records cannot be in Qdrant, one sentence; null when they can.</summary>
    public static string? StoreRefusal(MemoryOptions memory, bool hasVectors) => memory switch
    {
        { Qdrant.Url: null } => "KernelMemory:Store is Qdrant, but Memory:Qdrant:Url names no server: set it, or set KernelMemory:Store to House.",
        // The connector's own client would go wherever a name leads at that moment.
        { Qdrant.Url: { } url } when !url.IsLoopback && AddressScopes.OfLiteral(url) != AddressScope.InTheHouse =>
            $"KernelMemory:Store is Qdrant, whose connector does not look where a name leads: write Memory:Qdrant:Url as a number in the house, e.g. http://192.168.1.20:6333, in place of {url.Host}.",
        _ when !hasVectors => "KernelMemory:Store is Qdrant, which finds by vectors alone, but nothing makes them: set Memory:Embedding:Server or Memory:Embedding:Folder, or set KernelMemory:Store to House.",
        _ => null,
    };

    private Parts Make()
    {
        if (!_options.Enabled) throw new InvalidOperationException("Kernel Memory is off: set KernelMemory:Enabled to true.");
        var source = _dense.HasSource ? _dense.Source() : null;
        var embeddings = new HouseEmbeddings(source);
        var storage = new PackedDocumentStorage(Path.Combine(Documents, "documents.db"), IsLocal(Documents) ? SqlitePlace.LocalDisk : SqlitePlace.Share, _time);
        var generator = new RoutedTextGenerator(_chat, _options.PromptTokens);
        var store = Stored(embeddings, source is null ? null : Model(source));
        var builder = new KernelMemoryBuilder()
            .WithCustomDocumentStorage(storage).WithCustomEmbeddingGenerator(embeddings).WithCustomTextGenerator(generator).WithCustomMemoryDb(store)
            .WithCustomTextPartitioningOptions(new TextPartitioningOptions { MaxTokensPerParagraph = ChunkTokens, OverlappingTokens = ChunkOverlap })
            .AddSingleton<IWebScraper>(new NoWeb())
            .AddSingleton(_logs)
            .AddSingleton(new KernelMemoryConfig { DataIngestion = { MemoryDbUpsertBatchSize = UpsertBatch } });
        return new Parts(store, storage, embeddings, generator, builder.Build<MemoryServerless>());
    }

    private string Documents => _options.Folder.Length > 0 ? _options.Folder : Local;

    private bool IsLocal(string folder) => (Path.GetFullPath(folder) + Path.DirectorySeparatorChar).StartsWith(Path.GetFullPath(_data.Local).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Without asking a server for it.
    private static string Model(IEmbeddingGenerator<string, Embedding<float>> source) =>
        (source.GetService(typeof(EmbeddingModel)) as EmbeddingModel)?.Id ?? (source.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata)?.DefaultModelId ?? "unnamed";

    private IMemoryDb Stored(HouseEmbeddings embeddings, string? model)
    {
        if (_options.Store == KernelMemoryStore.House)
        {
            var patience = TimeSpan.FromMilliseconds(_memoryOptions.Embedding.DeadlineMilliseconds);
            return new HybridMemoryDb(Path.Combine(Local, "records"), model is null ? null : new QuestionVectors(embeddings, model, patience, _time, _logs.CreateLogger<HybridMemoryDb>()));
        }
        return StoreRefusal(_memoryOptions, _dense.HasSource) is { } refusal ? throw new InvalidOperationException(refusal) : Connector(embeddings);
    }

    private QdrantMemory Connector(HouseEmbeddings embeddings) =>
        new(new QdrantConfig { Endpoint = _memoryOptions.Qdrant.Url!.AbsoluteUri, APIKey = _memoryOptions.Qdrant.ApiKey ?? "" }, embeddings, _logs);

    private sealed record Parts(IMemoryDb Store, PackedDocumentStorage Storage, HouseEmbeddings Embeddings, RoutedTextGenerator Generator, MemoryServerless Ingestion);
}
