using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Clients;

/// <summary>What counts as the first token: text, reasoning or a tool call. Roles, routes, progress and usage do not.</summary>
internal static class MeaningfulToken
{
    public static bool IsIn(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is TextContent { Text.Length: > 0 } or TextReasoningContent { Text.Length: > 0 } or FunctionCallContent)
                return true;
        }

        return false;
    }
}
