using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Treasury.Energy;

/// <summary>
/// Asks exo clusters what their machines draw: every few seconds while something of ours runs there, once a minute otherwise, to know what
/// they draw at rest. A cluster that does not answer is passed over; what it draws is then estimated.
/// </summary>
internal sealed class PowerWatch(HousePower house, IClusterMonitor clusters, IOptions<TreasuryOptions> options, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan AtRest = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (long At, bool Busy)> _last = new(StringComparer.OrdinalIgnoreCase);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What began a moment ago shows in the watts a moment later: soon enough for a short answer, without being called each time.
        using var timer = new PeriodicTimer(options.Value.PowerEvery / 4, time);
        do await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Asks the clusters whose turn it is.</summary>
    internal async Task LookAsync(CancellationToken stoppingToken)
    {
        foreach (var endpoint in clusters.Endpoints)
            if (IsDue(endpoint)) await SampleAsync(endpoint, stoppingToken);
    }

    private bool IsDue(string endpoint)
    {
        var isBusy = house.IsBusy(endpoint);
        if (_last.TryGetValue(endpoint, out var last) && last.Busy == isBusy && time.GetElapsedTime(last.At) < (isBusy ? options.Value.PowerEvery : AtRest)) return false;
        _last[endpoint] = (time.GetTimestamp(), isBusy);
        return true;
    }

    private async Task SampleAsync(string endpoint, CancellationToken stoppingToken)
    {
        try
        {
            var power = await clusters.ReadPowerAsync(endpoint, stoppingToken);
            if (power.Machines.Count == 0) return;
            var (watts, isWhole) = (power.Machines.Sum(machine => machine.Watts), true);
            var isBusy = house.IsBusy(endpoint) || power.Running > 0;
            foreach (var untold in house.Untold(endpoint, power.Machines.Select(machine => machine.Machine)))
            {
                isWhole = false;
                watts += (isBusy ? untold?.LoadWatts : untold?.IdleWatts) ?? 0;
            }

            isWhole &= clusters.Latest(endpoint) is not { } seen || seen.Nodes.Count(node => node is { Role: Inference.Cluster.NodeRole.Worker, IsAlive: true }) <= power.Machines.Count;
            house.Of(endpoint).Observe(watts, power.Running, isWhole);
        }
        catch (Exception broken) when (broken is InferenceException or ArgumentException or OperationCanceledException)
        {
            // Asked again soon; the endpoint's own state says what is wrong with it.
        }
    }
}
