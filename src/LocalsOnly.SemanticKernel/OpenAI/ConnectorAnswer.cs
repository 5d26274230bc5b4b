using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using OpenAI.Chat;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>One streamed answer of the connector in the words of the house's seam, as <see cref="ChatStream"/> gives it.</summary>
internal sealed class ConnectorAnswer(string model)
{
    private readonly ToolCallAssembly _calls = new();
    private UsageDetails? _usage;
    private (double Prompt, double Generation)? _rates;
    private (int Tokens, double Sum) _likelihood;
    private string? _id;
    private bool _simulated;

    /// <summary>What the part that was read last says; null when it says nothing to show.</summary>
    public ChatResponseUpdate? Update { get; private set; }

    /// <exception cref="FormatException">A tool call cannot be read.</exception>
    public void Read(StreamingChatMessageContent part)
    {
        Update = null;
        if (part.InnerContent is not StreamingChatCompletionUpdate update)
            return;
        if (ServerAnswer.OpenedOf(update) is { } simulated)
        {
            _simulated = simulated;
            Update = Say([new EndpointOpenedContent(model, simulated)]);
            return;
        }

        if (part.GetServerComment(_simulated) is { } comment)
        {
            Update = Say([comment]);
            return;
        }

        _id ??= update.CompletionId;
        _usage = UsageOf(update) ?? _usage;
        _rates = RatesOf(update) ?? _rates;
        List<AIContent> contents = [];
        if (part.GetReasoning() is { Length: > 0 } reasoning)
            contents.Add(new TextReasoningContent(reasoning));
        if (part.Content is { Length: > 0 } text)
            contents.Add(new TextContent(text));
        foreach (var call in part.Items.OfType<StreamingFunctionCallUpdateContent>())
            _calls.Add(new ToolCallPiece(call.FunctionCallIndex, call.CallId, call.Name, call.Arguments));
        AddLogprobs(update, contents);
        var finish = FinishOf(update);
        if (finish is not null && !_calls.IsEmpty)
            contents.AddRange(_calls.Take());
        if (contents.Count > 0 || finish is not null)
            Update = Say(contents, finish);
    }

    /// <summary>What is told once, behind the last part: usage, speed, how sure the model was. Null when there is nothing.</summary>
    public ChatResponseUpdate? End()
    {
        var contents = new List<AIContent>(3);
        if (_usage is not null)
            contents.Add(new UsageContent(_usage));
        if (_rates is var (prompt, generation))
            contents.Add(new GenerationStatsContent(prompt, generation, _simulated ? Provenance.Simulated : Provenance.Measured));
        if (_likelihood.Tokens > 0)
            contents.Add(new MeanLogprobContent(_likelihood.Sum / _likelihood.Tokens, _likelihood.Tokens));
        return contents.Count == 0 ? null : Say(contents);
    }

    private ChatResponseUpdate Say(List<AIContent> contents, ChatFinishReason? finish = null) => new()
    {
        Role = ChatRole.Assistant,
        Contents = contents,
        ModelId = model,
        ResponseId = _id,
        MessageId = _id,
        FinishReason = finish,
    };

    private void AddLogprobs(StreamingChatCompletionUpdate update, List<AIContent> contents)
    {
        if (ServerAnswer.LogprobsOf(update) is not { } json)
            return;
        contents.Add(new LogprobsContent(json));
        foreach (var token in update.ContentTokenLogProbabilities)
            _likelihood = (_likelihood.Tokens + 1, _likelihood.Sum + token.LogProbability);
    }

    private static ChatFinishReason? FinishOf(StreamingChatCompletionUpdate update) => update.FinishReason switch
    {
        null => null,
        _ when ServerAnswer.FinishReasonOf(update) is { } other => new ChatFinishReason(other),
        global::OpenAI.Chat.ChatFinishReason.Stop => ChatFinishReason.Stop,
        global::OpenAI.Chat.ChatFinishReason.Length => ChatFinishReason.Length,
        global::OpenAI.Chat.ChatFinishReason.ToolCalls => ChatFinishReason.ToolCalls,
        global::OpenAI.Chat.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason("function_call"),
    };

    private static UsageDetails? UsageOf(StreamingChatCompletionUpdate update) => update.Usage is not { } usage ? null : new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    /// <summary>llama.cpp's own figures, in tokens per second.</summary>
    private static (double Prompt, double Generation)? RatesOf(StreamingChatCompletionUpdate update) =>
        ServerAnswer.NumberOf(update, "$.timings.prompt_per_second"u8) is { } prompt && ServerAnswer.NumberOf(update, "$.timings.predicted_per_second"u8) is { } generation
            ? (prompt, generation)
            : null;
}
