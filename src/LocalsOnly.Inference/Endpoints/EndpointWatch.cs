using LocalsOnly.Inference.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>Keeps the directory fresh: at start, without delaying it, and every 15 s. A change of state is logged once, by the monitor one of the cluster behind it.</summary>
internal sealed class EndpointWatch(
    IEndpointDirectory directory, TimeProvider time, ILogger<EndpointWatch> log, ClusterMonitor? clusters = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = new Dictionary<string, EndpointState>(StringComparer.OrdinalIgnoreCase);
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await LookAsync(known, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>One look. Whatever goes wrong in it, the next one is taken.</summary>
    private async Task LookAsync(Dictionary<string, EndpointState> known, CancellationToken stoppingToken)
    {
        try
        {
            foreach (var endpoint in await directory.RefreshAsync(stoppingToken))
                Tell(endpoint, known);
            clusters?.Observe();
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            log.LogError(e, "The endpoints could not be looked at; the next look is in {Seconds} s", Interval.TotalSeconds);
        }
    }

    private void Tell(EndpointSnapshot endpoint, Dictionary<string, EndpointState> known)
    {
        if (known.TryGetValue(endpoint.Name, out var before) && before == endpoint.State)
            return;
        known[endpoint.Name] = endpoint.State;
        var level = endpoint.State is EndpointState.Ready or EndpointState.Loading ? LogLevel.Information : LogLevel.Warning;
        log.Log(level, "Endpoint {Endpoint} is {State}: {Detail}", endpoint.Name, endpoint.State, endpoint.Detail);
    }
}
