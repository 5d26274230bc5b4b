using LocalsOnly.SemanticKernel.Kernels;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Turns;

/// <summary>Notes for <c>/why</c> which of the person's own functions ran in a turn and which prompts they sent; how long they were, never their text.</summary>
internal sealed class PluginNotesFilter : IFunctionInvocationFilter, IPromptRenderFilter
{
    public static PluginNotesFilter Instance { get; } = new();

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        await next(context);
        if (IsOwn(context.Function)) KernelNotes.Add(context.Kernel, $"{FunctionNames.Of(context.Function)}, one of your plugins, ran");
    }

    public async Task OnPromptRenderAsync(PromptRenderContext context, Func<PromptRenderContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        await next(context);
        if (IsOwn(context.Function)) KernelNotes.Add(context.Kernel, $"{FunctionNames.Of(context.Function)} asked a model with a prompt of {context.RenderedPrompt?.Length ?? 0} characters");
    }

    private static bool IsOwn(KernelFunction function) => function.PluginName is not (null or FunctionNames.House or FunctionNames.Turn);
}
