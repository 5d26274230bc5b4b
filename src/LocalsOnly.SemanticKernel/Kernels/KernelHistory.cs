using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>A history as a request has it.</summary>
internal static class KernelHistory
{
    /// <summary>The messages; those of a turn were measured when its prompt was composed, every other history is reduced by the kernel's reducer, if it has one.</summary>
    public static async ValueTask<List<ChatMessage>> MessagesAsync(ChatHistory history, PromptExecutionSettings? settings, Kernel? kernel, CancellationToken cancellationToken)
    {
        IEnumerable<ChatMessageContent> contents = history;
        if (settings is not TurnSettings && kernel?.Services.GetService(typeof(IChatHistoryReducer)) is IChatHistoryReducer reducer)
            contents = await reducer.ReduceAsync(history, cancellationToken) ?? history;
        return [.. contents.Select(ChatContents.ToMessage)];
    }
}
