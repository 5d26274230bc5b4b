using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Telemetry;

/// <summary>Answers with the given steps; a step may act, or throw, before its update.</summary>
internal sealed class ScriptedChatClient(params Func<ChatResponseUpdate>[] steps) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var step in steps)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return step();
        }
    }

    public static Func<ChatResponseUpdate> Of(params AIContent[] contents) => () => new ChatResponseUpdate(ChatRole.Assistant, [.. contents]);

    public static Func<ChatResponseUpdate> Text(string text, Action? before = null) => () =>
    {
        before?.Invoke();
        return new ChatResponseUpdate(ChatRole.Assistant, text);
    };

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
