using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LocalsOnly.Inference.Endpoints;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Inference.Cluster;

/// <summary>Keeps what is seen of the clusters. The look that keeps the endpoints fresh feeds it; nothing here looks by itself.</summary>
internal sealed class ClusterMonitor(EndpointDirectory directory, TimeProvider time, ILogger<ClusterMonitor> log) : IClusterMonitor
{
    /// <summary>For the ten parts of a whole look, each of which may meet an election of some 3 s.</summary>
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, ClusterReader> _readers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ClusterSnapshot> _whole = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ClusterSnapshot> _told = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each look that the host takes by itself, with what has changed since the one before. Handlers must not block.</summary>
    public event Action<ClusterSnapshot, IReadOnlyList<ClusterEvent>>? Seen;

    public IReadOnlyList<string> Endpoints =>
        [.. directory.All.Where(e => e.Settings.Protocol == EndpointProtocol.Exo)
            .OrderBy(e => e.Settings.Tiers.Contains(Tier.Heavy) ? 0 : 1)
            .Select(e => e.Settings.Name)];

    public ClusterSnapshot? Latest(string endpoint)
    {
        var looked = Find(endpoint).Cluster;
        return _whole.TryGetValue(endpoint, out var whole) && (looked is null || whole.At >= looked.At) ? whole : looked;
    }

    public async Task<ClusterSnapshot> LookAsync(string endpoint, CancellationToken cancellationToken = default) =>
        _whole[endpoint] = await ReadAsync(endpoint, ReadingScope.Everything, cancellationToken);

    public Task<ClusterPower> ReadPowerAsync(string endpoint, CancellationToken cancellationToken = default)
    {
        var found = Find(endpoint);
        var names = Latest(endpoint)?.Nodes.ToDictionary(n => n.Id, n => n.Name) ?? [];
        return ExoCall.MakeAsync(found, LookTimeout, time, t => ReaderOf(endpoint, found).ReadPowerAsync(names, t), cancellationToken);
    }

    public async IAsyncEnumerable<ClusterEvent> WatchAsync(
        string endpoint, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Find(endpoint);
        ClusterSnapshot? before = null;
        while (true)
        {
            if (await TryLookAsync(endpoint, cancellationToken) is { } now)
            {
                foreach (var change in ClusterDiff.Between(before, now))
                    yield return change;
                before = now;
            }

            await Task.Delay(interval, time, cancellationToken);
        }
    }

    /// <summary>Takes over what the look that has just ended saw, and logs what has changed. Not for two at a time.</summary>
    public void Observe()
    {
        foreach (var endpoint in directory.All)
        {
            if (endpoint.Cluster is not { } now)
                continue;
            var first = !_told.TryGetValue(endpoint.Settings.Name, out var before);
            if (ReferenceEquals(before, now))
                continue;
            _told[endpoint.Settings.Name] = now;
            var changes = ClusterDiff.Between(before, now);
            // All of it is new at the first look; the state of the endpoint says what matters of that.
            if (!first)
                Log(changes);
            Seen?.Invoke(now, first ? [] : changes);
        }
    }

    /// <summary>Reads as much as is asked for.</summary>
    /// <exception cref="InferenceException">It does not answer, or not like exo.</exception>
    internal async Task<ClusterSnapshot> ReadAsync(string name, ReadingScope scope, CancellationToken cancellationToken)
    {
        var endpoint = Find(name);
        var reading = await ExoCall.MakeAsync(endpoint, LookTimeout, time, t => ReaderOf(name, endpoint).ReadAsync(scope, t), cancellationToken);
        return reading.Snapshot
            ?? throw new InferenceException(InferenceFailure.Protocol, $"{endpoint.Settings.Name}: {reading.Fault}.", endpoint.Settings.Name);
    }

    private ClusterReader ReaderOf(string name, LocalEndpoint endpoint) =>
        _readers.GetOrAdd(name, static (_, made) => new ClusterReader(made.Endpoint.Settings, made.Endpoint.Http, made.Time), (Endpoint: endpoint, Time: time));

    /// <exception cref="ArgumentException">No endpoint of that name speaks exo's dialect.</exception>
    internal LocalEndpoint Find(string name) =>
        directory.All.FirstOrDefault(e => e.Settings.Protocol == EndpointProtocol.Exo && e.Settings.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"No endpoint called {name} speaks exo's dialect.", nameof(name));

    private async Task<ClusterSnapshot?> TryLookAsync(string endpoint, CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(endpoint, cancellationToken);
        }
        catch (InferenceException)
        {
            return null;
        }
    }

    private void Log(IReadOnlyList<ClusterEvent> changes)
    {
        var wiped = changes.Any(c => c is ClusterWiped);
        foreach (var change in changes)
        {
            if (wiped && change is InstanceGone)
                continue;
            var level = change switch
            {
                NodeGone or NodeSilent or InstanceFailed or InstanceGone or ClusterWiped => LogLevel.Warning,
                RunnerChanged or InstanceLoading or DownloadProgress { Download.State: DownloadState.Ongoing } => LogLevel.Debug,
                _ => LogLevel.Information,
            };
            log.Log(level, "Cluster {Endpoint}: {Change}", change.Endpoint, change.Clause);
        }
    }
}
