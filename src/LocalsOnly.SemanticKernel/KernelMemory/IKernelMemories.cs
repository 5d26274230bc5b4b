using LocalsOnly.Memory;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>
/// Kernel Memory over what the house has. Its index <c>conversations</c> is what is remembered; others hold what programs import. In the container <see cref="IKernelMemory"/>
/// by itself sees what all personas share, keyed by the id of a persona it sees what that one may see in private, and this gives it to anybody else.
/// </summary>
public interface IKernelMemories
{
    /// <summary>Kernel Memory for one who asks: nothing outside the scope is ever found, whatever is filtered by.</summary>
    /// <exception cref="InvalidOperationException">Kernel Memory is off.</exception>
    IKernelMemory In(MemoryScope scope);
}
