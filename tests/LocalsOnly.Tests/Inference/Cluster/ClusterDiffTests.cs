using LocalsOnly.Inference.Cluster;
using static LocalsOnly.Tests.Inference.Cluster.StateOf;

namespace LocalsOnly.Tests.Inference.Cluster;

public sealed class ClusterDiffTests
{
    private static readonly StateParts Empty = Two() with { Instances = Json("{}"), Runners = Json("{}") };

    [Fact]
    public void The_first_look_tells_all_that_is_there()
    {
        var events = ClusterDiff.Between(null, Read(Two()));
        Assert.Equal(2, events.OfType<NodeAppeared>().Count());
        Assert.Equal("org/big is placed on Studio, Spark", events.OfType<InstancePlaced>().Single().Clause);
        Assert.Single(events.OfType<InstanceReady>());
    }

    [Fact]
    public void Nothing_that_happens_all_the_time_is_a_change()
    {
        // The second runner has just ended a request, the nodes were heard of again, the log has grown.
        var later = Two(second: """{"RunnerReady":{}}""") with { LastSeen = Seen(("n1", 0), ("n2", 9)), LastEvent = Json("1100") };
        Assert.Empty(ClusterDiff.Between(Read(Two()), Read(later)));
    }

    [Fact]
    public void A_loading_model_tells_each_step_forward_once()
    {
        var three = Read(Two(second: """{"RunnerLoading":{"layersLoaded":3,"totalLayers":14}}"""));
        var five = Read(Two(second: """{"RunnerLoading":{"layersLoaded":5,"totalLayers":14}}"""));
        Assert.Equal("org/big is loading, 19 of 28 layers", Assert.IsType<InstanceLoading>(Assert.Single(ClusterDiff.Between(three, five))).Clause);
        Assert.Empty(ClusterDiff.Between(five, five));
        Assert.Equal([typeof(RunnerChanged), typeof(InstanceReady)], ClusterDiff.Between(five, Read(Two())).Select(e => e.GetType()));
    }

    [Fact]
    public void A_node_goes_silent_then_goes()
    {
        var silent = Read(Two() with { LastSeen = Seen(("n1", 1), ("n2", 40)) });
        var first = ClusterDiff.Between(Read(Two()), silent);
        Assert.Equal("Spark", first.OfType<NodeSilent>().Single().Node.Name);
        Assert.Contains("(Spark)", first.OfType<InstanceFailed>().Single().Clause, StringComparison.Ordinal);

        var gone = Read(Empty with { Topology = Json("""{"nodes":["n1"]}"""), LastSeen = Seen(("n1", 1)), LastEvent = Json("1050") });
        Assert.Equal([typeof(NodeGone), typeof(InstanceGone)], ClusterDiff.Between(silent, gone).Select(e => e.GetType()));

        var back = ClusterDiff.Between(silent, Read(Two()));
        Assert.Equal([typeof(NodeAppeared), typeof(InstanceReady)], back.Select(e => e.GetType()));
    }

    [Fact]
    public void A_runner_that_fails_fails_its_instance()
    {
        var events = ClusterDiff.Between(Read(Two()), Read(Two(first: """{"RunnerFailed":{"errorMessage":"x","diagnostics":[]}}""")));
        Assert.Equal([typeof(RunnerChanged), typeof(InstanceFailed)], events.Select(e => e.GetType()));
    }

    [Theory]
    [InlineData("1001", false)] // A person took the only model away.
    [InlineData("1000", true)] // Taking it away would have been an event.
    [InlineData("40", true)] // The log of events began anew.
    [InlineData("null", true)] // This exo does not tell: emptied while nodes stay.
    public void A_wiped_cluster_is_not_a_model_taken_away(string lastEvent, bool wiped)
    {
        var events = ClusterDiff.Between(Read(Two()), Read(Empty with { LastEvent = Json(lastEvent) }));
        Assert.Equal(wiped, events.OfType<ClusterWiped>().Any(w => w.Models.SequenceEqual(["org/big"])));
        Assert.Single(events.OfType<InstanceGone>());
    }

    [Fact]
    public void Several_models_gone_at_once_are_a_wipe_however_long_the_log()
    {
        var two = Two() with
        {
            Instances = Json($$"""{"i1":{{Instance("i1", "org/big", ("r1", "n1"))}},"i2":{{Instance("i2", "org/small", ("r2", "n2"))}}}"""),
        };
        Assert.Single(ClusterDiff.Between(Read(two), Read(Empty with { LastEvent = Json("2000") })).OfType<ClusterWiped>());
        // Those that have been placed again meanwhile have other ids.
        var again = two with { Instances = Json($$"""{"i3":{{Instance("i3", "org/big", ("r1", "n1"))}}}"""), LastEvent = Json("7") };
        Assert.Single(ClusterDiff.Between(Read(two), Read(again)).OfType<ClusterWiped>());
    }

    [Fact]
    public void Downloads_that_were_not_asked_for_did_not_change()
    {
        var asked = Read(Two() with { Downloads = Download("DownloadOngoing", 10) });
        Assert.Empty(ClusterDiff.Between(asked, Read(Two())));
        Assert.Equal("Studio fetches org/big, 50 %", Clause(asked, Download("DownloadOngoing", 50)));
        Assert.Equal("org/big is on the disk of Studio", Clause(asked, Download("DownloadCompleted", 100)));
        Assert.Equal("the download of org/big to Studio failed", Clause(asked, Download("DownloadFailed", 10)));
        Assert.Empty(ClusterDiff.Between(asked, asked));
    }

    private static string Clause(ClusterSnapshot before, System.Text.Json.JsonElement downloads) =>
        Assert.Single(ClusterDiff.Between(before, Read(Two() with { Downloads = downloads }))).Clause;

    private static System.Text.Json.JsonElement Download(string tag, int done) => Json($$$"""
        {"n1":[{"{{{tag}}}":{"shardMetadata":{"PipelineShardMetadata":{"modelCard":{"modelId":"org/big"} } },"total":{"inBytes":100},
          "downloadProgress":{"total":{"inBytes":100},"downloaded":{"inBytes":{{{done}}} } } } }]}
        """);
}
