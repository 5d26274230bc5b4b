using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Network;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>The endpoints of this host, and the order in which a tier asks them.</summary>
internal sealed class EndpointDirectory : IEndpointDirectory, IDisposable
{
    private readonly EndpointPlan _plan;
    private readonly Dictionary<string, LocalEndpoint> _endpoints;
    private readonly RouteCandidate[] _heavy;
    private readonly RouteCandidate[] _light;

    public EndpointDirectory(IOptions<InferenceOptions> options, TimeProvider time, IEnumerable<IEndpointClientFactory> clients)
        : this(options.Value, time, WellKnownServers.OnLoopback, clients: [.. clients])
    {
    }

    internal EndpointDirectory(
        InferenceOptions options,
        TimeProvider time,
        IReadOnlyList<Endpoint> wellKnown,
        HostResolver? resolve = null,
        IReadOnlyList<IEndpointClientFactory>? clients = null)
    {
        _plan = EndpointPlan.From(options, wellKnown);
        _endpoints = _plan.Endpoints.ToDictionary(
            e => e.Name,
            e => new LocalEndpoint(e, _plan.Discovered, options, time, resolve, ClientsOf(e, clients ?? [])),
            StringComparer.OrdinalIgnoreCase);
        _heavy = Candidates(Tier.Heavy);
        _light = Candidates(Tier.Light);
    }

    public IReadOnlyList<EndpointSnapshot> Endpoints => [.. _endpoints.Values.Where(IsThere).Select(e => e.Snapshot)];

    /// <summary>All that are configured, or all that are looked for and have answered, in the order of the plan.</summary>
    internal IEnumerable<LocalEndpoint> All => _plan.Endpoints.Select(e => _endpoints[e.Name]).Where(IsThere);

    public IReadOnlyList<EndpointAddress> Addresses =>
        [.. _plan.Endpoints.Select(e => new EndpointAddress(e.Name, e.Url, e.AllowPublic, _plan.Discovered))];

    public async Task<IReadOnlyList<EndpointSnapshot>> RefreshAsync(CancellationToken cancellationToken = default)
    {
        await Task.WhenAll(_endpoints.Values.Select(e => e.LookAsync(cancellationToken)));
        return Endpoints;
    }

    /// <summary>The endpoints that may be asked for a tier: its own in the configured order, then the other's as stand-ins.</summary>
    public IReadOnlyList<RouteCandidate> CandidatesFor(Tier tier)
    {
        var candidates = tier == Tier.Heavy ? _heavy : _light;
        return _plan.Discovered ? Array.FindAll(candidates, c => c.Endpoint.HasAnswered) : candidates;
    }

    /// <summary>The endpoint of that name; null when there is none.</summary>
    public LocalEndpoint? Find(string name) => _endpoints.GetValueOrDefault(name);

    /// <summary>The validator has refused a name that is none.</summary>
    private static IEndpointClientFactory ClientsOf(Endpoint endpoint, IReadOnlyList<IEndpointClientFactory> clients) =>
        clients.FirstOrDefault(c => string.Equals(c.Name, endpoint.Client, StringComparison.OrdinalIgnoreCase)) ?? ExoChatClientFactory.Instance;

    private RouteCandidate[] Candidates(Tier tier)
    {
        var other = tier == Tier.Heavy ? Tier.Light : Tier.Heavy;
        return [.. _plan.Order(tier).Select(name => (name, tier))
            .Concat(_plan.Order(other).Select(name => (name, tier: other)))
            .DistinctBy(c => c.name, StringComparer.OrdinalIgnoreCase)
            .Select(c => new RouteCandidate(_endpoints[c.name], c.tier))];
    }

    private bool IsThere(LocalEndpoint endpoint) => !_plan.Discovered || endpoint.HasAnswered;

    public void Dispose()
    {
        foreach (var endpoint in _endpoints.Values)
            endpoint.Dispose();
    }
}

/// <summary>An endpoint that may be asked, and the tier from whose list it comes.</summary>
internal sealed record RouteCandidate(LocalEndpoint Endpoint, Tier Tier);
