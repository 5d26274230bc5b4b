using LocalsOnly.Agents;
using LocalsOnly.Agents.Turns;
using LocalsOnly.SemanticKernel.Kernels;
using LocalsOnly.Tests.Agents;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;

namespace LocalsOnly.SemanticKernel.Tests.Kernels;

/// <summary>A house with one persona, vince, and its kernel.</summary>
internal sealed class KernelHouse : IDisposable
{
    public KernelHouse(params string[] tools) => Vince = Turns.Add("vince", tools);

    public TurnHouse Turns { get; } = new();

    public Persona Vince { get; }

    public ScriptedModel Model => Turns.Model;

    public PersonaKernels Kernels() => new(Model, Turns.Toolbox, new TokenRatio(), Microsoft.Extensions.Options.Options.Create(Turns.Options), NullLoggerFactory.Instance);

    public Kernel Kernel() => Kernels().Of(Vince);

    public void Dispose() => Turns.Dispose();
}
