using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>
/// Who answers, and why. Comes as soon as an endpoint has opened its stream, before any progress or text, and again when that endpoint
/// fails before its first token and another takes over: the last one before text is the one that answered.
/// </summary>
public sealed class RouteContent(RouteDecision route) : AIContent
{
    public RouteDecision Route { get; } = route;
}

/// <summary>One routing decision, as a person may ask for it.</summary>
/// <param name="Asked">The tier the turn asked for.</param>
/// <param name="Answered">
/// The tier whose endpoint list the answering endpoint came from; differs from <paramref name="Asked"/> when another tier stood in.
/// </param>
/// <param name="Endpoint">Configured or discovered name of the endpoint, e.g. <c>cluster</c>.</param>
/// <param name="Model">Full model id that the endpoint answers with.</param>
/// <param name="Simulated">True when the endpoint said of itself that it is a simulation.</param>
/// <param name="Reasons">Short clauses in the order they were decided, including each endpoint that was passed over and why.</param>
public sealed record RouteDecision(
    Tier Asked,
    Tier Answered,
    string Endpoint,
    string Model,
    bool Simulated,
    IReadOnlyList<string> Reasons);
