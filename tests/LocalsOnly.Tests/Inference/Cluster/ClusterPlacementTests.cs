using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Simulation;
using LocalsOnly.Simulation.State;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Inference.Cluster;

public sealed class ClusterPlacementTests
{
    private static readonly string Model = SimulatedModel.Heavy.Id;

    [Fact]
    public async Task A_model_is_placed_watched_tried_and_found_there_the_second_time()
    {
        await using var cluster = await TestCluster.StartAsync(downloadRate: 60e9, loadRate: 40e9);
        var steps = new Steps();

        var placed = await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model), steps);
        var again = await cluster.Placement.PlaceAsync("cluster", new PlaceRequest("heavy-235b-4bit"));

        Assert.False(placed.Already);
        Assert.NotNull(placed.FirstToken);
        Assert.Equal(
            [PlacementStep.Choosing, PlacementStep.Sent, PlacementStep.Starting, PlacementStep.Downloading, PlacementStep.Loading, PlacementStep.Trying],
            steps.Taken.Where(s => s != PlacementStep.WarmingUp).Distinct());
        Assert.Contains("fetching its weights to Mac Studio, ", steps.Clauses, StringComparison.Ordinal);
        Assert.Contains(" of 94 layers", steps.Clauses, StringComparison.Ordinal);
        // The canary: one token.
        Assert.Equal(1, (await cluster.Node.NextRequestAsync()).Body.GetProperty("max_tokens").GetInt32());
        Assert.Equal((true, placed.Instance.Id), (again.Already, again.Instance.Id));
        Assert.Single(cluster.Node.Requests);
    }

    [Fact]
    public async Task Alone_it_takes_the_fewest_machines_and_on_several_the_fastest_cut()
    {
        await using var cluster = await TestCluster.StartAsync();
        var one = await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model));
        await cluster.Placement.UnplaceAsync("cluster", Model);
        var two = await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model) { Nodes = 2 });
        await cluster.Placement.UnplaceAsync("cluster", two.Instance.Id);
        var pipeline = await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model) { Nodes = 2, Sharding = "pipeline" });

        Assert.Equal((1, "Pipeline"), (one.Instance.Runners.Count, one.Instance.Sharding));
        Assert.Equal((2, "Tensor"), (two.Instance.Runners.Count, two.Instance.Sharding));
        Assert.Equal((2, "Pipeline"), (pipeline.Instance.Runners.Count, pipeline.Instance.Sharding));
    }

    [Fact]
    public async Task A_model_that_exo_does_not_know_is_answered_with_what_is_near()
    {
        await using var cluster = await TestCluster.StartAsync();
        var failure = await FailureAsync(cluster, new PlaceRequest("simulated/heavy-235b-8bit"));
        Assert.Equal(ClusterFailure.UnknownModel, failure.Failure);
        Assert.Contains($"Near it in its catalogue: {Model}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fits_nowhere_says_why_and_what_fits_elsewhere_says_where()
    {
        await using var small = await TestCluster.StartAsync(machines: [SimulatedMachine.MacMini]);
        var nowhere = await FailureAsync(small, new PlaceRequest(Model));
        Assert.Equal(ClusterFailure.NoRoom, nowhere.Failure);
        Assert.Contains("exo sees no way to place", nowhere.Message, StringComparison.Ordinal);

        await using var cluster = await TestCluster.StartAsync();
        var elsewhere = await FailureAsync(cluster, new PlaceRequest(Model) { Nodes = 7 });
        Assert.Equal(ClusterFailure.NoRoom, elsewhere.Failure);
        Assert.Contains("It could: Pipeline on Mac Studio", elsewhere.Message, StringComparison.Ordinal);

        var stranger = await FailureAsync(cluster, new PlaceRequest(Model) { On = ["Toaster"] });
        Assert.Equal(ClusterFailure.UnknownNode, stranger.Failure);
        Assert.Contains("no machine called Toaster; it has DGX Spark, Mac Studio, MacBook Pro", stranger.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_alone_has_nobody_to_place_on()
    {
        await using var cluster = await TestCluster.StartAsync(machines: []);
        Assert.Equal(ClusterFailure.NoWorkers, (await FailureAsync(cluster, new PlaceRequest(Model))).Failure);
    }

    [Fact]
    public async Task A_command_that_is_taken_and_comes_to_nothing_ends_after_half_a_minute()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Node.State.LosesCommands = true;
        var began = cluster.Clock.GetUtcNow();
        var failure = await FailureAsync(cluster, new PlaceRequest(Model));
        Assert.Equal(ClusterFailure.NothingHappened, failure.Failure);
        Assert.InRange((cluster.Clock.GetUtcNow() - began).TotalSeconds, 30, 40);
    }

    [Fact]
    public async Task A_runner_that_fails_ends_the_wait_in_its_own_words()
    {
        await using var cluster = await TestCluster.StartAsync(loadRate: 20e9);
        var failure = await FailureAsync(cluster, new PlaceRequest(Model), cluster.At(PlacementStep.Loading, state =>
        {
            state.Crash(state.Instances[0], "signal=9 (Killed)");
            state.Instances[0].Held = true;
        }));
        Assert.Equal(ClusterFailure.RunnerFailed, failure.Failure);
        Assert.Contains("on Mac Studio failed: signal=9 (Killed)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("locals cluster unplace", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_runner_that_has_been_started_anew_between_two_polls_has_failed()
    {
        await using var cluster = await TestCluster.StartAsync(loadRate: 20e9);
        var failure = await FailureAsync(cluster, new PlaceRequest(Model), cluster.At(PlacementStep.Loading, s => s.Crash(s.Instances[0], "signal=9 (Killed)"), from: 0.5));
        Assert.Equal(ClusterFailure.RunnerFailed, failure.Failure);
    }

    [Fact]
    public async Task A_change_of_master_in_the_middle_ends_the_wait()
    {
        await using var cluster = await TestCluster.StartAsync(loadRate: 20e9);
        var failure = await FailureAsync(cluster, new PlaceRequest(Model), cluster.At(PlacementStep.Loading, s => s.Wipe()));
        Assert.Equal(ClusterFailure.Vanished, failure.Failure);
    }

    [Fact]
    public async Task Ready_is_not_believed_until_a_token_has_come()
    {
        await using var cluster = await TestCluster.StartAsync();
        cluster.Node.Fault = SimulatedFault.ErrorFirst;
        var failure = await FailureAsync(cluster, new PlaceRequest(Model));
        Assert.Equal(ClusterFailure.Mute, failure.Failure);
        Assert.Contains($"locals cluster unplace {Model}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_loading_already_is_waited_for_and_not_placed_twice()
    {
        await using var cluster = await TestCluster.StartAsync(loadRate: 20e9);
        var first = cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model), cluster.At(PlacementStep.Loading, _ => throw new OperationCanceledException()));
        await Assert.ThrowsAsync<OperationCanceledException>(() => first);
        var placed = await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model));
        Assert.False(placed.Already);
        Assert.Single(cluster.Node.State.Instances);
    }

    [Fact]
    public async Task Unplacing_waits_until_it_is_gone_and_what_is_not_there_is_said()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model));
        Assert.Equal(Model, Assert.Single(await cluster.Placement.UnplaceAsync("cluster", "HEAVY-235b-4bit")).Model);
        Assert.Empty(cluster.Node.State.Instances);
        var failure = await Assert.ThrowsAsync<ClusterException>(() => cluster.Placement.UnplaceAsync("cluster", Model));
        Assert.Equal((ClusterFailure.NotPlaced, $"{Model} is not placed; nothing is."), (failure.Failure, failure.Message));
    }

    [Fact]
    public async Task A_link_needs_the_model_alone_on_both_machines_and_is_made_once()
    {
        await using var cluster = await TestCluster.StartAsync(links: true);
        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(SimulatedModel.Light.Id) { On = ["Mac Studio"] });
        var missing = await LinkFailureAsync(cluster, ["DGX Spark"], ["Mac Studio"]);
        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(SimulatedModel.Light.Id) { On = ["dgx spark"] });

        var (link, already) = await cluster.Placement.LinkAsync("cluster", "light-4b-4bit", ["DGX Spark"], ["Mac Studio"]);
        var (_, again) = await cluster.Placement.LinkAsync("cluster", "light-4b-4bit", ["DGX Spark"], ["Mac Studio"]);

        Assert.EndsWith("place it there with: locals cluster place simulated/light-4b-4bit --on \"DGX Spark\"", missing.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, false, true), (link.Prefill.Count, link.Decode.Count, already, again));
        Assert.Equal(ClusterFailure.Unlinkable, (await LinkFailureAsync(cluster, ["DGX Spark"], [])).Failure);
        Assert.Equal(ClusterFailure.Unlinkable, (await LinkFailureAsync(cluster, ["DGX Spark"], ["DGX Spark"])).Failure);
    }

    [Theory]
    [InlineData(SimulatedRelease.Newest, "ENABLE_DISAGGREGATION=true")]
    [InlineData(SimulatedRelease.V1_0_71, "too old for links")]
    public async Task An_exo_that_makes_no_links_says_what_to_do(SimulatedRelease release, string words)
    {
        await using var cluster = await TestCluster.StartAsync(release: release);
        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(SimulatedModel.Light.Id) { On = ["Mac Studio"] });
        await cluster.Placement.PlaceAsync("cluster", new PlaceRequest(SimulatedModel.Light.Id) { On = ["DGX Spark"] });
        var failure = await LinkFailureAsync(cluster, ["DGX Spark"], ["Mac Studio"]);
        Assert.Equal(ClusterFailure.LinksOff, failure.Failure);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    private static Task<ClusterException> FailureAsync(TestCluster cluster, PlaceRequest request, IProgress<PlacementProgress>? progress = null) =>
        Assert.ThrowsAsync<ClusterException>(() => cluster.Placement.PlaceAsync("cluster", request, progress));

    private static Task<ClusterException> LinkFailureAsync(TestCluster cluster, string[] prefill, string[] decode) =>
        Assert.ThrowsAsync<ClusterException>(() => cluster.Placement.LinkAsync("cluster", "light-4b-4bit", prefill, decode));

    private sealed class Steps : IProgress<PlacementProgress>
    {
        private readonly List<PlacementProgress> _all = [];

        public IEnumerable<PlacementStep> Taken => _all.Select(s => s.Step);

        public string Clauses => string.Join('\n', _all.Select(s => s.Clause));

        public void Report(PlacementProgress value) => _all.Add(value);
    }
}
