using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>Runs the function calls of one answer through the kernel's filters, and puts the results into the history in the order of the calls.</summary>
internal sealed class AutoInvocation(Kernel kernel, ChatHistory history, PromptExecutionSettings settings, FunctionNames names, int request, bool concurrent)
{
    /// <returns>True when a filter wants no further request.</returns>
    public async Task<bool> RunAsync(ChatMessageContent message, CancellationToken cancellationToken)
    {
        FunctionCallContent[] calls = [.. FunctionCallContent.GetFunctionCalls(message)];
        var running = new Task<(FunctionResultContent Result, bool Terminate)>[calls.Length];
        for (var i = 0; i < calls.Length; i++)
        {
            running[i] = RunAsync(message, calls[i], i, calls.Length, cancellationToken);
            if (!concurrent) await running[i];
        }

        var terminate = false;
        foreach (var (result, ends) in await Task.WhenAll(running))
        {
            history.Add(new ChatMessageContent(AuthorRole.Tool, [result]));
            terminate |= ends;
        }

        return terminate;
    }

    private async Task<(FunctionResultContent Result, bool Terminate)> RunAsync(ChatMessageContent message, FunctionCallContent call, int index, int count, CancellationToken cancellationToken)
    {
        var function = call.Exception is not null ? NotCallable($"Error: the arguments of {call.FunctionName} are no valid JSON.")
            : names.Find(call.PluginName, call.FunctionName) ?? NotCallable($"Error: there is no function {call.FunctionName}.");
        var context = new AutoFunctionInvocationContext(kernel, function, new FunctionResult(function, culture: kernel.Culture), history, message)
        {
            Arguments = call.Arguments ?? [],
            ExecutionSettings = settings,
            RequestSequenceIndex = request,
            FunctionSequenceIndex = index,
            FunctionCount = count,
            ToolCallId = call.Id,
            IsStreaming = true,
            CancellationToken = cancellationToken,
        };
        try
        {
            await NextAsync(context, 0);
        }
        catch (Exception wrong) when (wrong is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // As in Semantic Kernel's own connectors, what a function throws is for the model to read.
            return (Result($"Error: {wrong.Message}"), context.Terminate);
        }

        return (Result(ChatContents.ToText(context.Result.GetValue<object>())), context.Terminate);

        FunctionResultContent Result(string text) => new(call.FunctionName, call.PluginName, call.Id, text);
    }

    private async Task NextAsync(AutoFunctionInvocationContext context, int filter)
    {
        if (filter < kernel.AutoFunctionInvocationFilters.Count)
            await kernel.AutoFunctionInvocationFilters[filter].OnAutoFunctionInvocationAsync(context, next => NextAsync(next, filter + 1));
        else if (!context.Terminate)
            context.Result = await context.Function.InvokeAsync(kernel, context.Arguments, context.CancellationToken);
    }

    // Filters are shown a call that cannot be made too, and may answer it in their own words.
    private static KernelFunction NotCallable(string sentence) => KernelFunctionFactory.CreateFromMethod(() => sentence, "not_callable");
}
