using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Inference.Cluster;

/// <summary>
/// Places the configured models when the host starts and they are not, and again when a change of master has wiped the cluster. One at
/// a time; after a failure it waits, and after three it leaves the model alone until the cluster changes, because exo deletes an instance
/// that has failed too often, and a loop around that would keep every machine busy for nothing. A model that a person takes away stays away.
/// </summary>
internal sealed class AutoPlacement(
    IOptions<InferenceOptions> options, ClusterMonitor monitor, IClusterPlacement placement, TimeProvider time, ILogger<AutoPlacement> log)
    : BackgroundService
{
    private const int MostTries = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly ClusterOptions _options = options.Value.Cluster;
    private readonly List<Wanted> _wanted = [];
    private ClusterSnapshot? _seen;
    private volatile bool _waiting;

    /// <summary>True while it has taken in all that was seen, and waits for the next look or for its pause to end.</summary>
    internal bool IsWaiting => _waiting;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Models.Length == 0)
            return;
        var looks = Channel.CreateUnbounded<(ClusterSnapshot, IReadOnlyList<ClusterEvent>)>();
        void Take(ClusterSnapshot snapshot, IReadOnlyList<ClusterEvent> changes) => looks.Writer.TryWrite((snapshot, changes));
        monitor.Seen += Take;
        try
        {
            WantAll();
            // A look may have been taken before anybody listened.
            if (Where() is { } endpoint && monitor.Latest(endpoint) is { } latest)
                See(latest, []);
            while (true)
            {
                await SeeAsync(looks.Reader, stoppingToken);
                if (Due() is { } due)
                    await PlaceAsync(due, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            monitor.Seen -= Take;
        }
    }

    /// <summary>Waits until there is something to place, taking in every look that comes meanwhile.</summary>
    private async Task SeeAsync(ChannelReader<(ClusterSnapshot Snapshot, IReadOnlyList<ClusterEvent> Changes)> looks, CancellationToken stoppingToken)
    {
        while (true)
        {
            while (looks.TryRead(out var look))
                See(look.Snapshot, look.Changes);
            if (Due() is not null)
                return;
            var pause = _seen is null ? null : _wanted.Where(w => w.Tries < MostTries).Select(w => (TimeSpan?)(w.NotBefore - time.GetUtcNow())).Min();
            using var woken = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var looked = looks.WaitToReadAsync(woken.Token).AsTask();
            var wake = Task.Delay(pause is { } wait ? Longer(wait) : Timeout.InfiniteTimeSpan, time, woken.Token);
            _waiting = true;
            await Task.WhenAny(looked, wake);
            _waiting = false;
            await woken.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private static TimeSpan Longer(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1);

    private Wanted? Due() => _seen is null ? null : _wanted.Find(w => w.Tries < MostTries && w.NotBefore <= time.GetUtcNow());

    private void See(ClusterSnapshot snapshot, IReadOnlyList<ClusterEvent> changes)
    {
        if (!snapshot.Endpoint.Equals(Where(), StringComparison.OrdinalIgnoreCase))
            return;
        _seen = snapshot;
        if (_options.PlaceAgain && changes.OfType<ClusterWiped>().Any())
            WantAll();
        // Another machine, or the memory of another model: what did not fit may fit now. Its own instance's end is no such change.
        foreach (var wanted in _wanted.Where(w => changes.Any(c => c is NodeAppeared || (c is InstanceGone gone && !Means(w.Model, gone.Instance)))))
            wanted.Reset();
        _wanted.RemoveAll(w => snapshot.Instances.Any(i => i.Readiness is InstanceReadiness.Ready or InstanceReadiness.Silent && Means(w.Model, i)));
    }

    private static bool Means(string model, ClusterInstance instance) => ClusterNames.ModelOf(model, [instance.Model]) is not null;

    private void WantAll()
    {
        _wanted.Clear();
        _wanted.AddRange(_options.Models.Distinct(StringComparer.OrdinalIgnoreCase).Select(m => new Wanted(m)));
    }

    private string? Where() => monitor.Endpoints is [var first, ..] ? first : null;

    private async Task PlaceAsync(Wanted wanted, CancellationToken stoppingToken)
    {
        log.LogInformation("Placing {Model} on {Endpoint}", wanted.Model, _seen!.Endpoint);
        try
        {
            var placed = await placement.PlaceAsync(_seen.Endpoint, new PlaceRequest(wanted.Model), null, stoppingToken);
            _wanted.Remove(wanted);
            log.LogInformation("{Model} is placed on {Endpoint}: {Detail}", wanted.Model, _seen.Endpoint, placed.Instance.Detail);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            var pause = wanted.Failed(time.GetUtcNow());
            var next = wanted.Tries < MostTries ? $"next try in {pause.TotalSeconds:0} s" : "left alone until the cluster changes";
            if (failure is ClusterException or InferenceException)
                log.LogWarning("{Model} could not be placed on {Endpoint}, {Next}: {Reason}", wanted.Model, _seen.Endpoint, next, failure.Message);
            else
                log.LogError(failure, "{Model} could not be placed on {Endpoint}, {Next}", wanted.Model, _seen.Endpoint, next);
        }
    }

    /// <summary>A model that is not placed and should be.</summary>
    private sealed class Wanted(string model)
    {
        public string Model { get; } = model;

        public int Tries { get; private set; }

        public DateTimeOffset NotBefore { get; private set; }

        private TimeSpan _pause = ShortestPause;

        public TimeSpan Failed(DateTimeOffset now)
        {
            var pause = _pause;
            (Tries, NotBefore) = (Tries + 1, now + pause);
            _pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            return pause;
        }

        /// <summary>The pause stays as long as it has become: a cluster whose machines come and go is no reason to hurry.</summary>
        public void Reset() => Tries = 0;
    }
}
