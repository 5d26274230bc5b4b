using LocalsOnly.Inference;
using LocalsOnly.Treasury.Budgets;
using LocalsOnly.Treasury.Energy;
using LocalsOnly.Treasury.Ledger;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Treasury;

/// <summary>Registers the ledger of what was asked of the machines, and what it costs.</summary>
public static class TreasuryRegistration
{
    /// <param name="configuration">Needs an absolute <c>Data:Local</c>.</param>
    public static IServiceCollection AddTreasury(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        var directory = Path.Combine(configuration["Data:Local"] ?? throw new InvalidOperationException("Data:Local is not set."), "ledger");
        services.AddOptions<TreasuryOptions>().Bind(configuration.GetSection(TreasuryOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TreasuryOptions>, TreasuryOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(new LedgerBook(directory));
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<IUsageSink>(provider => provider.GetRequiredService<UsageLedger>());
        services.AddHostedService(provider => provider.GetRequiredService<UsageLedger>());
        services.AddHealthChecks().AddCheck<UsageLedger>("treasury");
        services.TryAddSingleton<HousePower>();
        services.TryAddSingleton<IEnergyMeter>(provider => provider.GetRequiredService<HousePower>());
        services.AddHostedService<PowerWatch>();
        services.TryAddSingleton<HouseBudgets>();
        services.AddSingleton<IUsageSink>(provider => provider.GetRequiredService<HouseBudgets>());
        services.TryAddSingleton<IRouteBudget>(provider => provider.GetRequiredService<HouseBudgets>());
        services.TryAddSingleton<TreasuryDesk>();
        return services;
    }
}
