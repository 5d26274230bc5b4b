using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Scheduling;

/// <summary>Registers the gates.</summary>
internal static class GatesRegistration
{
    /// <summary>Needs the desks of the agents, Memory and its <c>DataOptions</c>.</summary>
    public static IServiceCollection AddGates(this IServiceCollection services)
    {
        services.TryAddSingleton<TaskMarks>();
        services.TryAddSingleton<GatePrices>();
        services.AddSingleton<ITaskGate, PriceMovedGate>();
        services.AddSingleton<ITaskGate, PriceLevelGate>();
        services.AddSingleton<ITaskGate, NewMailGate>();
        services.AddSingleton<ITaskGate, NewFilesGate>();
        services.AddSingleton<ITaskGate, MarketHoursGate>();
        services.AddSingleton<ITaskGate, WeatherGate>();
        services.AddSingleton<ITaskGate, NewKnowledgeGate>();
        services.AddSingleton<ITaskGate, PaperPositionsGate>();
        return services;
    }
}
