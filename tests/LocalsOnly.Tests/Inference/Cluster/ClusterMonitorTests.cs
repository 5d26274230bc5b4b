using System.Net;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Inference.Cluster;

public sealed class ClusterMonitorTests
{
    private static readonly string Model = SimulatedModel.Heavy.Id;

    [Theory]
    [InlineData(SimulatedRelease.Newest, "newer than 1.0.71")]
    [InlineData(SimulatedRelease.V1_0_71, "1.0.71 or older")]
    public async Task A_whole_look_tells_all_that_both_releases_tell(SimulatedRelease release, string told)
    {
        await using var cluster = await TestCluster.StartAsync(release: release);
        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model));
        var now = await cluster.Monitor.LookAsync("CLUSTER");
        Assert.Equal(told, now.Release);
        Assert.Equal(["DGX Spark", "Mac Studio", "MacBook Pro"], now.Nodes.Select(n => n.Name));
        Assert.All(now.Nodes, n => Assert.True(n is { IsAlive: true, MemoryTotalBytes: > 0, MemoryAvailableBytes: > 0, Chip: not null }));
        // Only Macs with macmon tell their power.
        Assert.Equal([false, true, true], now.Nodes.Select(n => n.Watts is not null));
        var instance = Assert.Single(now.Instances);
        Assert.Equal((InstanceReadiness.Ready, 0, 0, 32768), (instance.Readiness, instance.Running, instance.Pending, instance.ContextTokens));
        Assert.Equal(DownloadState.Completed, Assert.Single(now.Downloads!).State);
        Assert.Same(now, cluster.Monitor.Latest("cluster"));
    }

    [Fact]
    public async Task Power_is_told_by_name_and_with_how_many_share_it()
    {
        await using var node = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Light], Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark] });
        await using var house = InferenceHouse.Of(node);
        var monitor = (IClusterMonitor)house.Services.GetService(typeof(IClusterMonitor))!;
        await house.Directory.RefreshAsync();
        var rest = await monitor.ReadPowerAsync("cluster");
        Assert.Equal([("Mac Studio", SimulatedMachine.MacStudio.IdleWatts)], rest.Machines);
        Assert.Equal((0, true), (rest.Running, rest.Simulated));

        node.Fault = SimulatedFault.StallMidText;
        using var enough = new CancellationTokenSource();
        var asking = Outcome.OfAsync(house.Chat, "Hello", cancellationToken: enough.Token);
        await node.NextRequestAsync();
        var busy = await monitor.ReadPowerAsync("cluster");
        for (var looks = 0; busy.Running == 0 && looks < 1000; looks++) busy = await monitor.ReadPowerAsync("cluster");
        Assert.Equal(1, busy.Running);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task The_queue_is_everybodys_and_no_prompt_is_in_the_snapshot()
    {
        await using var node = await SimulatedExoNode.StartAsync(new() { Models = [SimulatedModel.Light], Concurrency = 1 });
        node.Fault = SimulatedFault.KeepAliveForever;
        await using var house = InferenceHouse.Of(node);
        using var enough = new CancellationTokenSource();
        var first = Outcome.OfAsync(house.Chat, "a secret question", cancellationToken: enough.Token);
        await node.NextRequestAsync();
        var monitor = (IClusterMonitor)house.Services.GetService(typeof(IClusterMonitor))!;
        var now = await monitor.LookAsync("cluster");
        // A request has arrived before its task is in the node's state.
        for (var looks = 0; Queue() == 0 && looks < 1000; looks++) now = await monitor.LookAsync("cluster");
        Assert.Equal(1, Queue());
        Assert.DoesNotContain("secret", System.Text.Json.JsonSerializer.Serialize(now), StringComparison.Ordinal);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        int? Queue() => now.Instances.Single().Running + now.Instances.Single().Pending;
    }

    [Fact]
    public async Task Looks_of_the_host_become_events_and_a_wipe_is_one()
    {
        await using var cluster = await TestCluster.StartAsync();
        var events = new List<ClusterEvent>();
        cluster.Monitor.Seen += (_, changes) => events.AddRange(changes);
        await LookAsync(cluster);
        Assert.Empty(events);

        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model));
        await LookAsync(cluster);
        Assert.Equal([typeof(InstancePlaced), typeof(RunnerChanged), typeof(InstanceReady)], events.Select(e => e.GetType()));
        await LookAsync(cluster);
        Assert.Equal(3, events.Count);

        cluster.Node.State.Wipe();
        await LookAsync(cluster);
        Assert.Equal([Model], events.OfType<ClusterWiped>().Single().Models);
    }

    [Fact]
    public async Task A_watch_tells_what_is_there_then_what_changes()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watch = cluster.Monitor.WatchAsync("cluster", TimeSpan.FromSeconds(1)).GetAsyncEnumerator();
        for (var machine = 0; machine < 3; machine++)
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.IsType<NodeAppeared>(watch.Current);
        }

        cluster.Node.State.Silence(cluster.Node.State.Workers[2]);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("DGX Spark", Assert.IsType<NodeSilent>(watch.Current).Node.Name);
        Assert.True(await watch.MoveNextAsync());
        Assert.Equal("DGX Spark", Assert.IsType<NodeGone>(watch.Current).Node.Name);
    }

    [Fact]
    public async Task An_idle_look_costs_five_small_requests()
    {
        var asked = new List<string>();
        await using var exo = Server(context =>
        {
            var path = context.Request.Path.Value!;
            lock (asked)
                asked.Add(path);
            return path switch
            {
                "/node_id" => "\"n1\"",
                "/state/lastEventAppliedIdx" => "7",
                "/state/lastSeen" => $$"""{"n1":"{{DateTimeOffset.UtcNow:O}}"}""",
                "/state/topology" => """{"nodes":["n1"]}""",
                "/state/instances" => $$"""{"i1":{{StateOf.Instance("i1", "org/big", ("r1", "n1"))}}}""",
                "/state/runners" => """{"r1":{"RunnerReady":{}}}""",
                "/state/nodeIdentities" => """{"n1":{"friendlyName":"Studio"}}""",
                _ => throw new InvalidOperationException(path),
            };
        });
        await exo.StartAsync();
        await using var house = new InferenceHouse(new Dictionary<string, string?> { ["Inference:Endpoints:cluster:Url"] = exo.Urls.First() });
        var seen = (await house.Directory.RefreshAsync()).Single();
        Assert.Equal((EndpointState.Ready, "org/big"), (seen.State, seen.Model));
        asked.Clear();

        await house.Directory.RefreshAsync();

        Assert.Equal(["/state/lastEventAppliedIdx", "/state/instances", "/state/runners", "/state/topology", "/state/lastSeen"], asked);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("\"n1\"")]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    public async Task Garbage_is_a_failure_with_a_name(string garbage)
    {
        await using var stranger = Server(_ => garbage);
        await stranger.StartAsync();
        await using var house = new InferenceHouse(new Dictionary<string, string?> { ["Inference:Endpoints:cluster:Url"] = stranger.Urls.First() });
        var monitor = (IClusterMonitor)house.Services.GetService(typeof(IClusterMonitor))!;
        var failure = await Assert.ThrowsAsync<InferenceException>(() => monitor.LookAsync("cluster"));
        Assert.Equal((InferenceFailure.Protocol, "cluster"), (failure.Failure, failure.Endpoint));
        Assert.Null(monitor.Latest("cluster"));
    }

    [Fact]
    public async Task Nobody_there_is_unreachable_and_an_address_outside_the_house_is_refused()
    {
        await using var house = new InferenceHouse(new Dictionary<string, string?>
        {
            ["Inference:Endpoints:nobody:Url"] = "http://127.0.0.1:9",
            ["Inference:Endpoints:outside:Url"] = "http://192.0.2.1:52415",
            ["Inference:Endpoints:ollama:Url"] = "http://127.0.0.1:9",
            ["Inference:Endpoints:ollama:Protocol"] = "OpenAI",
        });
        var monitor = (IClusterMonitor)house.Services.GetService(typeof(IClusterMonitor))!;
        Assert.Equal(InferenceFailure.Unreachable, (await Assert.ThrowsAsync<InferenceException>(() => monitor.LookAsync("nobody"))).Failure);
        Assert.Equal(InferenceFailure.RefusedByGuard, (await Assert.ThrowsAsync<InferenceException>(() => monitor.LookAsync("outside"))).Failure);
        Assert.DoesNotContain("ollama", monitor.Endpoints);
        await Assert.ThrowsAsync<ArgumentException>(() => monitor.LookAsync("ollama"));
    }

    private static async Task LookAsync(TestCluster cluster)
    {
        await cluster.House.Directory.RefreshAsync();
        cluster.Monitor.Observe();
    }

    private static WebApplication Server(Func<HttpContext, string> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(context => context.Response.WriteAsync(answer(context)));
        return app;
    }
}
