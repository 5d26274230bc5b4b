using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using LocalsOnly.SemanticKernel.Kernels;
using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.SemanticKernel.Plugins;
using LocalsOnly.SemanticKernel.Qdrant;
using LocalsOnly.SemanticKernel.Turns;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.SemanticKernel;

/// <summary>The edition on the card's packages (docs/editions.md).</summary>
public static class SemanticKernelRegistration
{
    /// <summary>Puts the packages in the place of what the default edition has. Needs what <c>AddInference</c>, <c>AddMemory</c>, <c>AddAgents</c> and <c>AddDiscord</c> register.</summary>
    public static IServiceCollection AddSemanticKernel(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<SemanticKernelOptions>().Bind(configuration.GetSection(SemanticKernelOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SemanticKernelOptions>, SemanticKernelOptionsValidator>();
        services.TryAddSingleton<PersonaKernels>();
        services.AddSingleton<IToolset, PluginToolset>();
        services.AddTurnRuntime<KernelLoop>(KernelLoop.Name);
        services.AddConnector(configuration);
        services.AddGrpcQdrant(configuration);
#if DISCORD_NET
        DiscordNet.DiscordNetRegistration.AddDiscordNet(services, configuration);
#endif
#if KERNEL_MEMORY
        KernelMemory.KernelMemoryRegistration.AddKernelMemory(services, configuration);
#endif
        return services;
    }
}
