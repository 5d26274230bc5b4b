using System.Collections.Concurrent;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Inference.Flow;
using LocalsOnly.Inference.Network;
using LocalsOnly.Inference.Telemetry;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>One endpoint at run time: its transport behind the guard, its client, and what was last seen of it.</summary>
internal sealed class LocalEndpoint : IDisposable
{
    /// <summary>Longer than the 3 s for which an election of a new master silences exo's API.</summary>
    private static readonly TimeSpan ConfiguredTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What may be anything on a well-known port of this machine must not hold up a turn that finds nobody else.</summary>
    private static readonly TimeSpan DiscoveryTimeout = TimeSpan.FromSeconds(2);

    private readonly LocalNetworkGuard _guard;
    private readonly HttpMessageInvoker _http;
    private readonly IEndpointClient _wire;
    private readonly IEndpointProbe _probe;
    private readonly TimeProvider _time;
    private readonly TimeSpan _probeTimeout;
    private readonly ConcurrentDictionary<string, ModelLane> _lanes = new(StringComparer.Ordinal);
    private volatile EndpointSnapshot _snapshot;
    private volatile ModelLane? _lane;

    public LocalEndpoint(
        Endpoint settings, bool discovered, InferenceOptions options, TimeProvider time, HostResolver? resolve, IEndpointClientFactory clients)
    {
        Settings = settings;
        SeesPictures = settings.Vision ?? false;
        _time = time;
        _probeTimeout = discovered ? DiscoveryTimeout : ConfiguredTimeout;
        _probe = Dialect.Of(settings.Protocol).Probe();
        _guard = new LocalNetworkGuard(settings, options.ConnectTimeout, time, resolve);
        _http = _guard.CreateTransport();
        _wire = clients.Create(settings, _http, options, time);
        Chat = new TelemetryChatClient(_wire, settings, time);
        Queue = new AdmissionQueue(settings.MaxConcurrent, settings.MaxQueued, time);
        _snapshot = new EndpointSnapshot(
            settings.Name,
            settings.Url,
            settings.Protocol,
            settings.Tiers,
            EndpointState.Unknown,
            settings.Model,
            Simulated: false,
            "not looked at yet",
            CheckedAt: null);
    }

    public Endpoint Settings { get; }

    public IChatClient Chat { get; }

    /// <summary>The transport behind the guard.</summary>
    public HttpMessageInvoker Http => _http;

    /// <summary>The cluster behind it as the last look that could read one saw it; null before.</summary>
    public ClusterSnapshot? Cluster { get; private set; }

    /// <summary>The line in front of it.</summary>
    public AdmissionQueue Queue { get; }

    /// <summary>What the last look saw.</summary>
    public EndpointSnapshot Seen => _snapshot;

    /// <summary>What the last look saw, with what it is busy with and how it has fared.</summary>
    public EndpointSnapshot Snapshot
    {
        get
        {
            var seen = _snapshot;
            var lane = LaneOf(null);
            var retry = lane?.Breaker.RetryAt;
            return seen with
            {
                ContextTokens = ContextTokens,
                Detail = retry is not null && seen.State is EndpointState.Ready or EndpointState.Unknown && lane?.Trouble is { } trouble
                    ? $"left alone for some seconds, after this: {trouble}"
                    : seen.Detail,
                Load = new EndpointLoad(
                    Queue.InFlight,
                    Queue.Capacity,
                    Queue.Queued,
                    Queue.MeanWait,
                    lane?.Meter.TimeToFirstToken,
                    lane?.Meter.PromptTokensPerSecond,
                    lane?.Meter.TokensPerSecond,
                    lane?.Breaker.State ?? BreakerState.Closed,
                    retry),
            };
        }
    }

    /// <summary>Longest prompt and answer together in tokens, configured or told; null when unknown.</summary>
    public int? ContextTokens => Settings.ContextTokens ?? _snapshot.ContextTokens;

    /// <summary>Whether its model sees pictures, as configured or told.</summary>
    public bool SeesPictures { get; private set; }

    /// <summary>Whether a pinned model can be asked for here: it is configured, ready, or the server may know it though nothing was seen yet.</summary>
    public bool Serves(string model)
    {
        if (Settings.Model is { } configured && configured == model)
            return true;
        var seen = _snapshot;
        for (var i = 0; i < seen.Models.Count; i++)
        {
            if (seen.Models[i] == model)
                return true;
        }

        return seen.Model == model || (Settings.Model is null && seen.State is EndpointState.Unknown);
    }

