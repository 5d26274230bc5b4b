using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using AI = Microsoft.Extensions.AI;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>
/// Semantic Kernel's messages and those of <c>Microsoft.Extensions.AI</c>, both ways. What has come from the other side keeps its original as inner content, so that there and
/// back nothing is lost: thoughts, pictures, raw arguments.
/// </summary>
internal static class ChatContents
{
    public static ChatMessageContent ToKernel(ChatMessage message, FunctionNames? names = null)
    {
        var items = new ChatMessageContentItemCollection();
        foreach (var content in message.Contents) items.Add(ToKernel(content, names));
        return new ChatMessageContent(new AuthorRole(message.Role.Value), items) { InnerContent = message, AuthorName = message.AuthorName };
    }

    public static ChatMessage ToMessage(ChatMessageContent content)
    {
        if (content.InnerContent is ChatMessage original && IsAsItWas(content, original)) return original;
        return new ChatMessage(new ChatRole(content.Role.Label), [.. content.Items.Select(ToContent)]) { AuthorName = content.AuthorName };
    }

    /// <summary>What a function gave, as the text that a model reads.</summary>
    public static string ToText(object? result) => result switch
    {
        null => "Done.",
        string text => text,
        ChatMessageContent message => message.ToString(),
        System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.String } text => text.GetString()!,
        _ => System.Text.Json.JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions),
    };

    private static KernelContent ToKernel(AIContent content, FunctionNames? names) => content switch
    {
        AI.TextContent text => new Microsoft.SemanticKernel.TextContent(text.Text) { InnerContent = text },
        AI.FunctionCallContent call => ToKernel(call, names),
        AI.FunctionResultContent result => new Microsoft.SemanticKernel.FunctionResultContent(callId: result.CallId, result: result.Result) { InnerContent = result },
        _ => new OtherContent(content),
    };

    private static Microsoft.SemanticKernel.FunctionCallContent ToKernel(AI.FunctionCallContent call, FunctionNames? names)
    {
        var function = names?.Find(call.Name);
        return new Microsoft.SemanticKernel.FunctionCallContent(
            function?.Metadata.Name ?? call.Name, function?.PluginName, call.CallId, call.Arguments is null ? null : new KernelArguments(call.Arguments))
        {
            InnerContent = call,
            Exception = call.Exception,
        };
    }

    private static AIContent ToContent(KernelContent item) => item switch
    {
        { InnerContent: AIContent original } when IsAsItWas(item, original) => original,
        Microsoft.SemanticKernel.TextContent text => new AI.TextContent(text.Text),
        Microsoft.SemanticKernel.FunctionCallContent call => new AI.FunctionCallContent(call.Id ?? "", FunctionNames.Of(call.PluginName, call.FunctionName), call.Arguments),
        Microsoft.SemanticKernel.FunctionResultContent result => new AI.FunctionResultContent(result.CallId ?? "", ToText(result.Result)),
        BinaryContent { Data: { } bytes, MimeType: { } type } => new DataContent(bytes, type),
        BinaryContent { Uri: { } address } binary => new UriContent(address, binary.MimeType ?? "application/octet-stream"),
        _ => new AI.TextContent(item.ToString()),
    };

    private static bool IsAsItWas(ChatMessageContent content, ChatMessage original)
    {
        if (content.Items.Count != original.Contents.Count || content.Role.Label != original.Role.Value) return false;
        for (var i = 0; i < content.Items.Count; i++)
            if (!ReferenceEquals(content.Items[i].InnerContent, original.Contents[i]) || !IsAsItWas(content.Items[i], original.Contents[i])) return false;
        return true;
    }

    // A filter may have written into an item; calls and results cannot be changed, only exchanged.
    private static bool IsAsItWas(KernelContent item, AIContent original) =>
        item is not Microsoft.SemanticKernel.TextContent text || (original as AI.TextContent)?.Text == text.Text;

    /// <summary>A content for which Semantic Kernel has no word.</summary>
    private sealed class OtherContent(AIContent original) : KernelContent(original)
    {
        public override string ToString() => original is TextReasoningContent ? "" : original.ToString() ?? "";
    }
}
