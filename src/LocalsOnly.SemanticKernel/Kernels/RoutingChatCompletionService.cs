using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>
/// The house's router as the chat service of a kernel, and the only one in it: whatever runs in the kernel is tiered, queued, guarded and entered in the ledger like
/// everything else in the house.
/// </summary>
/// <remarks>
/// As in every connector of Semantic Kernel, functions are called here when the settings' <see cref="FunctionChoiceBehavior"/> says so: the calls and their results join the
/// given history, and each call passes the kernel's <see cref="IAutoFunctionInvocationFilter"/>s. All calls of one answer get a result before a filter's
/// <see cref="AutoFunctionInvocationContext.Terminate"/> ends the loop, because a call without a result makes the next request invalid.
/// <para>The bridge that Semantic Kernel has (<c>AsChatCompletionService</c>) is not used: it drops what the model thought between its calls, and does not show filters a call
/// of a function that does not exist.</para>
/// </remarks>
/// <param name="router">Where everything is sent.</param>
public sealed class RoutingChatCompletionService(IChatClient router) : IChatCompletionService
{
    public IReadOnlyDictionary<string, object?> Attributes { get; } = new Dictionary<string, object?>();

    /// <inheritdoc/>
    /// <exception cref="InferenceException">No model answered.</exception>
    public async Task<IReadOnlyList<ChatMessageContent>> GetChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, CancellationToken cancellationToken = default)
    {
        var last = new List<ChatResponseUpdate>();
        await foreach (var content in GetStreamingChatMessageContentsAsync(chatHistory, executionSettings, kernel, cancellationToken))
        {
            if (content.InnerContent is ChatResponseUpdate update) last.Add(update);
            else last.Clear();
        }

        var response = last.ToChatResponse();
        if (response.Messages is not [.., var message]) return [];
        var answer = ChatContents.ToKernel(message);
        answer.ModelId = response.ModelId;
        answer.Metadata = new Dictionary<string, object?> { ["Usage"] = response.Usage, ["FinishReason"] = response.FinishReason?.Value };
        return [answer];
    }

    /// <inheritdoc/>
    /// <remarks>The inner content of what is streamed is the <see cref="ChatResponseUpdate"/>, with the router's own contents in it.</remarks>
    /// <exception cref="InferenceException">While it is read: no model answered, or the answer broke off.</exception>
    public async IAsyncEnumerable<StreamingChatMessageContent> GetStreamingChatMessageContentsAsync(
        ChatHistory chatHistory, PromptExecutionSettings? executionSettings = null, Kernel? kernel = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        for (var request = 0; ; request++)
        {
            var choice = executionSettings?.FunctionChoiceBehavior?.GetConfiguration(new FunctionChoiceBehaviorConfigurationContext(chatHistory) { Kernel = kernel, RequestSequenceIndex = request });
            var names = new FunctionNames(choice?.Functions);
            var options = RequestOptions.Of(executionSettings, choice, names, kernel);
            var calls = choice is { AutoInvoke: true } && choice.Choice != FunctionChoice.None && kernel is not null ? new List<ChatResponseUpdate>() : null;
            await foreach (var update in router.GetStreamingResponseAsync(await KernelHistory.MessagesAsync(chatHistory, executionSettings, kernel, cancellationToken), options, cancellationToken))
            {
                calls?.Add(update);
                KernelNotes.Take(update, executionSettings, kernel);
                yield return ToStreaming(update, names);
            }

            if (calls?.Exists(update => update.Contents.Any(content => content is Microsoft.Extensions.AI.FunctionCallContent)) != true) yield break;
            var ended = new RoundEnded(ChatContents.ToKernel(calls.ToChatResponse().Messages[^1], names));
            yield return new StreamingChatMessageContent(AuthorRole.Assistant, null) { InnerContent = ended };
            chatHistory.Add(ended.Message);
            var invocation = new AutoInvocation(kernel!, chatHistory, executionSettings!, names, request, choice!.Options.AllowConcurrentInvocation == true);
            var terminate = await invocation.RunAsync(ended.Message, cancellationToken);
            yield return new StreamingChatMessageContent(AuthorRole.Tool, null) { InnerContent = RoundResumed.Instance };
            if (terminate) yield break;
        }
    }

    private static StreamingChatMessageContent ToStreaming(ChatResponseUpdate update, FunctionNames names)
    {
        var content = new StreamingChatMessageContent(update.Role is { } role ? new AuthorRole(role.Value) : null, null, update, modelId: update.ModelId);
        foreach (var item in update.Contents)
        {
            if (item is Microsoft.Extensions.AI.TextContent text) content.Items.Add(new StreamingTextContent(text.Text));
            else if (item is Microsoft.Extensions.AI.FunctionCallContent call)
                content.Items.Add(new StreamingFunctionCallUpdateContent(
                    call.CallId, names.Find(call.Name) is { } known ? FunctionNames.Of(known) : call.Name, System.Text.Json.JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions)));
        }

        return content;
    }
}

/// <summary>Stands in the stream where an answer has ended in calls, before they run.</summary>
internal sealed class RoundEnded(ChatMessageContent message)
{
    /// <summary>What goes into the history as the model's words; whoever reads the stream may put other words there.</summary>
    public ChatMessageContent Message { get; set; } = message;
}

/// <summary>Stands in the stream where the calls have run.</summary>
internal sealed class RoundResumed
{
    public static RoundResumed Instance { get; } = new();
}
