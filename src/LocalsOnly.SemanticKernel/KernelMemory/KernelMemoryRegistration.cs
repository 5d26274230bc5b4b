using LocalsOnly.Memory;
using LocalsOnly.Memory.Dense;
using LocalsOnly.SemanticKernel.KernelMemory.Importing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>Registers Kernel Memory over what the house has.</summary>
internal static class KernelMemoryRegistration
{
    /// <summary>Needs what <c>AddMemory</c> and <c>AddInference</c> register. Nothing is opened before first use, and nothing at all while it is off.</summary>
    public static IServiceCollection AddKernelMemory(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KernelMemoryOptions>, StoreValidator>());
        services.TryAddSingleton<KernelMemories>();
        services.TryAddSingleton<IKernelMemories>(provider => provider.GetRequiredService<KernelMemories>());
        // No persona: what all share. A program that does not say for whom it asks gets less, not more.
        services.TryAddSingleton(provider => provider.GetRequiredService<IKernelMemories>().In(new MemoryScope(MemoryScope.DefaultOwner, Persona: "")));
        services.TryAddKeyedSingleton(KeyedService.AnyKey, (provider, persona) => provider.GetRequiredService<IKernelMemories>().In(new MemoryScope(MemoryScope.DefaultOwner, (string)persona!)));
        services.TryAddSingleton<KernelMemoryImport>();
        services.TryAddSingleton<IKernelMemoryImport>(provider => provider.GetRequiredService<KernelMemoryImport>());
        services.AddSingleton<IForgotten>(provider => provider.GetRequiredService<KernelMemoryImport>());
        var section = configuration.GetSection(KernelMemoryOptions.Section).Get<KernelMemoryOptions>();
        if (section is { Enabled: true, Store: KernelMemoryStore.Qdrant }) services.AddHostedService<KernelMemoryService>();
        return services;
    }

    /// <summary>Whether the store that is wanted can be had.</summary>
    private sealed class StoreValidator(IOptions<MemoryOptions> memory, DenseRecall dense) : IValidateOptions<KernelMemoryOptions>
    {
        public ValidateOptionsResult Validate(string? name, KernelMemoryOptions options) =>
            options is { Enabled: true, Store: KernelMemoryStore.Qdrant } && KernelMemories.StoreRefusal(memory.Value, dense.HasSource) is { } refusal ? ValidateOptionsResult.Fail(refusal) : ValidateOptionsResult.Success;
    }
}
