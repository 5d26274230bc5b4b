using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LocalsOnly.Agents;
using LocalsOnly.Inference;

namespace LocalsOnly.Tests.Discord;

/// <summary>Turns that go as a test wants them to.</summary>
internal sealed class ScriptedRuntime : IAgentRuntime
{
    public static TurnStats Stats { get; } = new(null, null, null, null, null, Provenance.Measured);

    /// <summary>What happens in a turn; an answer with the question in it until a test says otherwise.</summary>
    public Func<TurnRequest, CancellationToken, IAsyncEnumerable<TurnEvent>> Turn { get; set; } = (request, _) => Of(new TextDelta($"{request.PersonaId} on: {request.Messages[^1].Text}"), Whole());

    /// <summary>Every turn that was begun.</summary>
    public ConcurrentQueue<TurnRequest> Requests { get; } = new();

    public static TurnCompleted Whole(params TurnSource[] sources) => new(sources, [], Stats, false) { Turn = Guid.NewGuid().ToString("N")[..10] };

    public static async IAsyncEnumerable<TurnEvent> Of(params TurnEvent[] events)
    {
        await Task.CompletedTask;
        foreach (var happened in events) yield return happened;
    }

    public async IAsyncEnumerable<TurnEvent> RunAsync(TurnRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Requests.Enqueue(request);
        await foreach (var happened in Turn(request, cancellationToken).WithCancellation(cancellationToken)) yield return happened;
    }
}
