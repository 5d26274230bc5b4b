namespace LocalsOnly.Simulation;

/// <summary>A house to show: a heavy cluster of a Mac Studio, a MacBook Pro and a DGX Spark, and a Mac Mini for light work.</summary>
public sealed class SimulatedCluster : IAsyncDisposable
{
    private SimulatedCluster(SimulatedExoNode heavy, SimulatedExoNode light) => (Heavy, Light) = (heavy, light);

    /// <summary>The cluster, called <c>cluster</c>.</summary>
    public SimulatedExoNode Heavy { get; }

    /// <summary>The Mac Mini, called <c>mini</c>.</summary>
    public SimulatedExoNode Light { get; }

    /// <summary>Configuration that points a host at both nodes; add it last, as an in-memory collection.</summary>
    public IReadOnlyDictionary<string, string?> Configuration => new Dictionary<string, string?>
    {
        ["Inference:Endpoints:cluster:Url"] = Heavy.Url.ToString(),
        ["Inference:Endpoints:cluster:Protocol"] = "Exo",
        ["Inference:Endpoints:mini:Url"] = Light.Url.ToString(),
        ["Inference:Endpoints:mini:Protocol"] = "Exo",
        ["Inference:Tiers:Heavy:0"] = "cluster",
        ["Inference:Tiers:Light:0"] = "mini",
    };

    /// <summary>Starts both nodes on free ports of 127.0.0.1, paced so that one can watch the prompt being read and the words come.</summary>
    /// <param name="time">Paces them; null for the system's clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static Task<SimulatedCluster> StartAsync(TimeProvider? time = null, CancellationToken cancellationToken = default) =>
        StartAsync(null, time, cancellationToken);

    /// <summary>The same, with a scenario played on the cluster; the Mac Mini stays well.</summary>
    /// <param name="scenario">What befalls the cluster; null for nothing.</param>
    /// <param name="time">Paces both nodes; null for the system's clock.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<SimulatedCluster> StartAsync(
        SimulatedScenario? scenario, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var options = new SimulatedExoNodeOptions
        {
            Models = [SimulatedModel.Heavy],
            Machines = [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro, SimulatedMachine.DgxSpark],
            Roofline = true,
            // What the three would read if each had the layers its arithmetic deserves. By memory, as exo spreads them, the Mac Studio's share would make it 800.
            PrefillTokensPerSecond = 2800,
            WarmUpTime = TimeSpan.FromSeconds(2),
        };
        var heavy = await SimulatedExoNode.StartAsync(scenario?.Configure(options) ?? options, time, cancellationToken);
        try
        {
            scenario?.Apply(heavy);
            var light = await SimulatedExoNode.StartAsync(
                new SimulatedExoNodeOptions
                {
                    Models = [SimulatedModel.Light],
                    Machines = [SimulatedMachine.MacMini],
                    Roofline = true,
                },
                time,
                cancellationToken);
            return new SimulatedCluster(heavy, light);
        }
        catch
        {
            await heavy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Heavy.DisposeAsync();
        await Light.DisposeAsync();
    }
}
