using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>
/// Says that the endpoint has accepted the request and begun its answer. Never leaves this project: the route takes its place.
/// </summary>
internal sealed class EndpointOpenedContent(string model, bool simulated) : AIContent
{
    public string Model { get; } = model;

    public bool Simulated { get; } = simulated;

    /// <summary>The answer is no stream, so when it came tells nothing of its first token.</summary>
    public bool InOnePiece { get; init; }
}
