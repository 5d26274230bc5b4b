using LocalsOnly.Inference.Cluster;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.State;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Inference.Cluster;

/// <summary>An empty simulated cluster of three machines, and a host's inference that knows it as <c>cluster</c>, on one clock.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private TestCluster(SimulatedExoNode node, InferenceHouse house, PollingClock clock) => (Node, House, Clock) = (node, house, clock);

    public SimulatedExoNode Node { get; }

    public InferenceHouse House { get; }

    public PollingClock Clock { get; }

    public IClusterPlacement Placement => House.Services.GetRequiredService<IClusterPlacement>();

    public ClusterMonitor Monitor => House.Services.GetRequiredService<ClusterMonitor>();

    public static async Task<TestCluster> StartAsync(
        double downloadRate = double.PositiveInfinity,
        double loadRate = double.PositiveInfinity,
        IReadOnlyList<SimulatedMachine>? machines = null,
        bool links = false,
        SimulatedRelease release = SimulatedRelease.Newest,
        params (string Key, string Value)[] settings)
    {
        var clock = new PollingClock();
        var node = await SimulatedExoNode.StartAsync(
            new SimulatedExoNodeOptions
            {
                Models = [],
                CatalogOnly = [SimulatedModel.Heavy, SimulatedModel.Light],
                Machines = machines ?? [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro, SimulatedMachine.DgxSpark],
                DownloadBytesPerSecond = downloadRate,
                LoadBytesPerSecond = loadRate,
                Disaggregation = links,
                Release = release,
            },
            clock.Time);
        return new TestCluster(node, InferenceHouse.Of(node, time: clock, more: settings), clock);
    }

    /// <summary>Does something to the cluster the first time that a placement has done so much of a step.</summary>
    public IProgress<PlacementProgress> At(PlacementStep step, Action<ClusterState> act, double from = 0) => new Trap(step, from, () => act(Node.State));

    public async ValueTask DisposeAsync()
    {
        await House.DisposeAsync();
        await Node.DisposeAsync();
    }

    private sealed class Trap(PlacementStep step, double from, Action act) : IProgress<PlacementProgress>
    {
        private bool _sprung;

        public void Report(PlacementProgress value)
        {
            if (_sprung || value.Step != step || (value.Fraction ?? 0) < from)
                return;
            _sprung = true;
            act();
        }
    }
}
