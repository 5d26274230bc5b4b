namespace LocalsOnly.Inference;

/// <summary>What went wrong between a prompt and its tokens (facts of exo's protocol, and of the servers that imitate OpenAI's).</summary>
public enum InferenceFailure
{
    /// <summary>No endpoint is configured and none was found on this machine.</summary>
    NoEndpoint,

    /// <summary>Nothing answers at the endpoint's address.</summary>
    Unreachable,

    /// <summary>The endpoint is up, but the model has no instance on it (exo: 404 <c>No instance found for model</c>).</summary>
    NotPlaced,

    /// <summary>The model's weights are being loaded; it answers when that is done.</summary>
    Loading,

    /// <summary>The endpoint's queue is full, or so long that the first token would come too late. Nothing was sent.</summary>
    Overloaded,

    /// <summary>The endpoint failed several times in a row and is left alone for some seconds. Nothing was sent.</summary>
    CircuitOpen,

    /// <summary>No endpoint can do what the request needs: so long a prompt, tools, pictures, or what a person pinned.</summary>
    Unsuitable,

    /// <summary>This very prompt has killed the process that runs the model before, so it was not sent again.</summary>
    PoisonedPrompt,

    /// <summary>The server answered with an error, before or inside the stream.</summary>
    ServerError,

    /// <summary>What came back is not the protocol: garbage, an empty body, a web page.</summary>
    Protocol,

    /// <summary>No first token, no next token, or no end within the deadline.</summary>
    Deadline,

    /// <summary>The stream ended without a finish reason: half an answer is not an answer.</summary>
    Truncated,

    /// <summary>The model wrote a tool call that cannot be read.</summary>
    MalformedToolCall,

    /// <summary>The prompt does not fit the model.</summary>
    ContextOverflow,

    /// <summary>
    /// The caller gave up. Thrown as <see cref="OperationCanceledException"/>; the name stands in usage events and metrics.
    /// </summary>
    Cancelled,

    /// <summary>The persona's or task's budget is spent; nothing was sent.</summary>
    BudgetSpent,

    /// <summary>The address is not in the house (loopback, private, link-local); nothing was sent.</summary>
    RefusedByGuard,
}

/// <summary>A failed attempt at one endpoint, or, from the router, the failure of all of them.</summary>
/// <param name="failure">The kind, which decides what is retried and what the person reads.</param>
/// <param name="message">One sentence for the log and for <c>status</c>; never prompt text.</param>
/// <param name="endpoint">Name of the endpoint; null when there was none.</param>
/// <param name="model">Model asked for; null when there was none.</param>
public sealed class InferenceException(
    InferenceFailure failure, string message, string? endpoint = null, string? model = null, Exception? inner = null)
    : Exception(message, inner)
{
    public InferenceFailure Failure { get; } = failure;

    public string? Endpoint { get; } = endpoint;

    public string? Model { get; } = model;

    /// <summary>Every attempt that failed before this one was given up, oldest first; empty for a single attempt.</summary>
    public IReadOnlyList<InferenceException> Attempts { get; init; } = [];

    /// <summary>When the endpoint asked not to be asked again before (<c>Retry-After</c>); null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status that told of it; null when something else did.</summary>
    public int? Status { get; init; }

    /// <summary>True when the process that runs the model died of it, or may have.</summary>
    public bool RunnerDied { get; init; }

    /// <summary>True when nothing but the length of the prompt kept an endpoint from being asked (<see cref="InferenceFailure.Unsuitable"/>).</summary>
    public bool IsTooLong { get; init; }

    /// <summary>
    /// True when asking again would only be refused again: a wrong address, a missing key, a request that the server does not accept. It
    /// says nothing of the endpoint's health.
    /// </summary>
    public bool IsConfiguration { get; init; }

    /// <summary>True once text has been shown: the turn may not be retried, its partial text is kept and marked incomplete.</summary>
    public bool AfterFirstToken { get; init; }
}
