using System.Collections.Concurrent;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Kernels;

/// <summary>
/// A kernel for each persona, built from its file: the router as the only chat service, the tools that its header names as the plugin <c>house</c>, and what the person's own
/// plugins give it. It is built anew when the file or the tools have changed.
/// </summary>
internal sealed class PersonaKernels(IChatClient router, Toolbox toolbox, TokenRatio tokens, IOptions<AgentsOptions> options, ILoggerFactory logging)
{
    private readonly RoutingChatCompletionService _chat = new(router);
    private readonly ConcurrentDictionary<string, Built> _built = new(StringComparer.Ordinal);

    /// <summary>The persona's kernel. It is shared: what is for one turn goes into a clone.</summary>
    public Kernel Of(Persona persona) => BuiltFor(persona).Kernel;

    /// <summary>A clone of the persona's kernel for one turn, with the functions of these tools in their order; those that only the turn has are in the plugin <c>turn</c>.</summary>
    public (Kernel Kernel, IReadOnlyDictionary<string, KernelFunction> Functions) ForTurn(Persona persona, IReadOnlyList<Tool> tools)
    {
        var built = BuiltFor(persona);
        var kernel = built.Kernel.Clone();
        if (tools.Where(tool => !built.Functions.ContainsKey(tool.Function)).Select(tool => HouseFunction.Of(tool.Function)).ToList() is { Count: > 0 } passing)
            kernel.Plugins.AddFromFunctions(FunctionNames.Turn, passing);
        var functions = new Dictionary<string, KernelFunction>(StringComparer.Ordinal);
        foreach (var tool in tools) functions[tool.Name] = built.Functions.TryGetValue(tool.Function, out var function) ? function : kernel.Plugins[FunctionNames.Turn][HouseFunction.NameOf(tool.Function)];
        return (kernel, functions);
    }

    private Built BuiltFor(Persona persona)
    {
        var tools = toolbox.For(persona);
        if (_built.TryGetValue(persona.Id, out var built) && ReferenceEquals(built.Persona, persona) && built.Has(tools)) return built;
        return _built[persona.Id] = Build(persona, tools);
    }

    private Built Build(Persona persona, IReadOnlyList<Tool> tools)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatCompletionService>(_chat);
        builder.Services.AddSingleton<IChatHistoryReducer>(new TokenBudgetReducer(tokens, options));
        builder.Services.AddSingleton<IAutoFunctionInvocationFilter>(new RoundCapFilter(options.Value.ToolRounds));
        builder.Services.AddSingleton(logging);
        var kernel = builder.Build();
        kernel.Data["persona"] = persona.Id;
        var functions = new Dictionary<AIFunction, KernelFunction>(ReferenceEqualityComparer.Instance);
        foreach (var plugin in tools.GroupBy(tool => (tool.Function as Plugins.PluginFunction)?.Plugin ?? FunctionNames.House))
        {
            var added = kernel.Plugins.AddFromFunctions(plugin.Key, plugin.Select(tool => (tool.Function as Plugins.PluginFunction)?.Function ?? HouseFunction.Of(tool.Function)));
            foreach (var tool in plugin) functions[tool.Function] = added[(tool.Function as Plugins.PluginFunction)?.Function.Metadata.Name ?? HouseFunction.NameOf(tool.Function)];
        }

        return new Built(persona, kernel, functions);
    }

    private sealed record Built(Persona Persona, Kernel Kernel, Dictionary<AIFunction, KernelFunction> Functions)
    {
        public bool Has(IReadOnlyList<Tool> tools) => tools.Count == Functions.Count && tools.All(tool => Functions.ContainsKey(tool.Function));
    }
}
