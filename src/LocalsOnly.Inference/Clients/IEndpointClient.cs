using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>
/// A client of one endpoint. It always streams; its first update is <see cref="EndpointOpenedContent"/>, and whatever goes wrong on the wire
/// is an <see cref="InferenceException"/> without prompt text.
/// </summary>
internal interface IEndpointClient : IChatClient
{
    /// <summary>A look at the server has told which kind it is.</summary>
    void Speak(Dialect dialect);
}

/// <summary>Makes the clients of one kind. Which endpoint gets which kind is <see cref="EndpointOptions.Client"/>.</summary>
internal interface IEndpointClientFactory
{
    /// <summary>As it stands in the configuration.</summary>
    string Name { get; }

    /// <param name="http">The transport behind the guard, which belongs to the directory and is not disposed of here.</param>
    IEndpointClient Create(Endpoint endpoint, HttpMessageInvoker http, InferenceOptions options, TimeProvider time);
}

/// <summary>The house's own client, which every build has.</summary>
internal sealed class ExoChatClientFactory : IEndpointClientFactory
{
    public static readonly ExoChatClientFactory Instance = new();

    public string Name => EndpointOptions.OwnClient;

    public IEndpointClient Create(Endpoint endpoint, HttpMessageInvoker http, InferenceOptions options, TimeProvider time) =>
        new ExoChatClient(endpoint, http, options, time);
}
