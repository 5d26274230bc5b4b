using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Corpus;
using LocalsOnly.Memory.Dense;
using LocalsOnly.Memory.Index;
using LocalsOnly.Memory.Keeping;
using LocalsOnly.Memory.Knowledge;
using LocalsOnly.Memory.Mirroring;
using LocalsOnly.Memory.Projects;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Recall;
using LocalsOnly.Memory.Redaction;
using LocalsOnly.Memory.Remembering;
using LocalsOnly.Memory.Standing;
using LocalsOnly.Memory.Storing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory;

/// <summary>Registers the conversation archive, its index and recall.</summary>
public static class MemoryServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="IMemory"/> and <see cref="IConversationStore"/> over the directories of section <c>Data</c>, and brings the index up
    /// to the archive in the background when the host starts. Nothing is opened before first use.
    /// </summary>
    public static IServiceCollection AddMemory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DataOptions>()
            .Bind(configuration.GetSection(DataOptions.Section))
            .PostConfigure(options =>
            {
                if (string.IsNullOrWhiteSpace(options.Nas) && !string.IsNullOrWhiteSpace(options.Local))
                    options.Nas = Path.Combine(options.Local, "archive");
            })
            .Validate(options => !string.IsNullOrWhiteSpace(options.Local), "Data:Local is not set: name the directory that keeps the index and state.")
            .Validate(options => !string.IsNullOrWhiteSpace(options.Nas), "Data:Nas is not set: name the directory that keeps the conversation archive.")
            .ValidateOnStart();
        services.AddOptions<MemoryOptions>().Bind(configuration.GetSection(MemoryOptions.Section))
            .Validate(options => options.Embedding.Weight is >= 0 and <= 1, "Memory:Embedding:Weight is not between 0 and 1: 0 is words alone, 0.4 is a good beginning.")
            .Validate(options => options.Qdrant.Weight is >= 0 and <= 1, "Memory:Qdrant:Weight is not between 0 and 1.")
            .Validate(options => options.Embedding.Server is null || !string.IsNullOrWhiteSpace(options.Embedding.Model), "Memory:Embedding:Model is not set: name the model that the server is to embed with.")
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQdrantFactory, RestQdrantFactory>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MemoryOptions>, QdrantOptionsValidator>());
        services.AddOptions<KernelMemoryOptions>().Bind(configuration.GetSection(KernelMemoryOptions.Section))
            .Validate<IServiceProviderIsService>(
                (options, build) => !options.Enabled || build.IsService(typeof(IKernelMemoryImport)),
                "KernelMemory:Enabled is true, but this build is without Kernel Memory: build it with -p:Edition=SemanticKernel, or set it to false.")
            .Validate(options => options.Passages is >= 1 and <= RecallRequest.MostPassages, $"KernelMemory:Passages is not between 1 and {RecallRequest.MostPassages}.")
            .Validate(options => options.PromptTokens >= 1024, "KernelMemory:PromptTokens is below 1024: passages and an answer would not fit.")
            .Validate(options => options.AnswerTokens >= 16 && options.AnswerTokens <= options.PromptTokens / 2, "KernelMemory:AnswerTokens is not between 16 and half of KernelMemory:PromptTokens.")
            .ValidateOnStart();
        services.AddOptions<RedactionOptions>().Bind(configuration.GetSection(RedactionOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedactionOptions>, RedactionOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Redactor(provider.GetRequiredService<IOptions<RedactionOptions>>().Value));
        services.AddLogging();
        services.TryAddSingleton<ArchiveReader>();
        services.TryAddSingleton<IndexDatabase>();
        services.TryAddSingleton<IndexLeftovers>();
        services.TryAddSingleton<IndexBackup>();
        services.TryAddSingleton<Removal>();
        services.TryAddSingleton<IIndexSnapshot>(provider => provider.GetRequiredService<IndexBackup>());
        services.TryAddSingleton<IIndexRebuild, IndexRebuild>();
        services.TryAddSingleton<IIndexInspection, IndexInspection>();
        services.TryAddSingleton<SegmentMerger>();
        services.TryAddSingleton<Indexer>();
        services.TryAddSingleton<ConversationStore>();
        services.TryAddSingleton<IConversationStore>(provider => provider.GetRequiredService<ConversationStore>());
        services.TryAddSingleton<IArchiveInspection>(provider => provider.GetRequiredService<ConversationStore>());
        services.TryAddSingleton<IConversationArchive, ConversationArchive>();
        services.TryAddSingleton<Spool>();
        services.TryAddSingleton<Remembering.Remembering>();
        services.TryAddSingleton<KnowledgeIndex>();
        services.TryAddSingleton<DenseRecall>();
        services.TryAddSingleton<QdrantMirror>();
        services.TryAddSingleton<IMemory, IndexedMemory>();
        services.TryAddSingleton<IStandingFacts, ArchivedStandingFacts>();
        services.TryAddSingleton<ICorpus, ArchivedCorpus>();
        services.TryAddSingleton<CorpusExport>();
        services.TryAddSingleton<IProjects, ArchivedProjects>();
        services.AddHostedService<CatchUpService>();
        services.AddHostedService<UpkeepService>();
        services.AddHostedService<HeapUpkeep>();
        services.AddHostedService<KnowledgeService>();
        return services;
    }
}
