using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.Research;

/// <summary>Registers the research desk: the archive read by who said it, drafts, and the care of what the personas know.</summary>
internal static class ResearchDesk
{
    /// <summary>Needs an <see cref="IMemory"/>, an <see cref="ICorpus"/>, and sections <c>Data</c> and <c>Memory</c>.</summary>
    public static IServiceCollection AddResearchDesk(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Drafts(Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Local, "desks", "research", "drafts")));
        services.TryAddSingleton<KnowledgeAudit>();
        services.AddSingleton<IToolset, ResearchToolset>();
        return services;
    }
}

/// <summary>The tools of the desk.</summary>
internal sealed class ResearchToolset(IMemory memory, ICorpus corpus, Drafts drafts, KnowledgeAudit audit, IOptions<MemoryOptions> options) : IToolset
{
    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools { get; } =
        [new CorpusTools(memory).Tool, .. new DraftTools(drafts).Tools, new AuditTools(audit, options).Tool, new GapTools(corpus, memory).Tool];
}
