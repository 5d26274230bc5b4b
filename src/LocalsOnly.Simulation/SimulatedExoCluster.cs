using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation;

/// <summary>
/// Several nodes over one state, as exo runs them: each answers for every placed model, and only the node that took a request can cancel
/// it. One more node may only coordinate (<c>--no-worker</c>): it has the API and is neither in the topology nor in <c>nodeMemory</c>.
/// </summary>
public sealed class SimulatedExoCluster : IAsyncDisposable
{
    private readonly List<SimulatedExoNode> _nodes = [];

    private SimulatedExoCluster()
    {
    }

    /// <summary>One node for each machine, in the order of the options' machines.</summary>
    public IReadOnlyList<SimulatedExoNode> Workers => Coordinator is null ? _nodes : _nodes[..^1];

    /// <summary>The node that only coordinates; null when there is none.</summary>
    public SimulatedExoNode? Coordinator { get; private set; }

    /// <summary>Starts every node on a free port of 127.0.0.1.</summary>
    /// <param name="options">Machines, models and rates of the cluster; its port is not used.</param>
    /// <param name="coordinator">Adds a node that only coordinates.</param>
    /// <param name="time">Paces everything; null for the system's clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SimulatedExoCluster> StartAsync(
        SimulatedExoNodeOptions options, bool coordinator = false, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Port = 0 };
        var cluster = new SimulatedExoCluster();
        var state = new ClusterState(options, time ?? TimeProvider.System);
        try
        {
            foreach (var worker in state.Workers)
                cluster._nodes.Add(await SimulatedExoNode.StartAsync(options, state, worker.Id, cancellationToken));
            if (coordinator)
            {
                cluster.Coordinator = await SimulatedExoNode.StartAsync(options, state, "12D3KooWSimulatedCoordinator", cancellationToken);
                cluster._nodes.Add(cluster.Coordinator);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }
}
