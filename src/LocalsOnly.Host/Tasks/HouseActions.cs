using LocalsOnly.Scheduling;

namespace LocalsOnly.Host.Tasks;

/// <summary>Registers the actions that need more of the house than its agents.</summary>
internal static class HouseActions
{
    public static IServiceCollection AddHouseActions(this IServiceCollection services) =>
        services.AddSingleton<ITaskAction, MemorySnapshotAction>().AddSingleton<ITaskAction, TreasuryReportAction>();
}
