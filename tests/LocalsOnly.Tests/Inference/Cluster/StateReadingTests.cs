using System.Globalization;
using LocalsOnly.Inference.Cluster;
using static LocalsOnly.Tests.Inference.Cluster.StateOf;

namespace LocalsOnly.Tests.Inference.Cluster;

public sealed class StateReadingTests
{
    [Fact]
    public void A_model_is_ready_when_all_its_runners_are_and_all_its_nodes_live()
    {
        var instance = Read(Two()).Instances.Single();
        Assert.Equal(("i1", "org/big", InstanceReadiness.Ready, "ready on 2 nodes"), (instance.Id, instance.Model, instance.Readiness, instance.Detail));
        Assert.Equal(("Pipeline", "MlxRing", 28, 32768, true), (instance.Sharding, instance.Meta, instance.Layers, instance.ContextTokens, instance.Vision));
        Assert.Equal(
            [("Studio", RunnerState.Ready, 0, 14), ("Spark", RunnerState.Running, 14, 28)],
            instance.Runners.Select(r => (r.NodeName, r.State, r.StartLayer, r.EndLayer)));
    }

    [Theory]
    [InlineData(29, InstanceReadiness.Ready)]
    [InlineData(30, InstanceReadiness.Silent)]
    public void A_node_that_was_not_heard_of_for_thirty_seconds_takes_its_instances_with_it(int secondsAgo, InstanceReadiness readiness)
    {
        var state = Read(Two() with { LastSeen = Seen(("n1", 1), ("n2", secondsAgo)) });
        Assert.Equal(readiness, state.Instances.Single().Readiness);
        Assert.Equal(readiness == InstanceReadiness.Ready, state.Nodes.Single(n => n.Name == "Spark").IsAlive);
    }

