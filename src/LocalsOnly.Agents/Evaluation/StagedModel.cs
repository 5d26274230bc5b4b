using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>The house's router, with whom the eval pins, what it costs written down, and the colleagues for whom the scenario speaks.</summary>
internal sealed class StagedModel(IChatClient router, Stage stage) : DelegatingChatClient(router)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var route = options.GetRoute();
        IReadOnlyList<ChatMessage> prompt = [.. messages];
        if (route is { Unwatched: true, Persona: { } colleague })
        {
            stage.Asked(colleague);
            if (stage.Given.Colleagues.TryGetValue(colleague, out var answer))
            {
                yield return new ChatResponseUpdate(ChatRole.Assistant, answer);
                yield break;
            }
        }
        else stage.Asking(prompt);

        var pinned = (options ?? new ChatOptions()).WithRoute(route with { PinnedEndpoint = stage.Pin.Endpoint ?? route.PinnedEndpoint, PinnedTier = stage.Pin.Tier ?? route.PinnedTier });
        await foreach (var update in base.GetStreamingResponseAsync(prompt, pinned, cancellationToken))
        {
            foreach (var usage in update.Contents.OfType<UsageContent>()) stage.Used(usage.Details);
            yield return update;
        }
    }
}
