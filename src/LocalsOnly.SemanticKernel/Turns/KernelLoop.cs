using System.Runtime.CompilerServices;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Inference;
using LocalsOnly.SemanticKernel.Kernels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Turns;

/// <summary>
/// The Semantic Kernel runtime's loop: a turn is asked of the persona's kernel, which calls functions by itself; the turn's rules are filters in it. Everything around the
/// loop (recall, prompt, guards of the reply, sessions) is the house's, and the same in both runtimes.
/// </summary>
internal sealed class KernelLoop(PersonaKernels kernels, TurnGate gate, TokenRatio tokens, TimeProvider time, ILogger<KernelLoop> logger) : IModelLoop
{
    /// <summary>What <c>Agents:Runtime</c> calls it.</summary>
    public const string Name = "SemanticKernel";

    public async IAsyncEnumerable<TurnEvent> RunAsync(ModelExchange exchange, CancellationToken caller, [EnumeratorCancellation] CancellationToken ending)
    {
        var (kernel, functions) = kernels.ForTurn(exchange.Persona, exchange.Tools);
        var filter = new TurnFunctionFilter(exchange);
        kernel.AutoFunctionInvocationFilters.Insert(0, filter);
        kernel.FunctionInvocationFilters.Add(PluginNotesFilter.Instance);
        kernel.PromptRenderFilters.Add(PluginNotesFilter.Instance);
        KernelNotes.Collect(kernel, exchange.Notes);
        exchange.Calls.Invoke = (tool, arguments, cancellation) => InvokeAsync(kernel, functions[tool.Name], arguments, cancellation);
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        while (true)
        {
            var (options, mayCall) = (exchange.Options(exchange), exchange.MayCall);
            RequestOptions.SetRoute(kernel, options.GetRoute());
            var settings = new TurnSettings(options) { FunctionChoiceBehavior = Choice(exchange, functions, mayCall) };
            var history = new ChatHistory(exchange.Prompt.Select(message => ChatContents.ToKernel(message)));
            await using var stream = Updates(chat.GetStreamingChatMessageContentsAsync(history, settings, kernel, ending)).GetAsyncEnumerator(ending);
            while (true)
            {
                exchange.Turn.BeginRound(mayCall);
                var model = new ModelRound(gate, time, logger, exchange.Persona.Name);
                RoundEnded? ended = null;
                await foreach (var happened in model.RunAsync(stream, exchange.Turn, exchange.Note, caller, update => (ended = update.RawRepresentation as RoundEnded) is not null)) yield return happened;
                exchange.End(model);
                if (exchange.Turn.PromptTokens is { } counted) tokens.Learn(exchange.Prompt, exchange.Tools, counted);
                if (ended is null || exchange.Interrupted is not null || exchange.Failure is not null) yield break;

                foreach (var happened in exchange.Leave(model)) yield return happened;
                ended.Message = ChatContents.ToKernel(exchange.Prompt[^1], new FunctionNames(functions.Values));
                if (!await model.NextAsync(stream, exchange.Turn, caller))
                {
                    exchange.Stop();
                    yield break;
                }

                foreach (var happened in exchange.Return(filter.Outcomes)) yield return happened;
                if (filter.HasEnded) break;
            }
        }
    }

    private static FunctionChoiceBehavior? Choice(ModelExchange exchange, IReadOnlyDictionary<string, KernelFunction> functions, bool mayCall)
    {
        if (exchange.Tools.Count == 0) return null;
        var its = exchange.Tools.Select(tool => functions[tool.Name]);
        return mayCall ? FunctionChoiceBehavior.Auto(its) : FunctionChoiceBehavior.None(its);
    }

    private static async ValueTask<object?> InvokeAsync(Kernel kernel, KernelFunction function, AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        (await function.InvokeAsync(kernel, new KernelArguments(arguments) { Context = arguments.Context, Services = arguments.Services }, cancellationToken)).GetValue<object>();

    // The marks between rounds travel as updates, so that the two runtimes read a round in one way.
    private static async IAsyncEnumerable<ChatResponseUpdate> Updates(IAsyncEnumerable<StreamingChatMessageContent> contents)
    {
        await foreach (var content in contents) yield return content.InnerContent as ChatResponseUpdate ?? new ChatResponseUpdate { RawRepresentation = content.InnerContent };
    }
}