    [Theory]
    [InlineData("""{"nodes":["n1"]}""")]
    [InlineData("""{"nodes":null}""")]
    [InlineData("{}")]
    public void A_stale_runner_of_a_node_outside_the_topology_does_not_count(string topology)
    {
        var instance = Read(Two() with { Topology = Json(topology) }).Instances.Single();
        Assert.Equal(InstanceReadiness.Silent, instance.Readiness);
        Assert.EndsWith("place the model again with: locals cluster place org/big", instance.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"RunnerIdle":{}}""", InstanceReadiness.Loading, RunnerState.Idle)]
    [InlineData("""{"RunnerLoading":{"layersLoaded":3,"totalLayers":14}}""", InstanceReadiness.Loading, RunnerState.Loading)]
    [InlineData("""{"RunnerWarmingUp":{}}""", InstanceReadiness.Loading, RunnerState.WarmingUp)]
    [InlineData("""{"RunnerDreaming":{}}""", InstanceReadiness.Loading, RunnerState.Unknown)]
    [InlineData("null", InstanceReadiness.Loading, RunnerState.Missing)]
    [InlineData("""{"RunnerFailed":{"errorMessage":"out of memory","diagnostics":[]}}""", InstanceReadiness.Failed, RunnerState.Failed)]
    [InlineData("""{"RunnerShuttingDown":{}}""", InstanceReadiness.Leaving, RunnerState.ShuttingDown)]
    public void One_runner_decides_for_the_whole_instance(string runner, InstanceReadiness readiness, RunnerState state)
    {
        var instance = Read(Two(second: runner)).Instances.Single();
        Assert.Equal((readiness, state), (instance.Readiness, instance.Runners[1].State));
    }

    [Fact]
    public void Layers_are_counted_over_all_machines()
    {
        var instance = Read(Two(second: """{"RunnerLoading":{"layersLoaded":3,"totalLayers":14}}""")).Instances.Single();
        Assert.Contains("17 of 28 layers", instance.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_coordinator_answers_and_runs_nothing()
    {
        var nodes = Read(Two() with { AnsweredBy = "mini", Memory = Json("""{"n1":{"ramTotal":{"inBytes":8}}}""") }).Nodes;
        var coordinator = nodes.Single(n => n.Id == "mini");
        Assert.Equal((NodeRole.Coordinator, true, false, null), (coordinator.Role, coordinator.IsAlive, coordinator.InTopology, coordinator.LastSeen));
        Assert.Equal(2, nodes.Count(n => n.Role == NodeRole.Worker));
    }

    [Fact]
    public void Figures_are_as_told_and_null_where_nothing_was_told()
    {
        var nodes = Read(Two() with
        {
            Memory = Json("""{"n1":{"ramTotal":{"inBytes":549755813888},"ramAvailable":{"inBytes":100},"swapTotal":null},"n2":null}"""),
            System = Json("""{"n1":{"gpuUsage":0.25,"temp":41.5,"sysPower":120,"pcpuUsage":0.1,"ecpuUsage":0.2,"new":[1]}}"""),
        }).Nodes;
        var studio = nodes.Single(n => n.Id == "n1");
        Assert.Equal((549755813888, 100, 120.0, 41.5, 0.25), (studio.MemoryTotalBytes, studio.MemoryAvailableBytes, studio.Watts, studio.Celsius, studio.GpuUse));
        Assert.Equal(("Apple M3 Ultra", "Mac Studio", TimeSpan.FromSeconds(1)), (studio.Chip, studio.Hardware, studio.LastSeen));
        var spark = nodes.Single(n => n.Id == "n2");
        Assert.Equal((null, null, null, null), (spark.MemoryTotalBytes, spark.Watts, spark.Hardware, spark.GpuUse));
    }

    [Fact]
    public void Downloads_are_read_in_both_spellings_of_their_sizes()
    {
        const string Shard = """ "shardMetadata":{"PipelineShardMetadata":{"modelCard":{"modelId":"org/big"}}} """;
        var downloads = Read(Two() with
        {
            Downloads = Json($$$"""
                {"n1":[{"DownloadOngoing":{"nodeId":"n1",{{{Shard}}},"downloadProgress":{"total":{"inBytes":1000},"downloaded":{"inBytes":250},"speed":50.0,"etaMs":15000,"files":{} } } }],
                 "n2":[{"DownloadOngoing":{"nodeId":"n2",{{{Shard}}},"downloadProgress":{"totalBytes":{"inBytes":1000},"downloadedBytes":{"inBytes":500},"speed":null,"etaMs":null} } },
                       {"DownloadFailed":{"nodeId":"n2",{{{Shard}}},"errorMessage":"disk full"}}, {"DownloadCompleted":{"nodeId":"n2","shardMetadata":null}}, 7],
                 "n3":null}
                """),
        }).Downloads!;
        Assert.Equal(
            [("Studio", DownloadState.Ongoing, 1000L, 250L), ("Spark", DownloadState.Ongoing, 1000, 500), ("Spark", DownloadState.Failed, null, null)],
            downloads.Select(d => (d.NodeName, d.State, d.TotalBytes, d.DownloadedBytes)));
        Assert.Equal((50.0, TimeSpan.FromSeconds(15)), (downloads[0].BytesPerSecond, downloads[0].Remaining));
        Assert.Equal("disk full", downloads[2].Error);
    }

    [Fact]
    public void The_release_is_told_by_what_it_knows()
    {
        var old = Read(Two() with { AskedForLinks = true });
        var newer = Read(Two() with { AskedForLinks = true, Links = Json("""{"l1":{"linkId":"l1","prefillInstances":["i1"],"decodeInstances":["i2"]}}""") });
        Assert.Equal(("1.0.71 or older", null), (old.Release, old.Links));
        Assert.Equal("newer than 1.0.71", newer.Release);
        Assert.Equal(("l1", "i1", "i2"), (newer.Links!.Single().Id, newer.Links![0].Prefill.Single(), newer.Links[0].Decode.Single()));
        Assert.Null(Read(Two()).Release);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"i1":null}""")]
    [InlineData("""{"i1":{"MlxRingInstance":null}}""")]
    [InlineData("""{"i1":{"MlxRingInstance":{"shardAssignments":[]}}}""")]
    [InlineData("""{"i1":{"MlxRingInstance":{"shardAssignments":{"modelId":7}}}}""")]
    [InlineData("[]")]
    public void What_is_no_instance_is_passed_over(string instances) => Assert.Empty(Read(Two() with { Instances = Json(instances) }).Instances);

    [Fact]
    public void An_instance_without_runners_is_not_ready()
    {
        var bare = """{"i1":{"MlxNewInstance":{"shardAssignments":{"modelId":"org/big","runnerToShard":null,"nodeToRunner":null}}}}""";
        var instance = Read(Two() with { Instances = Json(bare) }).Instances.Single();
        Assert.Equal((InstanceReadiness.Loading, "MlxNew", null, 0), (instance.Readiness, instance.Meta, instance.Sharding, instance.Runners.Count));
    }

    [Fact]
    public void A_cluster_of_forty_machines_with_two_hundred_instances_is_read()
    {
        var nodes = Enumerable.Range(1, 40).Select(n => $"n{n}").ToList();
        var instances = Enumerable.Range(1, 200).Select(i =>
            $"\"i{i}\":{Instance($"i{i}", $"org/m{i}", [.. nodes.Select(n => ($"r{i}-{n}", n))])}");
        var runners = Enumerable.Range(1, 200).SelectMany(i => nodes.Select(n => $"\"r{i}-{n}\":{{\"RunnerReady\":{{}}}}"));
        var state = Read(new StateParts
        {
            Instances = Json("{" + string.Join(',', instances) + "}"),
            Runners = Json("{" + string.Join(',', runners) + "}"),
            Topology = Json("{\"nodes\":[" + string.Join(',', nodes.Select(n => $"\"{n}\"")) + "]}"),
            LastSeen = Seen([.. nodes.Select(n => (n, int.Parse(n[1..], CultureInfo.InvariantCulture) % 20))]),
        });
        Assert.Equal((40, 200, 8000), (state.Nodes.Count, state.Instances.Count, state.RunnerIds.Count));
        Assert.All(state.Instances, i => Assert.Equal(InstanceReadiness.Ready, i.Readiness));
    }
}
