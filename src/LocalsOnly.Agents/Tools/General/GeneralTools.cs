using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Agents.Tools.General;

/// <summary>Registers the tools that are of use to every persona: the clock, the calendar, exact arithmetic, memory and knowledge. They need an <c>IMemory</c>.</summary>
internal static class GeneralTools
{
    public static IServiceCollection AddGeneralTools(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IToolset, TimeTools>();
        services.AddSingleton<IToolset, CalculatorTools>();
        services.AddSingleton<IToolset, MemoryTools>();
        return services;
    }
}
