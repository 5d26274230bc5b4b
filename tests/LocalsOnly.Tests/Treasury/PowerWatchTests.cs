using LocalsOnly.Inference;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Treasury;
using LocalsOnly.Treasury.Capacity;
using LocalsOnly.Treasury.Energy;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Treasury;

/// <summary>A cluster is asked for its power while something runs there, and what it tells is what an attempt is given.</summary>
public sealed class PowerWatchTests
{
    private const double Quarter = 1.25;
    private readonly FakeTimeProvider _time = new();
    private readonly TellingCluster _cluster = new();

    [Fact]
    public async Task Machines_that_tell_are_measured()
    {
        var (house, watch) = Make(new TreasuryOptions());
        _cluster.Machines = [("Mac Studio", 20)];
        await PassAsync(watch, 0);

        var attempt = house.Begin("cluster");
        _cluster.Machines = [("Mac Studio", 200)];
        await PassAsync(watch, 40);
        var took = attempt.Finish()!.Value;
        Assert.Equal((200 * 40_000, 20 * 40_000, Provenance.Measured), (took.Millijoules, took.IdleMillijoules, took.Provenance));
    }

    [Fact]
    public async Task A_machine_that_tells_nothing_counts_with_what_it_is_configured_to_draw_and_makes_the_sum_an_estimate()
    {
        var (house, watch) = Make(new TreasuryOptions
        {
            Nodes = { ["mac-studio"] = new NodeOptions { IdleWatts = 1, LoadWatts = 200, Endpoint = "cluster" }, ["spark"] = new NodeOptions { IdleWatts = 30, LoadWatts = 240, Endpoint = "cluster" } },
        });
        _cluster.Machines = [("Mac Studio", 200)];
        var attempt = house.Begin("cluster");
        await PassAsync(watch, 100);
        var took = attempt.Finish()!.Value;
        Assert.Equal((440 * 100_000, Provenance.Estimated), (took.Millijoules, took.Provenance));
    }

    [Fact]
    public async Task A_cluster_is_asked_once_a_minute_at_rest_and_every_five_seconds_at_work_beginning_at_once()
    {
        var (house, watch) = Make(new TreasuryOptions());
        await PassAsync(watch, 120);
        Assert.Equal(2, _cluster.Asked);
        house.Begin("cluster");
        await PassAsync(watch, 10);
        Assert.Equal(2 + 2, _cluster.Asked);
    }

    [Fact]
    public async Task A_cluster_that_does_not_answer_is_passed_over()
    {
        var (house, watch) = Make(new TreasuryOptions());
        _cluster.Failure = new InferenceException(InferenceFailure.Unreachable, "cluster: nothing answers.");
        var attempt = house.Begin("cluster");
        await PassAsync(watch, 10);
        Assert.Null(attempt.Finish());
    }

    private (HousePower House, PowerWatch Watch) Make(TreasuryOptions options)
    {
        var house = new HousePower(Options.Create(options), _time);
        return (house, new PowerWatch(house, _cluster, Options.Create(options), _time));
    }

    /// <summary>Time goes by as the watch's own clock ticks.</summary>
    private async Task PassAsync(PowerWatch watch, double seconds)
    {
        if (seconds == 0) await watch.LookAsync(CancellationToken.None);
        for (var passed = 0.0; passed < seconds; passed += Quarter)
        {
            await watch.LookAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(Quarter));
        }
    }

    private sealed class TellingCluster : IClusterMonitor
    {
        public IReadOnlyList<(string Machine, double Watts)> Machines { get; set; } = [("Mac Studio", 20)];

        public Exception? Failure { get; set; }

        public int Asked { get; private set; }

        public IReadOnlyList<string> Endpoints => ["cluster"];

        public Task<ClusterPower> ReadPowerAsync(string endpoint, CancellationToken cancellationToken = default)
        {
            Asked++;
            return Failure is null ? Task.FromResult(new ClusterPower(Machines, null, false)) : Task.FromException<ClusterPower>(Failure);
        }

        public ClusterSnapshot? Latest(string endpoint) => null;

        public Task<ClusterSnapshot> LookAsync(string endpoint, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ClusterEvent> WatchAsync(string endpoint, TimeSpan interval, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
