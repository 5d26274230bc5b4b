using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Scheduling;

/// <summary>Registers the personas' scheduled tasks.</summary>
public static class SchedulingRegistration
{
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton<IDeliveryTarget, FileTarget>();
        services.AddSingleton<IDeliveryTarget, PageTarget>();
        services.AddHealthChecks().AddCheck<SchedulingHealth>("scheduling");
        return services;
    }
}
