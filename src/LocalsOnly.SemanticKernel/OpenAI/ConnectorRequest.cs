using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;

#pragma warning disable SKEXP0010 // The extra body is the connector's only way to fields that it has no word for.

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>A request of the house's seam in the words of Semantic Kernel.</summary>
/// <param name="History">The messages.</param>
/// <param name="Settings">What the connector has a word for, and the rest as its extra body.</param>
/// <param name="Reasoning">What is put into the messages below the connector; null for nothing.</param>
internal sealed record ConnectorRequest(ChatHistory History, OpenAIPromptExecutionSettings Settings, MessageReasoning? Reasoning)
{
    /// <summary>Fields that the connector writes itself, from the settings or always.</summary>
    private static readonly HashSet<string> s_written = new(StringComparer.Ordinal)
    {
        "model", "stream", "stream_options", "messages", "max_tokens", "temperature", "top_p", "seed", "frequency_penalty", "presence_penalty", "stop",
    };

    public static ConnectorRequest Of(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, Dialect dialect)
    {
        // Another program's request is sent on whole, below the connector.
        if (options.GetRoute().Body is not null)
            return new ConnectorRequest(new ChatHistory("The request is sent on as it came."), new OpenAIPromptExecutionSettings(), null);
        var history = new ConnectorHistory(dialect);
        if (options?.Instructions is { Length: > 0 } instructions)
            history.Add(new ChatMessage(ChatRole.System, instructions));
        foreach (var message in messages)
            history.Add(message);
        return new ConnectorRequest(history.Messages, new OpenAIPromptExecutionSettings
        {
            MaxTokens = options?.MaxOutputTokens,
            Temperature = options?.Temperature,
            TopP = options?.TopP,
            Seed = options?.Seed,
            FrequencyPenalty = options?.FrequencyPenalty,
            PresencePenalty = options?.PresencePenalty,
            StopSequences = options?.StopSequences,
            ExtraBody = ExtraOf(options, model, dialect),
        }, history.Reasoning);
    }

    /// <summary>
    /// Tools, their choice, the form of the answer, effort and sampling that the connector has no word for, as the house words them for this dialect. The
    /// connector's own way for tools would take their schemas apart and lose what is not a plain list of properties.
    /// </summary>
    private static Dictionary<string, object?> ExtraOf(ChatOptions? options, string model, Dialect dialect)
    {
        using var whole = JsonDocument.Parse(ChatRequestWriter.Write([], options, model, dialect));
        var extra = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var field in whole.RootElement.EnumerateObject())
        {
            if (!s_written.Contains(field.Name))
                extra[field.Name] = field.Value.Clone();
        }

        return extra;
    }
}
