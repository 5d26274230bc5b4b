using LocalsOnly.Agents;
using LocalsOnly.Agents.Turns;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>
/// Cuts a history to <see cref="AgentsOptions.HistoryTokens"/> by what tokens have been seen to take, from its beginning. The instructions stay, and so does everything from the
/// current request on, however long it is; a tool's result never stays without its call.
/// </summary>
internal sealed class TokenBudgetReducer(TokenRatio tokens, IOptions<AgentsOptions> options) : IChatHistoryReducer
{
    public Task<IEnumerable<ChatMessageContent>?> ReduceAsync(IReadOnlyList<ChatMessageContent> chatHistory, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chatHistory);
        var request = chatHistory.Count - 1;
        while (request > 0 && chatHistory[request].Role != AuthorRole.User) request--;
        long left = tokens.Characters(options.Value.HistoryTokens);
        var first = request;
        for (var i = request - 1; i >= 0 && (IsInstruction(chatHistory[i]) || (left -= Characters(chatHistory[i])) >= 0); i--) first = i;
        // A result whose call is cut off would make the request invalid.
        while (first < request && chatHistory[first].Role == AuthorRole.Tool) first++;
        if (first <= 0) return Task.FromResult<IEnumerable<ChatMessageContent>?>(null);
        return Task.FromResult<IEnumerable<ChatMessageContent>?>([.. chatHistory.Take(first).Where(IsInstruction), .. chatHistory.Skip(first)]);
    }

    private static bool IsInstruction(ChatMessageContent message) => message.Role == AuthorRole.System || message.Role == AuthorRole.Developer;

    private static int Characters(ChatMessageContent message) => message.Items.Sum(item => item switch
    {
        TextContent text => text.Text?.Length ?? 0,
        FunctionResultContent result => ChatContents.ToText(result.Result).Length,
        FunctionCallContent call => call.FunctionName.Length + (call.Arguments?.Sum(argument => argument.Key.Length + (argument.Value?.ToString()?.Length ?? 0)) ?? 0),
        _ => 0,
    });
}