    /// <summary>How this host has fared with a model here; null when no model is known.</summary>
    /// <param name="model">Full id; null for the one that it would answer with.</param>
    public ModelLane? LaneOf(string? model)
    {
        model ??= Settings.Model ?? _snapshot.Model;
        if (model is null)
            return null;
        if (_lane is { } latest && latest.Model == model)
            return latest;
        return _lane = _lanes.GetOrAdd(model, static (id, time) => new ModelLane(id, time), _time);
    }

    /// <summary>True once it has told of itself like a server of its dialect; what merely listens on a well-known port never does.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Looks now. Never throws but for cancellation.</summary>
    public async Task<EndpointSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        var sighting = await SightAsync(cancellationToken);
        if (sighting.Dialect is { } dialect)
            _wire.Speak(dialect);
        // Who can be reached again need not wait until his breaker is curious.
        if (sighting.State == EndpointState.Ready && _snapshot.State is EndpointState.Unreachable)
            LaneOf(sighting.Model)?.Breaker.Succeeded();
        HasAnswered |= sighting.State is EndpointState.Ready or EndpointState.Loading or EndpointState.NotPlaced;
        Cluster = sighting.Cluster ?? Cluster;
        SeesPictures = Settings.Vision ?? sighting.Vision ?? SeesPictures;
        return _snapshot = _snapshot with
        {
            State = sighting.State,
            Model = sighting.Model ?? Settings.Model,
            Models = sighting.Models,
            ContextTokens = sighting.ContextTokens,
            Simulated = sighting.Simulated,
            Detail = sighting.Detail,
            CheckedAt = _time.GetUtcNow(),
        };
    }

    /// <summary>An attempt told more than the last look did.</summary>
    public void Observe(InferenceException failure)
    {
        EndpointState? state = failure.Failure switch
        {
            InferenceFailure.Unreachable => EndpointState.Unreachable,
            InferenceFailure.RefusedByGuard => EndpointState.RefusedByGuard,
            InferenceFailure.NotPlaced => EndpointState.NotPlaced,
            InferenceFailure.Loading => EndpointState.Loading,
            InferenceFailure.Protocol => EndpointState.Faulty,
            _ => null,
        };
        if (state is not { } seen)
            return;
        // A model that was found and is gone is forgotten, so that the next turn looks for what has taken its place.
        var model = seen == EndpointState.NotPlaced ? Settings.Model : _snapshot.Model;
        _snapshot = _snapshot with { State = seen, Model = model, Models = [], Detail = Clause(failure), CheckedAt = _time.GetUtcNow() };
    }

    /// <summary>An attempt has come to its proper end.</summary>
    public void Answered() => _guard.Prepare();

    /// <summary>The message of a failure without the endpoint's name and the full stop.</summary>
    public string Clause(InferenceException failure)
    {
        var prefix = Settings.Name + ": ";
        var message = failure.Message.TrimEnd('.');
        return message.StartsWith(prefix, StringComparison.Ordinal) ? message[prefix.Length..] : message;
    }

    private async Task<Sighting> SightAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_probeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await _probe.LookAsync(Settings, _http, _time, either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            return Unseen(EndpointState.Unreachable, $"no answer within {_probeTimeout.TotalSeconds:0} s; is the machine awake?");
        }
        catch (HttpRequestException e) when (e.InnerException is InferenceException { Failure: InferenceFailure.RefusedByGuard } guard)
        {
            return Unseen(EndpointState.RefusedByGuard, Clause(guard));
        }
        catch (Exception e)
        {
            var (failure, clause) = WireFailure.Of(e);
            if (failure != InferenceFailure.Unreachable)
                return Unseen(EndpointState.Faulty, $"{clause}; look at the server's log");
            var address = Settings.Url.GetLeftPart(UriPartial.Authority);
            return Unseen(
                EndpointState.Unreachable,
                $"nothing answers at {address}; start the server or correct Inference:Endpoints:{Settings.Name}:Url");
        }
    }

    private Sighting Unseen(EndpointState state, string detail) => new(state, Settings.Model, _snapshot.Simulated, detail);

    public void Dispose()
    {
        Chat.Dispose();
        _http.Dispose();
        _guard.Dispose();
    }
}
