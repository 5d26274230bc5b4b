using System.Net.Sockets;
using LocalsOnly.Inference;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Host.Telemetry;

/// <summary>Knows how the latest export fared: the exporter itself says nothing when a collector is away.</summary>
internal sealed class TelemetryHealth(IOptions<TelemetryOptions> options, ILogger<TelemetryHealth> logger) : IHealthCheck
{
    private volatile string? _problem;
    private volatile bool _exported;

    private string Where => options.Value.Endpoint!.GetLeftPart(UriPartial.Authority);

    public void Succeeded()
    {
        _exported = true;
        if (_problem is not null) logger.LogInformation("Telemetry reaches {Where} again.", Where);
        _problem = null;
    }

    /// <summary>Logs the first of a row of failures; the rest would fill the log with the same line.</summary>
    public void Failed(string reason)
    {
        if (_problem is null) logger.LogWarning("Telemetry is not exported: {Reason}.", reason);
        _problem = reason;
    }

    public void Failed(Exception failure) => Failed(failure switch
    {
        HttpRequestException { InnerException: InferenceException { Failure: InferenceFailure.RefusedByGuard } refused } => refused.Message.TrimEnd('.'),
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData } } => $"the name in {Where} cannot be resolved",
        _ => $"nothing answers at {Where}",
    });

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        _problem is { } problem ? HealthCheckResult.Degraded($"not exported: {problem}")
        : HealthCheckResult.Healthy(_exported ? $"exported to {Where}" : $"will be exported to {Where}"));
}
