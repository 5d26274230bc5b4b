using Microsoft.Extensions.Hosting;

namespace LocalsOnly.Scheduling;

/// <summary>Keeps the personas' tasks running as long as the host does.</summary>
internal sealed class SchedulingService(Scheduler scheduler) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first look reads files and a database, and a host must start.
        await Task.Yield();
        await scheduler.RunAsync(stoppingToken);
    }
}
