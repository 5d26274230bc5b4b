using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Network;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>One endpoint at run time: its transport behind the guard, its client, and what was last seen of it.</summary>
internal sealed class LocalEndpoint : IDisposable
{
    /// <summary>Longer than the 3 s for which an election of a new master silences exo's API.</summary>
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private volatile EndpointSnapshot _snapshot;

    public LocalEndpoint(
        Endpoint settings, InferenceOptions options, IReadOnlyList<IUsageSink> sinks, TimeProvider time, HostResolver? resolve = null)
    {
        Settings = settings;
        _time = time;
        _http = new LocalNetworkGuard(settings, options.ConnectTimeout, time, resolve).CreateTransport();
        Chat = new MeteredChatClient(new ExoChatClient(settings, _http, options, time), settings, sinks, time);
        _snapshot = new EndpointSnapshot(
            settings.Name, settings.Url, settings.Protocol, settings.Tiers, EndpointState.Unknown, settings.Model, false, "not looked at yet", null);
    }

    public Endpoint Settings { get; }

    public IChatClient Chat { get; }

    public EndpointSnapshot Snapshot => _snapshot;

    /// <summary>True once it has told of itself like a server of its dialect; what merely listens on a well-known port never does.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>Looks now. Never throws but for cancellation.</summary>
    public async Task<EndpointSnapshot> LookAsync(CancellationToken cancellationToken)
    {
        var sighting = await SightAsync(cancellationToken);
        HasAnswered |= sighting.State is EndpointState.Ready or EndpointState.Loading or EndpointState.NotPlaced;
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
        EndpointState? state = failure.Failure switch
        {
            InferenceFailure.Unreachable => EndpointState.Unreachable,
            InferenceFailure.RefusedByGuard => EndpointState.RefusedByGuard,
            InferenceFailure.NotPlaced => EndpointState.NotPlaced,
            InferenceFailure.Protocol => EndpointState.Faulty,
            _ => null,
        };
        if (state is { } seen)
            _snapshot = _snapshot with { State = seen, Detail = Clause(failure), CheckedAt = _time.GetUtcNow() };
    }

    /// <summary>The message of a failure without the endpoint's name and the full stop.</summary>
    public string Clause(InferenceException failure) =>
        (failure.Message.StartsWith(Settings.Name + ": ", StringComparison.Ordinal) ? failure.Message[(Settings.Name.Length + 2)..] : failure.Message).TrimEnd('.');

    private async Task<Sighting> SightAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ProbeTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await Dialect.Of(Settings.Protocol).Probe.LookAsync(Settings, _http, _time, either.Token);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            return Unseen(EndpointState.Unreachable, $"no answer within {ProbeTimeout.TotalSeconds:0} s; is the machine awake?");
        }
        catch (HttpRequestException e) when (e.InnerException is InferenceException { Failure: InferenceFailure.RefusedByGuard } guard)
        {
            return Unseen(EndpointState.RefusedByGuard, Clause(guard));
        }
        catch (Exception e) when (WireFailure.IsKnown(e))
        {
            var (failure, clause) = WireFailure.Of(e);
            return failure == InferenceFailure.Unreachable
                ? Unseen(EndpointState.Unreachable, $"nothing answers at {Settings.Url.GetLeftPart(UriPartial.Authority)}; start the server or correct Inference:Endpoints:{Settings.Name}:Url")
                : Unseen(EndpointState.Faulty, $"{clause}; look at the server's log");
        }
    }

    private Sighting Unseen(EndpointState state, string detail) => new(state, Settings.Model, _snapshot.Simulated, detail);

    public void Dispose()
    {
        Chat.Dispose();
        _http.Dispose();
    }
}
