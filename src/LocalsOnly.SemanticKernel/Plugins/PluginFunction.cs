using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.SemanticKernel.Kernels;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Plugins;

/// <summary>
/// A function of a person's own plugin as a tool of the house, so that the turn's rules hold for it like for any other. It runs in the kernel of the persona that calls it,
/// whichever runtime runs the turn.
/// </summary>
internal sealed class PluginFunction(string plugin, KernelFunction function, Func<Persona, Kernel> kernelOf) : AIFunction
{
    public string Plugin => plugin;

    public KernelFunction Function => function;

    public override string Name => $"{plugin}_{function.Metadata.Name}";

    public override string Description => function.Description;

    public override JsonElement JsonSchema { get; } = HouseFunction.SchemaOf(function);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        (await function.InvokeAsync(kernelOf(ToolTurn.Of(arguments).Persona), new KernelArguments(arguments) { Context = arguments.Context }, cancellationToken)).GetValue<object>();
}
