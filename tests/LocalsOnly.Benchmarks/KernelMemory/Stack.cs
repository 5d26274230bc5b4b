using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using LocalsOnly.SemanticKernel.KernelMemory;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using LocalsOnly.SemanticKernel.KernelMemory.Importing;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.Configuration;
using Microsoft.KernelMemory.Diagnostics;
using Microsoft.KernelMemory.DocumentStorage.DevTools;
using Microsoft.KernelMemory.FileSystem.DevTools;
using Microsoft.KernelMemory.MemoryStorage;
using Microsoft.KernelMemory.MemoryStorage.DevTools;

namespace LocalsOnly.Benchmarks.KernelMemory;

/// <summary>A way to keep documents and to find them again.</summary>
/// <param name="Import">Takes documents in.</param>
/// <param name="Search">Finds ten passages; returns how many there were.</param>
internal sealed record Stack(Func<List<Conversation>, Task> Import, Func<string, Task<int>> Search, IAsyncDisposable Owner) : IAsyncDisposable
{
    public const string Stock = "stock";
    public const string House = "house stores";
    public const string Copied = "house import";
    public const string Own = "house memory";

    private const int Passages = 10;
    private const int AtOnce = 4;
    private const string Index = "documents";

    public static Stack Open(string name, string directory) => name switch
    {
        Stock => OfPipeline(
            new SimpleVectorDb(new SimpleVectorDbConfig { StorageType = FileSystemTypes.Disk, Directory = Path.Combine(directory, "records") }, new HashedVectors(), NullLoggerFactory.Instance),
            builder => builder.WithSimpleFileStorage(new SimpleFileStorageConfig { StorageType = FileSystemTypes.Disk, Directory = Path.Combine(directory, "files") })),
        House => OfPipeline(
            Hybrid(directory), builder => builder.WithCustomDocumentStorage(new PackedDocumentStorage(Path.Combine(directory, "documents.db"), SqlitePlace.LocalDisk, TimeProvider.System)), isScoped: true),
        Copied => OfImport(directory),
        _ => OfMemory(directory),
    };

    public ValueTask DisposeAsync() => Owner.DisposeAsync();

    /// <summary>A document as the pipeline takes it.</summary>
    private static string Text(Conversation document) => string.Join("\n\n", document.Messages.Select(message => message.Text));

    private static TagCollection Tags()
    {
        var tags = new TagCollection();
        ScopeTags.Stamp(new MemoryScope(MemoryScope.DefaultOwner), tags);
        return tags;
    }

    private static HybridMemoryDb Hybrid(string directory) =>
        new(Path.Combine(directory, "records"), new QuestionVectors(new HashedVectors(), "hashed", Timeout.InfiniteTimeSpan, TimeProvider.System, NullLogger.Instance));

    private static Stack OfPipeline(IMemoryDb records, Func<IKernelMemoryBuilder, IKernelMemoryBuilder> files, bool isScoped = false)
    {
        DefaultLogger.Factory = NullLoggerFactory.Instance;
        var memory = files(new KernelMemoryBuilder())
            .WithCustomEmbeddingGenerator(new HashedVectors()).WithCustomTextGenerator(new NoAnswers()).WithCustomMemoryDb(records)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(new KernelMemoryConfig { DataIngestion = { MemoryDbUpsertBatchSize = 100 } })
            .Build<MemoryServerless>();
        // The house never searches without a scope, so that its share is measured with one.
        var scoped = new PassageSearchClient(new ScopedMemoryDb(records, null, new MemoryScope(MemoryScope.DefaultOwner, "kelly")), null!, Passages);
        return new Stack(
            documents => Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (document, stop) =>
                await memory.ImportTextAsync(Text(document), DocumentIds.Of(document.Key), Tags(), Index, cancellationToken: stop)),
            async question => isScoped ? (await scoped.SearchAsync(Index, question)).Results.Count : (await memory.SearchAsync(question, Index, limit: Passages)).Results.Sum(citation => citation.Partitions.Count),
            new Owned(records as IDisposable));
    }

    // The house's import of what it remembers, into the house's store: the memory is filled first, and that is not measured.
    private static Stack OfImport(string directory)
    {
        var house = Memory(Path.Combine(directory, "memory"));
        var records = Hybrid(Path.Combine(directory, "copy"));
        return new Stack(
            async _ =>
            {
                using var ledger = new ImportLedger(Path.Combine(directory, "copy", "import.db"));
                await new ConversationImport(new IndexedConversations(house.GetRequiredService<IndexDatabase>()), records, new HashedVectors(), ledger, Index).RunAsync(null, CancellationToken.None);
            },
            async question =>
            {
                var found = 0;
                await foreach (var _ in records.GetSimilarListAsync(Index, question, limit: Passages)) found++;
                return found;
            },
            new Owned(records, house))
        { Prepare = documents => StoreAsync(house, documents) };
    }

    private static Stack OfMemory(string directory)
    {
        var house = Memory(directory);
        var records = new ConversationMemoryDb(house.GetRequiredService<IMemory>(), new IndexedConversations(house.GetRequiredService<IndexDatabase>()), new MemoryScope(MemoryScope.DefaultOwner));
        var search = new PassageSearchClient(records, null!, Passages);
        return new Stack(documents => StoreAsync(house, documents), async question => (await search.SearchAsync(ConversationMemoryDb.Index, question)).Results.Count, new Owned(house));
    }

    /// <summary>Before anything is measured.</summary>
    public Func<List<Conversation>, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    private static async Task StoreAsync(ServiceProvider house, List<Conversation> documents)
    {
        await using var writer = await house.GetRequiredService<IConversationStore>().OpenWriterAsync();
        foreach (var document in documents) await writer.StoreAsync(document);
        await writer.CommitAsync();
    }

    private static ServiceProvider Memory(string directory)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Data:Local"] = Path.Combine(directory, "local"), ["Data:Nas"] = Path.Combine(directory, "nas") }).Build();
        return new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>)).AddMemory(configuration).BuildServiceProvider();
    }

    private sealed class Owned(params IDisposable?[] owned) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            foreach (var each in owned) each?.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class NoAnswers : ITextGenerator
    {
        public int MaxTokenTotal => 8192;

        public int CountTokens(string text) => text.Length / 4;

        public IReadOnlyList<string> GetTokens(string text) => [text];

        public IAsyncEnumerable<GeneratedTextContent> GenerateTextAsync(string prompt, TextGenerationOptions options, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nothing is asked here.");
    }
}
