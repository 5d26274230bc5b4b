using LocalsOnly.Memory.Qdrant;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Registers gRPC as a protocol in which the Qdrant mirror may be spoken to.</summary>
internal static class GrpcQdrantRegistration
{
    /// <summary>With <c>Memory:Qdrant:Protocol</c> set to <c>Grpc</c>, it is.</summary>
    public static IServiceCollection AddGrpcQdrant(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IQdrantFactory, GrpcQdrantFactory>());
        return services;
    }
}

/// <inheritdoc cref="GrpcQdrantRegistration"/>
internal sealed class GrpcQdrantFactory : IQdrantFactory
{
    public string Protocol => "Grpc";

    public IQdrant Create(HttpClient http, string? apiKey, TimeProvider time) => new GrpcQdrant(http, time, apiKey);
}
