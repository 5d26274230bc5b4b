using LocalsOnly.Inference.Wire;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>Looks whether a server of one dialect can answer.</summary>
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
}
