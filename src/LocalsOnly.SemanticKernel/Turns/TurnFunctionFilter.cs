using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using Microsoft.SemanticKernel;
using AI = Microsoft.Extensions.AI;

namespace LocalsOnly.SemanticKernel.Turns;

/// <summary>
/// The turn's rules over Semantic Kernel's function calling: guards before each call, deadlines, no call twice, what reads at once and what writes in order, and what
/// <c>/why</c> and the ledger are to know of it. The calls of an answer are run together when the first of them comes by; each takes its own outcome.
/// </summary>
internal sealed class TurnFunctionFilter(ModelExchange exchange) : IAutoFunctionInvocationFilter
{
    private Task<IReadOnlyList<ToolOutcome>>? _running;

    /// <summary>The outcomes of the last answer's calls, in the order of the calls.</summary>
    public IReadOnlyList<ToolOutcome> Outcomes { get; private set; } = [];

    /// <summary>No function is called any more: the model must answer now, in a request that offers the same functions.</summary>
    public bool HasEnded { get; private set; }

    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.FunctionSequenceIndex == 0)
        {
            List<AI.FunctionCallContent> calls = [.. FunctionCallContent.GetFunctionCalls(context.ChatMessageContent).Select(call => (AI.FunctionCallContent)call.InnerContent!)];
            _running = exchange.Calls.RunAsync(calls, context.CancellationToken);
        }

        Outcomes = await _running!;
        context.Result = new FunctionResult(context.Function, ToolResultText.Of(Outcomes[context.FunctionSequenceIndex]));
        HasEnded = context.Terminate = exchange.Round + 1 >= exchange.MostRounds || exchange.Calls.IsGoingRound;
    }
}
