using LocalsOnly.Inference;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>How <see cref="ChatCompletionsHandler"/> speaks to its server. The defaults are for exo.</summary>
public sealed record ChatCompletionsHandlerOptions
{
    /// <summary>
    /// Kind of server. exo always ends a stream with <c>[DONE]</c>, so that one without it was cut off, and crashes on certain words in prompts, which are
    /// defused. Other servers may leave the <c>[DONE]</c> out.
    /// </summary>
    public EndpointProtocol Protocol { get; init; } = EndpointProtocol.Exo;

    /// <summary>Names the server in failures; null for its host and port.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// Longest wait for the first token of a streamed answer. Progress in reading the prompt starts the wait anew; a keep-alive does not, because exo sends
    /// them for ever over a model that will never answer.
    /// </summary>
    public TimeSpan FirstTokenTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait for the next token once the first has come.</summary>
    public TimeSpan BetweenTokensTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What a whole answer may take, streamed or not.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// Shows exo's progress and speed, which it tells in comments, as parts of the answer without text (<see cref="ServerAnswer.GetServerComment"/>). Off, they
    /// pass as the comments that they are, and readers of event streams skip them.
    /// </summary>
    public bool ShowsComments { get; init; }

    /// <summary>
    /// Makes a typed <see cref="InferenceException"/> of an error status too. Off, a status other than 200 passes, and the SDK makes its own exception of it.
    /// </summary>
    public bool ExplainsRefusals { get; init; }
}
