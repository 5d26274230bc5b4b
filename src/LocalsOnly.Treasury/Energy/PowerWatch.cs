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
    private readonly SemaphoreSlim _began = new(0, 1);

    public override void Dispose()
    {
        house.Began -= Wake;
        _began.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        house.Began += Wake;
        var period = options.Value.PowerEvery;
        while (!stoppingToken.IsCancellationRequested)
        {
            var isBusy = clusters.Endpoints.Any(house.IsBusy);
            foreach (var endpoint in clusters.Endpoints) await SampleAsync(endpoint, stoppingToken);
            await RestAsync(isBusy ? period : AtRest, isBusy, stoppingToken);
        }
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

    /// <summary>Ends early when work begins on machines at rest.</summary>
    private async Task RestAsync(TimeSpan wait, bool isBusy, CancellationToken stoppingToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var rest = Task.Delay(wait, time, either.Token);
        var woken = isBusy ? Task.Delay(Timeout.InfiniteTimeSpan, either.Token) : _began.WaitAsync(either.Token);
        await Task.WhenAny(rest, woken);
        // What began a moment ago shows in the watts a moment later.
        if (woken.IsCompletedSuccessfully) await Task.WhenAny(rest, Task.Delay(options.Value.PowerEvery / 4, time, either.Token));
        await either.CancelAsync();
    }

    private void Wake()
    {
        try
        {
            if (_began.CurrentCount == 0) _began.Release();
        }
        catch (Exception late) when (late is SemaphoreFullException or ObjectDisposedException)
        {
            // Somebody else woke it, or there is nobody to wake.
        }
    }
}
