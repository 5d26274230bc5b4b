using LocalsOnly.Inference.Cluster;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>Looks whether one server can answer. What it needs to ask only once it remembers.</summary>
internal interface IEndpointProbe
{
    /// <summary>Looks once. Throws what the transport throws; the caller knows what that means.</summary>
    Task<Sighting> LookAsync(Endpoint endpoint, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellationToken);
}

/// <summary>What one look saw.</summary>
/// <param name="Detail">One clause for a person, with what to do when the state is not ready.</param>
internal sealed record Sighting(EndpointState State, string? Model, bool Simulated, string Detail)
{
    /// <summary>The dialect that the server was seen to be of; null when nothing new was seen of that.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>Every model that it can answer with now.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Longest prompt and answer together of <see cref="Model"/>, as the server tells; null when it does not.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Whether <see cref="Model"/> sees pictures, as the server tells; null when it does not.</summary>
    public bool? Vision { get; init; }

    /// <summary>The cluster behind the server; null when there is none, or it could not be read.</summary>
    public ClusterSnapshot? Cluster { get; init; }
}
