using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>Registers the personas' scheduled tasks.</summary>
public static class SchedulingRegistration
{
    /// <summary>Needs what <c>AddAgents</c>, <c>AddMemory</c> and <c>AddInference</c> register.</summary>
    public static IServiceCollection AddScheduling(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddOptions<SchedulingOptions>().Bind(configuration.GetSection(SchedulingOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new TaskDatabase(Path.Combine(provider.GetRequiredService<IOptions<DataOptions>>().Value.Local, "tasks.db")));
        services.TryAddSingleton<OccurrenceStore>();
        services.TryAddSingleton<DeliveryStore>();
        services.TryAddSingleton(new KnownChannels([]));
        services.TryAddSingleton<TaskCheck>();
        services.TryAddSingleton<ITaskStore, TaskStore>();
        services.AddGates();
        services.AddActions();
        services.AddSingleton<IDeliveryTarget, FileTarget>();
        services.AddSingleton<IDeliveryTarget, PageTarget>();
        services.TryAddSingleton<DeliveryTargets>();
        services.TryAddSingleton<ModelReadiness>();
        services.TryAddSingleton<Preflight>();
        services.TryAddSingleton<TaskTurn>();
        services.TryAddSingleton<OccurrencePlanner>();
        services.TryAddSingleton<OccurrenceRunner>();
        services.TryAddSingleton<Deliverer>();
        services.TryAddSingleton<HouseNotices>();
        services.TryAddSingleton<FailureAlerts>();
        services.TryAddSingleton<TaskProposals>();
        services.AddSingleton<IApprovals>(provider => provider.GetRequiredService<TaskProposals>());
        services.AddSingleton<IToolset>(provider => new TaskTools(provider.GetRequiredService<TaskProposals>));
        services.TryAddSingleton<Scheduler>();
        services.TryAddSingleton<TaskRuns>();
        services.TryAddSingleton<TaskCalendar>();
        services.TryAddSingleton<TaskWhy>();
        services.TryAddSingleton<TaskDesk>();
        services.TryAddSingleton<TaskCreation>();
        services.AddHostedService<SchedulingService>();
        services.AddHealthChecks().AddCheck<SchedulingHealth>("scheduling");
        return services;
    }
}
