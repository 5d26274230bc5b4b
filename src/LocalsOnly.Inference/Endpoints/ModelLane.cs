using LocalsOnly.Inference.Flow;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>One model on one endpoint, as this host has fared with it: an endpoint may serve one model well and another not at all.</summary>
internal sealed class ModelLane(string model, TimeProvider time)
{
    public string Model { get; } = model;

    public CircuitBreaker Breaker { get; } = new(time);

    public EndpointMeter Meter { get; } = new(time);

    /// <summary>Its latest failure as a clause, for as long as the breaker keeps requests away.</summary>
    public string? Trouble { get; set; }
}
