using System.Text.Json;

namespace LocalsOnly.Simulation;

/// <summary>How a request to a simulated node ended.</summary>
public enum SimulatedOutcome
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>Answered to the end, or to the end that its fault prescribes.</summary>
    Completed,

    /// <summary>The client closed the connection first.</summary>
    Disconnected,
}

/// <summary>One chat request that a simulated node took, with the instants by which a client can be measured.</summary>
public sealed class SimulatedRequest
{
    private readonly TaskCompletionSource _firstToken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SimulatedRequest(JsonElement body, DateTimeOffset receivedAt)
    {
        Body = body;
        ReceivedAt = receivedAt;
    }

    /// <summary>The request as sent.</summary>
    public JsonElement Body { get; }

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>When the last prompt token was read; null before.</summary>
    public DateTimeOffset? PrefillEndedAt { get; internal set; }

    /// <summary>When the first token had been written to the socket; null before.</summary>
    public DateTimeOffset? FirstTokenAt { get; private set; }

    /// <summary>When the request was over; null before.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public int PromptTokens { get; internal set; }

    /// <summary>Tokens written so far.</summary>
    public int CompletionTokens { get; internal set; }

    public SimulatedOutcome Outcome { get; private set; }

    /// <summary>Completes when the first token is on its way.</summary>
    public Task FirstToken => _firstToken.Task;

    /// <summary>Completes when the request is over.</summary>
    public Task Ended => _ended.Task;

    internal void TokenWritten(DateTimeOffset at)
    {
        FirstTokenAt ??= at;
        CompletionTokens++;
        _firstToken.TrySetResult();
    }

    internal void End(SimulatedOutcome outcome, DateTimeOffset at)
    {
        (Outcome, EndedAt) = (outcome, at);
        _ended.TrySetResult();
    }
}
