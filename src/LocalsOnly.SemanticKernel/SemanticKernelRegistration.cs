using LocalsOnly.Agents;
using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.SemanticKernel.Qdrant;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel;

/// <summary>
/// The edition on the card's packages. Every persona gets a <see cref="Kernel"/>, keyed by its id, whose only chat service is the house's router.
/// </summary>
public static class SemanticKernelRegistration
{
    /// <summary>Needs what <c>AddAgents</c> and <c>AddInference</c> register.</summary>
    public static IServiceCollection AddSemanticKernel(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddKeyedTransient<Kernel>(KeyedService.AnyKey, (provider, persona) =>
        {
            if (provider.GetRequiredService<IPersonaStore>().Find((string)persona!) is null)
                throw new InvalidOperationException($"There is no persona '{persona}'.");
            var builder = Kernel.CreateBuilder();
            builder.Services.AddSingleton(provider.GetRequiredService<IChatClient>().AsChatCompletionService(provider));
            return builder.Build();
        });
        services.AddConnector(configuration);
        services.AddGrpcQdrant(configuration);
        return services;
    }
}
