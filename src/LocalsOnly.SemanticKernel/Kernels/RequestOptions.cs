using LocalsOnly.Inference;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>Settings of a request that a turn has made: its options go to the router as they are.</summary>
internal sealed class TurnSettings(ChatOptions options) : PromptExecutionSettings
{
    public ChatOptions Options => options;
}

/// <summary>What Semantic Kernel's settings mean for the router.</summary>
internal static class RequestOptions
{
    private const string RouteKey = "LocalsOnly.Route";

    /// <summary>Of everything that runs in this kernel the router is to know for whom it runs.</summary>
    public static void SetRoute(Kernel kernel, RouteRequest route) => kernel.Data[RouteKey] = route;

    public static ChatOptions Of(PromptExecutionSettings? settings, FunctionChoiceBehaviorConfiguration? choice, FunctionNames names, Kernel? kernel)
    {
        var options = settings is TurnSettings turn ? turn.Options.Clone() : Of(settings, kernel);
        if (choice?.Functions is { Count: > 0 })
        {
            options.Tools = names.Declarations();
            options.ToolMode = choice.Choice == FunctionChoice.None ? ChatToolMode.None : choice.Choice == FunctionChoice.Required ? ChatToolMode.RequireAny : ChatToolMode.Auto;
            if (choice.Options.AllowParallelCalls is { } parallel) options.AllowMultipleToolCalls = parallel;
        }

        return options;
    }

    // A prompt of a person's own plugin: what is usual for all connectors goes by the names that the OpenAI connector gives it.
    private static ChatOptions Of(PromptExecutionSettings? settings, Kernel? kernel)
    {
        var given = OpenAIPromptExecutionSettings.FromExecutionSettings(settings);
        var options = new ChatOptions
        {
            Temperature = (float?)given.Temperature,
            TopP = (float?)given.TopP,
            MaxOutputTokens = given.MaxTokens,
            StopSequences = given.StopSequences,
            Seed = given.Seed,
            FrequencyPenalty = (float?)given.FrequencyPenalty,
            PresencePenalty = (float?)given.PresencePenalty,
            ResponseFormat = given.ResponseFormat is "json_object" ? ChatResponseFormat.Json : null,
        };
        return kernel?.Data.TryGetValue(RouteKey, out var value) == true && value is RouteRequest route ? options.WithRoute(route with { Unwatched = true }) : options;
    }
}
