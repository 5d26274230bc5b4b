using LocalsOnly.Memory.Qdrant;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Memory;

/// <summary>Refuses a protocol that this build does not speak.</summary>
internal sealed class QdrantOptionsValidator(IEnumerable<IQdrantFactory> factories) : IValidateOptions<MemoryOptions>
{
    public ValidateOptionsResult Validate(string? name, MemoryOptions options)
    {
        var protocol = options.Qdrant.Protocol;
        return factories.Any(factory => string.Equals(factory.Protocol, protocol, StringComparison.OrdinalIgnoreCase))
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Memory:Qdrant:Protocol is \"{protocol}\", which this build does not speak; allowed: {string.Join(", ", factories.Select(factory => factory.Protocol))}. " +
                "gRPC comes with another edition (dotnet build -p:Edition=SemanticKernel).");
    }
}
