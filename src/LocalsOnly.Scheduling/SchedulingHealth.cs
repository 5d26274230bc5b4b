using LocalsOnly.Agents;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Scheduling;

/// <summary>Says truthfully what scheduling does in this build: it sees task files and does not run them yet.</summary>
internal sealed class SchedulingHealth(IOptions<AgentsOptions> agents) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var folder = agents.Value.Folder;
        var tasks = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(persona => Path.Combine(persona, "tasks")).Where(Directory.Exists)
                .Sum(directory => Directory.EnumerateFiles(directory, "*.md").Count())
            : 0;
        return Task.FromResult(tasks == 0
            ? HealthCheckResult.Healthy("off: no task files", new Dictionary<string, object> { ["off"] = true })
            : HealthCheckResult.Degraded($"{tasks} task file(s) found, but this version does not run tasks yet"));
    }
}
