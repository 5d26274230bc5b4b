using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>Ends the calling of functions after so many answers: Semantic Kernel's own bound of 128 is for another kind of cluster.</summary>
internal sealed class RoundCapFilter(int mostRounds) : IAutoFunctionInvocationFilter
{
    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        await next(context);
        if (context.RequestSequenceIndex + 1 >= mostRounds) context.Terminate = true;
    }
}
