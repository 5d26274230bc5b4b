using System.Net.NetworkInformation;
using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>A cluster that something befalls and a mini that stays well, with the router before them and every timer counted.</summary>
internal sealed class ScenarioHouse : IAsyncDisposable
{
    /// <summary>Real time after which a test gives up. Nothing waits for it to pass.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly int _timersAtRest;
    private readonly List<SimulatedExoNode> _up;
    private bool _disposed;

    private ScenarioHouse(SimulatedExoNode cluster, SimulatedExoNode mini, InferenceHouse inference, FakeTimeProvider time, CountedTime counted, CountedTime clusterTime)
    {
        (Cluster, Mini, Inference, Time, Timers, ClusterTime) = (cluster, mini, inference, time, counted, clusterTime);
        (_timersAtRest, _up) = (counted.Live, [cluster, mini]);
    }

    public SimulatedExoNode Cluster { get; }

    public SimulatedExoNode Mini { get; }

    public InferenceHouse Inference { get; }

    /// <summary>Moves the clock of the house and of both nodes.</summary>
    public FakeTimeProvider Time { get; }

    /// <summary>The clock as the house sees it.</summary>
    public CountedTime Timers { get; }

    /// <summary>The clock as the cluster sees it.</summary>
    public CountedTime ClusterTime { get; }

    public static async Task<ScenarioHouse> StartAsync(
        TestedClient tested, Func<SimulatedExoNodeOptions, SimulatedExoNodeOptions>? configure = null, params (string Key, string Value)[] more)
    {
        var time = new FakeTimeProvider();
        var (counted, clusterTime) = (new CountedTime(time), new CountedTime(time));
        var options = new SimulatedExoNodeOptions { Models = [SimulatedModel.Heavy], Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark] };
        var cluster = await SimulatedExoNode.StartAsync(configure?.Invoke(options) ?? options, clusterTime);
        var mini = await SimulatedExoNode.StartAsync(new SimulatedExoNodeOptions { Models = [SimulatedModel.Light] }, time);
        var inference = tested.HouseOf(cluster, mini, counted, more);
        await inference.Directory.RefreshAsync();
        return new ScenarioHouse(cluster, mini, inference, time, counted, clusterTime);
    }

    public Listener Ask(string text, RouteRequest route, ChatOptions? options = null) =>
        Listener.To(Inference.Chat, text, (options ?? new ChatOptions()).WithRoute(route));

    public EndpointLoad Load(string endpoint = "cluster") => Inference.Directory.Endpoints.Single(e => e.Name == endpoint).Load;

    /// <summary>A machine goes down for good.</summary>
    public ValueTask TakeDownAsync(SimulatedExoNode node)
    {
        _up.Remove(node);
        return node.DisposeAsync();
    }

    /// <summary>Every request of every node is over, no place is taken, no timer runs; and when the house is gone, no socket is open.</summary>
    public async Task ExpectNothingLeftAsync()
    {
        foreach (var request in Cluster.Requests.Concat(Mini.Requests))
        {
            await request.Ended.WaitAsync(Patience);
            Assert.NotEqual(SimulatedOutcome.Running, request.Outcome);
        }

        Assert.All(Inference.Directory.Endpoints, e => Assert.Equal((0, 0), (e.Load.InFlight, e.Load.Queued)));
        Assert.Equal(_timersAtRest, Timers.Live);
        _disposed = true;
        await Inference.DisposeAsync();
        Assert.Equal(0, Timers.Live);
        using var patience = new CancellationTokenSource(Patience);
        while (OpenSockets() is var open && open > 0)
        {
            Assert.False(patience.IsCancellationRequested, $"{open} sockets are still open.");
            await Task.Yield();
        }
    }

    /// <summary>Both ends of every connection to a node that is up.</summary>
    public int OpenSockets()
    {
        var ports = _up.ConvertAll(node => node.Url.Port);
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
            .Count(c => c.State == TcpState.Established && (ports.Contains(c.RemoteEndPoint.Port) || ports.Contains(c.LocalEndPoint.Port)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
            await Inference.DisposeAsync();
        await Cluster.DisposeAsync();
        await Mini.DisposeAsync();
    }
}
