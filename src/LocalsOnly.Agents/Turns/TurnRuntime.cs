using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Agents.Turns;

/// <summary>A way to run turns that this build has, registered with the loop that makes the difference.</summary>
/// <param name="Name">What <c>Agents:Runtime</c> calls it.</param>
internal sealed record TurnRuntime(string Name)
{
    public const string Default = "Default";

    /// <summary>The one of that name, whatever its case; the one registered last when the name is empty, null when there is none.</summary>
    public static TurnRuntime? Find(IEnumerable<TurnRuntime> all, string name) =>
        string.IsNullOrWhiteSpace(name) ? all.Last() : all.FirstOrDefault(runtime => runtime.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>Registers a runtime.</summary>
internal static class TurnRuntimeRegistration
{
    public static IServiceCollection AddTurnRuntime<TLoop>(this IServiceCollection services, string name)
        where TLoop : class, IModelLoop
    {
        services.AddSingleton(new TurnRuntime(name));
        services.TryAddKeyedSingleton<IModelLoop, TLoop>(name);
        return services;
    }
}

/// <summary>Refuses a runtime that this build does not have.</summary>
internal sealed class TurnRuntimeValidator(IEnumerable<TurnRuntime> runtimes) : IValidateOptions<AgentsOptions>
{
    public ValidateOptionsResult Validate(string? name, AgentsOptions options) =>
        TurnRuntime.Find(runtimes, options.Runtime) is not null ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(
            $"Agents:Runtime is '{PersonSentences.Plain(options.Runtime)}', and this build has {string.Join(" and ", runtimes.Select(runtime => runtime.Name))}: leave it out, or build the edition that has it (docs/editions.md).");
}
