using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>
/// Who answers, and why. Comes as soon as an endpoint has opened its stream, before any progress or text, and again when that endpoint
/// fails before its first token, or its answer is found wanting, and is asked once more or another takes over: the last one before text
/// is the one that answered.
/// </summary>
public sealed class RouteContent(RouteDecision route) : AIContent
{
    public RouteDecision Route { get; } = route;
}

/// <summary>The endpoint is busy and the request waits its turn. Comes at most once per endpoint, before its <see cref="RouteContent"/>.</summary>
/// <param name="endpoint">Where it waits.</param>
/// <param name="ahead">Requests before it at this moment.</param>
/// <param name="wait">How long that will take, from how long it took lately; null when nothing is known.</param>
public sealed class QueuedContent(string endpoint, int ahead, TimeSpan? wait) : AIContent
{
    public string Endpoint { get; } = endpoint;

    public int Ahead { get; } = ahead;

    public TimeSpan? Wait { get; } = wait;
}

/// <summary>One routing decision, as a person may ask for it.</summary>
/// <param name="Asked">The tier that the layers of the router decided on.</param>
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
    IReadOnlyList<string> Reasons)
{
    /// <summary>Names the decision, for the outcome that a person reports of it later; empty when it is not kept.</summary>
    public string Id { get; init; } = "";

    /// <summary>A light answer was found wanting and thrown away, so this one was asked.</summary>
    public bool Escalated { get; init; }

    /// <summary>What the budget of the persona or task said of it.</summary>
    public BudgetVerdict Budget { get; init; }
}
