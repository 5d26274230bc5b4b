using LocalsOnly.Memory;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalsOnly.Host.Worker;

/// <summary>Says of a part whose database cannot be opened that it failed, and why; the other parts are still told of.</summary>
internal sealed class BrokenFileHealth(SqliteFileException broken) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthCheckResult.Unhealthy(broken.Message));

    /// <summary>For every check that is registered: the one that a broken file keeps from being made is replaced.</summary>
    public static void StandIn(HealthCheckServiceOptions options)
    {
        foreach (var check in options.Registrations)
        {
            var create = check.Factory;
            check.Factory = provider =>
            {
                try
                {
                    return create(provider);
                }
                catch (SqliteFileException broken)
                {
                    return new BrokenFileHealth(broken);
                }
            };
        }
    }
}
