using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Cluster;
using LocalsOnly.Inference.Network;
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

    private readonly HttpMessageInvoker _http;
    private readonly ExoChatClient _wire;
    private readonly IEndpointProbe _probe;
    private readonly TimeProvider _time;
    private readonly TimeSpan _probeTimeout;
    private readonly Demotion _demotion;
    private volatile EndpointSnapshot _snapshot;

    public LocalEndpoint(
        Endpoint settings, bool discovered, InferenceOptions options, IReadOnlyList<IUsageSink> sinks, TimeProvider time, HostResolver? resolve)
    {
        Settings = settings;
        _time = time;
        _demotion = new Demotion(time);
        _probeTimeout = discovered ? DiscoveryTimeout : ConfiguredTimeout;
        _probe = Dialect.Of(settings.Protocol).Probe();
        _http = new LocalNetworkGuard(settings, options.ConnectTimeout, time, resolve).CreateTransport();
        _wire = new ExoChatClient(settings, _http, options, time);
        Chat = new MeteredChatClient(
            _wire, settings, () => _snapshot!.Simulated, sinks, time);
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

    public EndpointSnapshot Snapshot => _snapshot is { State: EndpointState.Ready or EndpointState.Unknown } seen && _demotion.Reason is { } reason
        ? seen with { Detail = $"asked last for now, after this: {reason}" }
        : _snapshot;

    /// <summary>True while its latest attempts hung or failed, though it looks well.</summary>
    public bool IsDemoted => _demotion.Reason is not null;

    /// <summary>True once it has told of itself like a server of its dialect; what merely listens on a well-known port never does.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Looks now. Never throws but for cancellation.</summary>
    public async Task<EndpointSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        var sighting = await SightAsync(cancellationToken);
        if (sighting.Dialect is { } dialect)
            _wire.Speak(dialect);
        HasAnswered |= sighting.State is EndpointState.Ready or EndpointState.Loading or EndpointState.NotPlaced;
        Cluster = sighting.Cluster ?? Cluster;
        return _snapshot = _snapshot with
        {
            State = sighting.State,
            Model = sighting.Model ?? Settings.Model,
            Simulated = sighting.Simulated,
            Detail = sighting.Detail,
            CheckedAt = _time.GetUtcNow(),
        };
    }

    /// <summary>An attempt told more than the last look did.</summary>
    public void Observe(InferenceException failure)
    {
        _demotion.Failed(failure.Failure, Clause(failure));
        EndpointState? state = failure.Failure switch
        {
            InferenceFailure.Unreachable => EndpointState.Unreachable,
            InferenceFailure.RefusedByGuard => EndpointState.RefusedByGuard,
            InferenceFailure.NotPlaced => EndpointState.NotPlaced,
            InferenceFailure.Protocol => EndpointState.Faulty,
            _ => null,
        };
        if (state is not { } seen)
            return;
        // A model that was found and is gone is forgotten, so that the next turn looks for what has taken its place.
        var model = seen == EndpointState.NotPlaced ? Settings.Model : _snapshot.Model;
        _snapshot = _snapshot with { State = seen, Model = model, Detail = Clause(failure), CheckedAt = _time.GetUtcNow() };
    }

    /// <summary>An attempt came to its proper end.</summary>
    public void Answered() => _demotion.Answered();

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
    }
}
