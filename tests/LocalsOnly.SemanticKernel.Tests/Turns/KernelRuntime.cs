using System.Runtime.CompilerServices;
using LocalsOnly.SemanticKernel.Kernels;
using LocalsOnly.SemanticKernel.Turns;
using LocalsOnly.Tests.Agents;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.SemanticKernel.Tests.Turns;

/// <summary>Every house of this assembly's tests runs its turns on Semantic Kernel.</summary>
internal static class KernelRuntime
{
    [ModuleInitializer]
    public static void Choose() => TurnHouse.LoopOf = static (house, tokens) => new KernelLoop(
        new PersonaKernels(house.Model, house.Toolbox, tokens, Microsoft.Extensions.Options.Options.Create(house.Options), NullLoggerFactory.Instance),
        house.Gate, tokens, house.Time, NullLogger<KernelLoop>.Instance);
}
