using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatMessageContent = Microsoft.SemanticKernel.ChatMessageContent;
using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;
using TextContent = Microsoft.Extensions.AI.TextContent;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>Messages of the house's seam as the connector's history. What the wire has no word for (routes, progress, usage) is left out.</summary>
internal sealed class ConnectorHistory(Dialect dialect)
{
    /// <summary>Where the connector looks for tool calls that are already the SDK's, with their arguments as the model wrote them.</summary>
    private const string ToolCalls = "ChatResponseMessage.FunctionToolCalls";

    public ChatHistory Messages { get; } = [];

    /// <summary>What the messages hold that the connector has no word for; null where the server does not take it back.</summary>
    public MessageReasoning? Reasoning { get; } = dialect.ReasoningField is { } field ? new(field) : null;

    /// <summary>Adds one message, or one per tool result.</summary>
    public void Add(ChatMessage message)
    {
        var results = false;
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            Messages.Add(new ChatMessageContent(AuthorRole.Tool,
                [new Microsoft.SemanticKernel.FunctionResultContent(callId: result.CallId, result: ToolJson.Result(result))]));
            results = true;
        }

        var text = string.Concat(message.Contents.OfType<TextContent>().Select(c => c.Text));
        var images = message.Contents.OfType<DataContent>().Where(c => c.HasTopLevelMediaType("image")).ToList();
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        if (results && text.Length == 0 && images.Count == 0 && calls.Count == 0)
            return;
        if (calls.Count > 0)
            AddCalls(message, text, calls);
        else if (message.Role == ChatRole.Assistant || message.Role == ChatRole.System)
            Messages.Add(new ChatMessageContent(new AuthorRole(message.Role.Value), text));
        else
            Messages.Add(new ChatMessageContent(message.Role.Value == AuthorRole.Developer.Label ? AuthorRole.Developer : AuthorRole.User, Parts(text, images)));
    }

    private static ChatMessageContentItemCollection Parts(string text, List<DataContent> images)
    {
        ChatMessageContentItemCollection parts = [];
        if (text.Length > 0 || images.Count == 0)
            parts.Add(new Microsoft.SemanticKernel.TextContent(text));
        foreach (var image in images)
            parts.Add(new ImageContent(image.Uri));
        return parts;
    }

    private void AddCalls(ChatMessage message, string text, List<FunctionCallContent> calls)
    {
        var reasoning = string.Concat(message.Contents.OfType<TextReasoningContent>().Select(c => c.Text));
        if (reasoning.Length > 0)
            Reasoning?.Add(Messages.Count, reasoning);
        var written = calls.ConvertAll(c => ChatToolCall.CreateFunctionToolCall(c.CallId, c.Name, BinaryData.FromString(ToolJson.Arguments(c))));
        Messages.Add(new ChatMessageContent(AuthorRole.Assistant, text, metadata: new Dictionary<string, object?> { [ToolCalls] = written }));
    }
}
