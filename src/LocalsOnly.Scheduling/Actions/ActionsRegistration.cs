using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Scheduling;

/// <summary>Registers the actions that need no more than the agents; the host adds its own.</summary>
internal static class ActionsRegistration
{
    public static IServiceCollection AddActions(this IServiceCollection services)
    {
        services.TryAddSingleton<TaskMarks>();
        services.AddSingleton<ITaskAction, PaperMarkAction>();
        services.AddSingleton<ITaskAction, StandupAction>();
        return services;
    }
}
