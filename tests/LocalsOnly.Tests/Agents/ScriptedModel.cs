using System.Runtime.CompilerServices;
using System.Text.Json;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Agents;

/// <summary>A model that says what a test wants, round by round, whatever is right: nothing that must hold may depend on it.</summary>
internal sealed class ScriptedModel : IChatClient
{
    private readonly Queue<Func<ScriptedModel, AIContent[]>> _rounds = new();

    /// <summary>Answers every request that <see cref="Then(AIContent[])"/> has no round for.</summary>
    public Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Script { get; set; } = _ => Updates();

    /// <summary>Sums up, behind the turns, whenever it is asked to; it fails until a test says what it says.</summary>
    public Func<IReadOnlyList<ChatMessage>, ChatOptions, string> Summary { get; set; } = (_, _) => throw new InferenceException(InferenceFailure.Unreachable, "gone");

    /// <summary>The messages of the last request.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; private set; }

    /// <summary>The options of the last request.</summary>
    public ChatOptions? Options { get; private set; }

    /// <summary>The messages of every request.</summary>
    public List<IReadOnlyList<ChatMessage>> Requests { get; } = [];

    /// <summary>Says this in the next round that nothing was said for yet.</summary>
    public ScriptedModel Then(params AIContent[] contents) => Then(_ => contents);

    /// <summary>Says in the next round what it makes of its prompt.</summary>
    public ScriptedModel Then(Func<ScriptedModel, AIContent[]> round)
    {
        _rounds.Enqueue(round);
        return this;
    }

    /// <summary>The same as text.</summary>
    public ScriptedModel Then(string text) => Then(new TextContent(text));

    /// <summary>A tool call with arguments as JSON.</summary>
    public static FunctionCallContent Call(string name, string arguments = "{}", string? id = null)
    {
        using var json = JsonDocument.Parse(arguments);
        return new FunctionCallContent(id ?? $"call-{Guid.NewGuid():N}", name, json.RootElement.EnumerateObject().ToDictionary(part => part.Name, object? (part) => part.Value.Clone()))
        {
            RawRepresentation = arguments,
        };
    }

    /// <summary>The results that the last request gave back, in order.</summary>
    public IReadOnlyList<string> Results =>
        [.. (Messages ?? []).SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => result.Result!.ToString()!)];

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options.GetRoute().Task == "compaction") return SumUp([.. messages], options!);
        (Messages, Options) = ([.. messages], options);
        Requests.Add(Messages);
        return Deferred(cancellationToken);
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Turns stream.");

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> Updates(params AIContent[] contents)
    {
        await Task.CompletedTask;
        foreach (var content in contents) yield return new ChatResponseUpdate(ChatRole.Assistant, [content]);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> SumUp(IReadOnlyList<ChatMessage> messages, ChatOptions options)
    {
        await Task.CompletedTask;
        yield return new ChatResponseUpdate(ChatRole.Assistant, Summary(messages, options));
    }

    // A real client fails when it is enumerated, not when it is called.
    private async IAsyncEnumerable<ChatResponseUpdate> Deferred([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var updates = _rounds.TryDequeue(out var round) ? Updates(round(this)) : Script(cancellationToken);
        await foreach (var update in updates.WithCancellation(cancellationToken)) yield return update;
    }
}
