using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>What a model calls a function by: a tool of the house by its own name, as in every prompt and file; another by its plugin's and its own.</summary>
internal sealed class FunctionNames
{
    /// <summary>The plugin of the tools that a persona's header names.</summary>
    public const string House = "house";

    /// <summary>The plugin of what there is for one turn only, such as asking a colleague.</summary>
    public const string Turn = "turn";

    private readonly Dictionary<string, KernelFunction> _functions;

    public FunctionNames(IEnumerable<KernelFunction>? functions) =>
        _functions = (functions ?? []).DistinctBy(Of, StringComparer.Ordinal).ToDictionary(Of, StringComparer.Ordinal);

    public KernelFunction? Find(string name) => _functions.GetValueOrDefault(name);

    public KernelFunction? Find(string? plugin, string function) =>
        _functions.Values.FirstOrDefault(known => known.PluginName == plugin && known.Metadata.Name == function);

    /// <summary>What is said of the functions in a request.</summary>
    public List<AITool> Declarations() => [.. _functions.Values.Select(HouseFunction.DeclarationOf)];

    public static string Of(KernelFunction function) => function.PluginName is House or Turn ? HouseFunction.DeclarationOf(function).Name : Of(function.PluginName, function.Metadata.Name);

    public static string Of(string? plugin, string function) => plugin is null or "" or House or Turn ? function : $"{plugin}_{function}";
}
