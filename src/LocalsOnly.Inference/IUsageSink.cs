namespace LocalsOnly.Inference;

/// <summary>Receives one event per attempt at an endpoint. Implementations must not throw and must not block.</summary>
public interface IUsageSink
{
    void Record(UsageEvent usage);
}

/// <summary>One attempt at one endpoint, successful or not.</summary>
/// <param name="At">UTC instant at which the attempt began.</param>
/// <param name="Persona">Persona on whose behalf; null for calls without one.</param>
/// <param name="Tier">
/// The tier that the router decided on. The endpoint may be another tier's that stood in: <paramref name="Endpoint"/> says who was asked.
/// </param>
/// <param name="Endpoint">Configured or discovered name of the endpoint.</param>
/// <param name="Model">Full model id; empty when none is known.</param>
/// <param name="Outcome"><c>ok</c>, or the name of the <see cref="InferenceFailure"/>, or <c>cancelled</c>, or <c>unexpected</c> for a defect of this host.</param>
/// <param name="PromptTokens">Tokens read; null when the server did not say.</param>
/// <param name="CachedTokens">Of them, tokens found in the prefix cache.</param>
/// <param name="CompletionTokens">Tokens written; null when the server did not say.</param>
/// <param name="TimeToFirstToken">From the request to the first meaningful token; null when there was none.</param>
/// <param name="Duration">From the request to the end of the attempt.</param>
/// <param name="Provenance"><see cref="Provenance.Simulated"/> when the endpoint is a simulation.</param>
public sealed record UsageEvent(
    DateTimeOffset At,
    string? Persona,
    Tier Tier,
    string Endpoint,
    string Model,
    string Outcome,
    long? PromptTokens,
    long? CachedTokens,
    long? CompletionTokens,
    TimeSpan? TimeToFirstToken,
    TimeSpan Duration,
    Provenance Provenance)
{
    /// <summary>How long it waited for a place at the endpoint before it was sent.</summary>
    public TimeSpan QueueWait { get; init; }

    /// <summary>Of the tokens written, those of reasoning; null when the server did not say.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Kind of work (<see cref="RouteRequest.Task"/>); null for a chat.</summary>
    public string? Task { get; init; }

    /// <summary>Id of the routing decision it belongs to; empty when it is not kept.</summary>
    public string Decision { get; init; } = "";
}
