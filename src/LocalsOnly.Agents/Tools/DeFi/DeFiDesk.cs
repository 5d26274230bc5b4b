using LocalsOnly.Agents.Feeds;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Tools.DeFi;

/// <summary>Registers the DeFi desk: yields, positions, and plans that a person signs in their own wallet.</summary>
internal static class DeFiDesk
{
    /// <summary>Key of the positions file's path; <c>desks/defi/positions.yaml</c> in <c>Data:Local</c> when not set.</summary>
    public const string PositionsKey = "DeFi:Positions";

    /// <summary>Needs an <see cref="IFeedReader"/> and section <c>Data</c>.</summary>
    public static IServiceCollection AddDeFiDesk(this IServiceCollection services, IConfiguration configuration)
    {
        var configured = configuration[PositionsKey];
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<YieldSource>();
        services.TryAddSingleton(provider => new PositionsFile(string.IsNullOrWhiteSpace(configured) ? Path.Combine(Folder(provider), "positions.yaml") : configured));
        services.TryAddSingleton(provider => new PlanBook(Path.Combine(Folder(provider), "plans.jsonl")));
        services.AddSingleton<IApprovals, PlanApprovals>();
        services.AddSingleton<IToolset, DeFiToolset>();
        return services;
    }

    private static string Folder(IServiceProvider provider) => Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Local, "desks", "defi");
}

/// <summary>The tools of the desk.</summary>
internal sealed class DeFiToolset(YieldSource yields, PositionsFile positions, PlanBook plans) : IToolset
{
    public bool ArePrivate => true;

    public IReadOnlyList<Tool> Tools { get; } = [new YieldTools(yields).Tool, new PositionTools(positions, yields).Tool, .. new PlanTools(plans, positions, yields).Tools];
}
