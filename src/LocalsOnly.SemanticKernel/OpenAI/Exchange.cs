using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>What is known of an exchange before it begins.</summary>
internal sealed record Exchange(Dialect Dialect, InferenceOptions Limits)
{
    /// <summary>Names the server in failures; null for its host and port.</summary>
    public string? Name { get; init; }

    /// <summary>The model asked for, for failures.</summary>
    public string? Model { get; init; }

    /// <summary>Longest wait for the first token, which no progress prolongs.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Sent in place of what the SDK wrote.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Put into the messages that the SDK wrote.</summary>
    public MessageReasoning? Reasoning { get; init; }

    /// <summary>The first part of a streamed answer says that the stream has opened (<see cref="AnswerFields.Opened"/>).</summary>
    public bool ShowsOpening { get; init; }

    public bool ShowsComments { get; init; }

    public bool ExplainsRefusals { get; init; }

    public static Exchange Of(ChatCompletionsHandlerOptions options) => new(
        Dialect.Of(options.Protocol),
        new InferenceOptions
        {
            FirstTokenTimeout = options.FirstTokenTimeout,
            BetweenTokensTimeout = options.BetweenTokensTimeout,
            TotalTimeout = options.TotalTimeout,
        })
    {
        Name = options.Name,
        ShowsComments = options.ShowsComments,
        ExplainsRefusals = options.ExplainsRefusals,
    };

    /// <summary>A whole answer has no first token to wait for.</summary>
    public InferenceOptions LimitsOf(bool streams) =>
        streams ? Limits : new InferenceOptions { FirstTokenTimeout = Limits.TotalTimeout, TotalTimeout = Limits.TotalTimeout };
}
