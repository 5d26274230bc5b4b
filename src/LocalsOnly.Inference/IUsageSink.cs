namespace LocalsOnly.Inference;

/// <summary>Receives one event per attempt at an endpoint. Implementations must not throw and must not block.</summary>
public interface IUsageSink
{
    void Record(UsageEvent usage);
}

/// <summary>One attempt at one endpoint, successful or not. Counts and times only; never a word of a prompt or a reply.</summary>
public sealed record UsageEvent
{
    /// <summary>UTC instant at which the attempt was sent.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Persona on whose behalf; null for calls without one.</summary>
    public string? Persona { get; init; }

    /// <summary>Name of the conversation (<see cref="RouteRequest.Conversation"/>); null when it has none.</summary>
    public string? Session { get; init; }

    /// <summary>Kind of work (<see cref="RouteRequest.Task"/>); null for a chat.</summary>
    public string? Task { get; init; }

    /// <summary>
    /// The tier that the router decided on. The endpoint may be another tier's that stood in: <see cref="Endpoint"/> says who was asked.
    /// </summary>
    public required Tier Tier { get; init; }

    /// <summary>Configured or discovered name of the endpoint.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Full model id; empty when none is known.</summary>
    public string Model { get; init; } = "";

    /// <summary>
    /// Why it was asked: <c>pin</c>, <c>task</c>, <c>follow-up</c>, <c>score</c> or <c>budget</c> for the layer of the router that chose the
    /// tier, <c>fallback</c> after another endpoint had failed, <c>escalation</c> after a light answer was found wanting.
    /// </summary>
    public string Reason { get; init; } = "score";

    /// <summary><c>ok</c>, or the name of the <see cref="InferenceFailure"/>, or <c>cancelled</c>, or <c>unexpected</c> for a defect of this host.</summary>
    public required string Outcome { get; init; }

    /// <summary>Nobody was given what it wrote to the end: it failed, was cancelled, or its answer was thrown away for another.</summary>
    public bool Abandoned { get; init; }

    public TokenCount Tokens { get; init; }

    /// <summary>How long it waited for a place at the endpoint before it was sent.</summary>
    public TimeSpan QueueWait { get; init; }

    /// <summary>From being sent to the first meaningful token; null when there was none.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>From the first meaningful token to the last.</summary>
    public TimeSpan Decoding { get; init; }

    /// <summary>From being sent to the end of the attempt.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Null when nobody knows what the endpoint's machines draw.</summary>
    public EnergyUse? Energy { get; init; }

    /// <summary>
    /// Of the times: <see cref="Provenance.Simulated"/> when the endpoint is a simulation; <see cref="Provenance.Estimated"/> when the answer came in one
    /// piece, so that its first token stands where it was expected; else <see cref="Provenance.Measured"/>: they are taken here.
    /// </summary>
    public Provenance Provenance { get; init; }

    /// <summary>Id of the routing decision it belongs to; empty when it is not kept.</summary>
    public string Decision { get; init; } = "";
}

/// <summary>Tokens of one attempt in buckets that do not overlap: their sum is all that was read and written.</summary>
/// <param name="Uncached">Prompt tokens that had to be read.</param>
/// <param name="Cached">Prompt tokens that were found in the prefix cache.</param>
/// <param name="Output">Tokens written, those of reasoning left out.</param>
/// <param name="Reasoning">Tokens written while thinking.</param>
/// <param name="Provenance">
/// <see cref="Provenance.Measured"/> when the server counted them; <see cref="Provenance.Estimated"/> when it told nothing and the prompt's
/// length and the pieces of the stream stand for them; <see cref="Provenance.Simulated"/> when a simulator counted.
/// </param>
public readonly record struct TokenCount(long Uncached, long Cached, long Output, long Reasoning, Provenance Provenance)
{
    public long Prompt => Uncached + Cached;

    public long Written => Output + Reasoning;

    public long Total => Prompt + Written;
}
