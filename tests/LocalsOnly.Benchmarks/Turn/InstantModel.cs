using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Benchmarks.Turn;

/// <summary>A model that takes no time: it thinks, calls a tool in every other turn, and answers in three hundred tokens with a figure, a citation and a code block.</summary>
internal sealed class InstantModel : IChatClient
{
    private static readonly string[] s_answer = [.. Enumerable.Range(0, 300).Select(i => (i % 40) switch
    {
        0 => "You said so [1]. ",
        13 => "About **12 %** of it, ",
        27 => "`code` ",
        39 => "that is all.\n\n",
        _ => "word ",
    })];

    private int _turns;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        var isSecond = messages.Last().Role == ChatRole.Tool;
        if (!isSecond && Interlocked.Increment(ref _turns) % 2 == 0)
        {
            yield return Of(new FunctionCallContent($"call-{_turns}", "calculate_exactly", new Dictionary<string, object?> { ["expression"] = "12 * 100 / 100" }));
            yield break;
        }

        yield return Of(new RouteContent(new RouteDecision(Tier.Heavy, Tier.Heavy, "instant", "instant", false, ["it is the only one"])));
        yield return Of(new TextContent("<think>"));
        for (var i = 0; i < 50; i++) yield return Of(new TextContent("hm "));
        yield return Of(new TextContent("</think>"));
        foreach (var token in s_answer) yield return Of(new TextContent(token));
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException("Turns stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatResponseUpdate Of(AIContent content) => new(ChatRole.Assistant, [content]);
}
