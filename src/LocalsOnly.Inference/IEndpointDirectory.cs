namespace LocalsOnly.Inference;

/// <summary>Every endpoint this host may ask, and what was last seen of it.</summary>
public interface IEndpointDirectory
{
    /// <summary>The latest known state; never blocks. Empty when nothing is configured and nothing was found.</summary>
    IReadOnlyList<EndpointSnapshot> Endpoints { get; }

    /// <summary>Every address that may ever be contacted for inference, whether anything answers there or not.</summary>
    IReadOnlyList<EndpointAddress> Addresses { get; }

    /// <summary>Looks now, at all endpoints at once, each within a short deadline. Never throws for an endpoint's sake.</summary>
    Task<IReadOnlyList<EndpointSnapshot>> RefreshAsync(CancellationToken cancellationToken = default);
}

/// <summary>An address that prompts may go to.</summary>
/// <param name="AllowPublic">True when the guard was told to let it be outside the house.</param>
/// <param name="Discovered">True when it is not configured but looked for, on this machine only.</param>
public sealed record EndpointAddress(string Name, Uri Url, bool AllowPublic, bool Discovered);

/// <summary>What was last seen of one endpoint.</summary>
/// <param name="Name">Configured name, or the discovered server's, e.g. <c>ollama</c>.</param>
/// <param name="Url">Base address without a trailing path, e.g. <c>http://127.0.0.1:52415</c>.</param>
/// <param name="Protocol">Dialect spoken there.</param>
/// <param name="Tiers">The tiers it serves, in no order; empty when it is configured but used by none.</param>
/// <param name="State">Whether it can answer now.</param>
/// <param name="Model">The model it would answer with; null when none is known.</param>
/// <param name="Simulated">True when it said of itself that it is a simulation.</param>
/// <param name="Detail">One clause for a person, with what to do when the state is not <see cref="EndpointState.Ready"/>.</param>
/// <param name="CheckedAt">When this was seen; null when it was never looked at.</param>
public sealed record EndpointSnapshot(
    string Name,
    Uri Url,
    EndpointProtocol Protocol,
    IReadOnlyList<Tier> Tiers,
    EndpointState State,
    string? Model,
    bool Simulated,
    string Detail,
    DateTimeOffset? CheckedAt)
{
    /// <summary>Every model that it can answer with now, <see cref="Model"/> among them.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Longest prompt and answer together in tokens, configured or told by the server; null when unknown.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>What it is busy with, and how it has fared lately.</summary>
    public EndpointLoad Load { get; init; } = EndpointLoad.None;
}

/// <summary>How busy an endpoint is and how it has fared. Times and rates are moving averages of what this host measured; null before the first.</summary>
/// <param name="InFlight">Requests of this host being answered there.</param>
/// <param name="Capacity">Most of them at once.</param>
/// <param name="Queued">Requests of this host that wait for a place.</param>
/// <param name="QueueWait">How long they wait.</param>
/// <param name="TimeToFirstToken">From being sent to the first meaningful token.</param>
/// <param name="PromptTokensPerSecond">Prefill rate.</param>
/// <param name="TokensPerSecond">Decode rate of one stream.</param>
/// <param name="Breaker">Whether it is left alone for now.</param>
/// <param name="RetryAt">When it is tried again; null when it is not left alone.</param>
public sealed record EndpointLoad(
    int InFlight,
    int Capacity,
    int Queued,
    TimeSpan? QueueWait,
    TimeSpan? TimeToFirstToken,
    double? PromptTokensPerSecond,
    double? TokensPerSecond,
    BreakerState Breaker,
    DateTimeOffset? RetryAt)
{
    public static EndpointLoad None { get; } = new(0, 0, 0, null, null, null, null, BreakerState.Closed, null);
}

/// <summary>State of a circuit breaker.</summary>
public enum BreakerState
{
    /// <summary>Requests pass.</summary>
    Closed,

    /// <summary>Requests are turned away.</summary>
    Open,

    /// <summary>One request is let through to see.</summary>
    HalfOpen,
}

/// <summary>Whether an endpoint can answer.</summary>
public enum EndpointState
{
    /// <summary>Not looked at yet.</summary>
    Unknown,

    /// <summary>A model is ready to answer.</summary>
    Ready,

    /// <summary>The model is being loaded.</summary>
    Loading,

    /// <summary>The server is up, the model is not on it.</summary>
    NotPlaced,

    /// <summary>The server is up and answers with errors.</summary>
    Faulty,

    /// <summary>Nothing answers.</summary>
    Unreachable,

    /// <summary>The address is not in the house.</summary>
    RefusedByGuard,
}

/// <summary>Dialect of a server.</summary>
public enum EndpointProtocol
{
    /// <summary>exo: OpenAI's shape with comments for progress, errors inside 200, and <c>/state</c>.</summary>
    Exo,

    /// <summary>OpenAI-style local servers: Ollama, LM Studio, llama.cpp, vLLM.</summary>
    OpenAI,
}
