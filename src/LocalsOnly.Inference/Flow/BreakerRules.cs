namespace LocalsOnly.Inference.Flow;

/// <summary>Which failures speak against an endpoint, and which only against the request, the configuration or the caller.</summary>
internal static class BreakerRules
{
    /// <summary>
    /// True for what counts against it (<see cref="CircuitBreaker.Failed"/>): a transport that fails, an error of the server before or
    /// inside the stream, a missed deadline, half an answer. False for what says nothing (<see cref="CircuitBreaker.Abandoned"/>): the
    /// configuration (no such model, no key, a web page at the address), a prompt that does not fit or that kills, a full queue, a caller
    /// who gave up. Null for what shows that it works (<see cref="CircuitBreaker.Succeeded"/>): a whole answer that was no good. Whether a
    /// runner's death is its prompt's doing is for <see cref="PoisonedPrompts.HasKilled"/> to say, before this is asked.
    /// </summary>
    /// <param name="failure">As the wire told it, which does not know what its reader has been given.</param>
    /// <param name="afterFirstToken">Some of the answer had come.</param>
    public static bool? CountsAgainst(InferenceException failure, bool afterFirstToken = false) => failure.Failure switch
    {
        InferenceFailure.MalformedToolCall => null,
        InferenceFailure.Unreachable or InferenceFailure.Deadline or InferenceFailure.Truncated => true,
        // A status of the 400s speaks of the request or the configuration, but for a time-out; whoever names a time is only busy.
        InferenceFailure.ServerError => failure is { RetryAfter: null, IsConfiguration: false, Status: null or 408 or < 400 or >= 500 },
        // Garbage after text was shown is a broken stream; garbage in place of it is another kind of server.
        InferenceFailure.Protocol => afterFirstToken,
        _ => false,
    };
}
