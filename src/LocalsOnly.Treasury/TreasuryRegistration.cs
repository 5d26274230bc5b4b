using LocalsOnly.Inference;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Treasury;

/// <summary>Registers the ledger of what was asked of the machines.</summary>
public static class TreasuryRegistration
{
    /// <param name="configuration">Needs an absolute <c>Data:Local</c>.</param>
    public static IServiceCollection AddTreasury(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var directory = Path.Combine(configuration["Data:Local"] ?? throw new InvalidOperationException("Data:Local is not set."), "ledger");
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new UsageLedger(
            directory, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<UsageLedger>>()));
        services.TryAddSingleton(new UsageTotals(directory));
        services.AddSingleton<IUsageSink>(provider => provider.GetRequiredService<UsageLedger>());
        services.AddHostedService(provider => provider.GetRequiredService<UsageLedger>());
        services.AddHealthChecks().AddCheck<UsageLedger>("treasury");
        return services;
    }
}
