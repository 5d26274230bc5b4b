using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>Registers Semantic Kernel's OpenAI connector as a client that an endpoint may choose.</summary>
internal static class ConnectorRegistration
{
    /// <summary>With <c>Inference:Endpoints:{name}:Client</c> set to <c>OpenAIConnector</c>, that endpoint is asked through it.</summary>
    public static IServiceCollection AddConnector(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEndpointClientFactory, ConnectorChatClientFactory>());
        return services;
    }
}

/// <inheritdoc cref="ConnectorRegistration"/>
internal sealed class ConnectorChatClientFactory : IEndpointClientFactory
{
    public const string ClientName = "OpenAIConnector";

    public string Name => ClientName;

    public IEndpointClient Create(Endpoint endpoint, HttpMessageInvoker http, InferenceOptions options, TimeProvider time) =>
        new ConnectorChatClient(endpoint, http, options, time);
}
