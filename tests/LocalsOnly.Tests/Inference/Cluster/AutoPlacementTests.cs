using System.Threading.Channels;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Inference.Cluster;

public sealed class AutoPlacementTests
{
    private static readonly string Model = SimulatedModel.Heavy.Id;

    [Fact]
    public async Task What_is_configured_is_placed_at_start_and_again_after_a_wipe_but_not_after_a_person_took_it_away()
    {
        await using var run = await Run.StartAsync();
        await run.LookAsync();
        await run.TriedAsync(succeeds: true);

        await run.LookAsync();
        await run.Cluster.Placement.UnplaceAsync("cluster", Model);
        await run.LookAsync();
        await run.Cluster.Placement.PlaceAsync("cluster", new PlaceRequest(Model));
        await run.LookAsync();
        run.Cluster.Node.State.Wipe();
        await run.LookAsync();
        await run.TriedAsync(succeeds: true);
        // One at start and one after the wipe; none for what a person did.
        Assert.Equal(2, run.Tries);
    }

    [Fact]
    public async Task After_a_failure_it_waits_and_after_three_it_leaves_it_until_the_cluster_changes()
    {
        await using var run = await Run.StartAsync();
        await run.LookAsync();
        await run.TriedAsync(succeeds: false);
        run.Advance(14);
        await run.SettledAsync();
        Assert.Equal(1, run.Tries);
        run.Advance(1);
        await run.TriedAsync(succeeds: false);
        run.Advance(30);
        await run.TriedAsync(succeeds: false);
        run.Advance(3600);
        await run.SettledAsync();
        Assert.Equal(3, run.Tries);

        var back = run.Cluster.Node.State.Workers[1];
        run.Cluster.Node.State.Silence(back);
        run.Advance(40);
        await run.LookAsync();
        run.Cluster.Node.State.Revive(back);
        await run.LookAsync();
        await run.TriedAsync(succeeds: true);
        Assert.Equal(4, run.Tries);
    }

    [Fact]
    public async Task Without_models_it_does_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        var service = cluster.House.Services.GetServices<IHostedService>().Single(s => s is AutoPlacement);
        await service.StartAsync(default);
        await ((BackgroundService)service).ExecuteTask!;
    }

    /// <summary>The service beside a cluster, with a placement that ends as the test says.</summary>
    private sealed class Run : IClusterPlacement, IAsyncDisposable
    {
        private readonly Channel<bool> _verdicts = Channel.CreateUnbounded<bool>();
        private readonly Channel<int> _tried = Channel.CreateUnbounded<int>();
        private AutoPlacement _service = null!;
        private int _tries;

        private Run(TestCluster cluster) => Cluster = cluster;

        public TestCluster Cluster { get; }

        public int Tries => Volatile.Read(ref _tries);

        public static async Task<Run> StartAsync()
        {
            var cluster = await TestCluster.StartAsync();
            var run = new Run(cluster);
            var options = new LocalsOnly.Inference.InferenceOptions { Cluster = { Models = [Model] } };
            run._service = new AutoPlacement(Options.Create(options), cluster.Monitor, run, cluster.Clock, NullLogger<AutoPlacement>.Instance);
            await run._service.StartAsync(default);
            return run;
        }

        public void Advance(double seconds) => Cluster.Clock.Time.Advance(TimeSpan.FromSeconds(seconds));

        public async Task LookAsync()
        {
            await Cluster.House.Directory.RefreshAsync();
            Cluster.Monitor.Observe();
        }

        /// <summary>Waits for the next try and lets it end.</summary>
        public async Task TriedAsync(bool succeeds)
        {
            _verdicts.Writer.TryWrite(succeeds);
            await _tried.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            await SettledAsync();
        }

        /// <summary>Until the service waits for a look or its clock: it has then taken in all that there was.</summary>
        public async Task SettledAsync()
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            while (!_service.IsWaiting)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        public async Task<Placement> PlaceAsync(
            string endpoint, PlaceRequest request, IProgress<PlacementProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            Interlocked.Increment(ref _tries);
            var succeeds = await _verdicts.Reader.ReadAsync(cancellationToken);
            try
            {
                return succeeds
                    ? await Cluster.Placement.PlaceAsync(endpoint, request, progress, cancellationToken)
                    : throw new ClusterException(ClusterFailure.RunnerFailed, "It failed.");
            }
            finally
            {
                _tried.Writer.TryWrite(_tries);
            }
        }

        public Task<IReadOnlyList<ClusterInstance>> UnplaceAsync(string endpoint, string modelOrInstance, CancellationToken cancellationToken = default) =>
            Cluster.Placement.UnplaceAsync(endpoint, modelOrInstance, cancellationToken);

        public Task<(InstanceLink Link, bool Already)> LinkAsync(
            string endpoint, string model, IReadOnlyList<string> prefill, IReadOnlyList<string> decode, CancellationToken cancellationToken = default) =>
            Cluster.Placement.LinkAsync(endpoint, model, prefill, decode, cancellationToken);

        public async ValueTask DisposeAsync()
        {
            await _service.StopAsync(default);
            _service.Dispose();
            await Cluster.DisposeAsync();
        }
    }
}
