using System.Runtime.CompilerServices;
using LocalsOnly.Agents.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Agents.Turns;

/// <summary>The default runtime's loop: straight on the router.</summary>
internal sealed class ModelLoop(IChatClient router, TurnGate gate, TokenRatio tokens, TimeProvider time, ILogger<ModelLoop> logger) : IModelLoop
{
    public async IAsyncEnumerable<TurnEvent> RunAsync(ModelExchange exchange, CancellationToken caller, [EnumeratorCancellation] CancellationToken ending)
    {
        var (turn, prompt) = (exchange.Turn, exchange.Prompt);
        while (true)
        {
            var mayCall = exchange.MayCall;
            turn.BeginRound(mayCall);
            var model = new ModelRound(gate, time, logger, exchange.Persona.Name);
            await using (var stream = router.GetStreamingResponseAsync(prompt, exchange.Options(exchange), ending).GetAsyncEnumerator(ending))
                await foreach (var happened in model.RunAsync(stream, turn, exchange.Note, caller))
                    yield return happened;
            exchange.End(model);
            if (turn.PromptTokens is { } counted) tokens.Learn(prompt, exchange.Tools, counted);
            if (exchange.Interrupted is not null || exchange.Failure is not null || model.Calls.Count == 0 || !mayCall) yield break;

            foreach (var happened in exchange.Leave(model)) yield return happened;
            if (await CallAsync(exchange.Calls, model.Calls, caller, ending) is not { } outcomes)
            {
                exchange.Stop();
                yield break;
            }

            foreach (var happened in exchange.Return(outcomes)) yield return happened;
        }
    }

    private async Task<IReadOnlyList<ToolOutcome>?> CallAsync(ToolCalls calls, IReadOnlyList<FunctionCallContent> asked, CancellationToken caller, CancellationToken ending)
    {
        try
        {
            return await calls.RunAsync(asked, ending);
        }
        catch (OperationCanceledException) when (gate.Abandon.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            return null;
        }
    }
}
