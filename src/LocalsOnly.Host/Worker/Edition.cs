using LocalsOnly.Host.Configuration;
#if SEMANTIC_KERNEL
using LocalsOnly.SemanticKernel;
using LocalsOnly.SemanticKernel.Plugins;
#endif

namespace LocalsOnly.Host.Worker;

/// <summary>What differs between the editions (docs/editions.md): parts that take the place of others, and the sections that configure them. Nothing else in the host asks.</summary>
internal static class Edition
{
    /// <summary>Sections that only the edition on Semantic Kernel has.</summary>
    public static IReadOnlyList<string> OthersSections { get; } = ["SemanticKernel"];

    public static bool IsDefault => Sections.Count == 0;

#if SEMANTIC_KERNEL
    /// <summary>The edition that this is.</summary>
    public const string Name = "SemanticKernel";

    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>
    {
        [SemanticKernelOptions.Section] = typeof(SemanticKernelOptions),
    };

    /// <summary>Puts the edition's parts in their places; last, when the others are registered.</summary>
    public static IServiceCollection AddEdition(this IServiceCollection services, HouseConfiguration configuration)
    {
        services.AddSemanticKernel(configuration.Root);
        return services.PostConfigure<SemanticKernelOptions>(options =>
        {
            foreach (var plugin in options.Plugins.Values)
            {
                if (plugin.Prompts.Length > 0) plugin.Prompts = Locations.Absolute(plugin.Prompts, configuration.ContentRoot);
                if (plugin.Assembly.Length > 0) plugin.Assembly = Locations.Absolute(plugin.Assembly, configuration.ContentRoot);
            }
        });
    }
#else
    /// <summary>The edition that this is.</summary>
    public const string Name = "default";

    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>();

    /// <summary>Puts the edition's parts in their places: the default one has none.</summary>
    public static IServiceCollection AddEdition(this IServiceCollection services, HouseConfiguration configuration) => services;
#endif
}
