using LocalsOnly.Inference.Network;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>The endpoints of this host, and the order in which a tier asks them.</summary>
internal sealed class EndpointDirectory : IEndpointDirectory, IDisposable
{
    private readonly EndpointPlan _plan;
    private readonly Dictionary<string, LocalEndpoint> _endpoints;

    public EndpointDirectory(IOptions<InferenceOptions> options, IEnumerable<IUsageSink> sinks, TimeProvider time)
        : this(options.Value, [.. sinks], time, WellKnownServers.OnLoopback)
    {
    }

    internal EndpointDirectory(
        InferenceOptions options,
        IReadOnlyList<IUsageSink> sinks,
        TimeProvider time,
        IReadOnlyList<Endpoint> wellKnown,
        HostResolver? resolve = null)
    {
        _plan = EndpointPlan.From(options, wellKnown);
        _endpoints = _plan.Endpoints.ToDictionary(
            e => e.Name,
            e => new LocalEndpoint(e, _plan.Discovered, options, sinks, time, resolve),
            StringComparer.OrdinalIgnoreCase);
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

    /// <summary>
    /// The endpoints to try for a tier: its own, then the other's as stand-ins; those that may well answer before those that were last
    /// seen unable to, which are still tried at the end, because what was seen may be old. Last of all, those whose attempts hang or err.
    /// </summary>
    public IReadOnlyList<RouteCandidate> CandidatesFor(Tier tier)
    {
        var other = tier == Tier.Heavy ? Tier.Light : Tier.Heavy;
        return [.. _plan.Order(tier).Select(name => (name, tier))
            .Concat(_plan.Order(other).Select(name => (name, tier: other)))
            .DistinctBy(c => c.name, StringComparer.OrdinalIgnoreCase)
            .Select(c => new RouteCandidate(_endpoints[c.name], c.tier))
            .Where(c => IsThere(c.Endpoint))
            .OrderBy(c => c.Endpoint.IsDemoted ? Last : Rank(c.Endpoint.Snapshot.State))];
    }

    private bool IsThere(LocalEndpoint endpoint) => !_plan.Discovered || endpoint.HasAnswered;

    /// <summary>After those that cannot be reached, too: these cost little time, and one that hangs costs a whole deadline.</summary>
    private const int Last = 3;

    private static int Rank(EndpointState state) => state switch
    {
        EndpointState.Ready or EndpointState.Unknown => 0,
        EndpointState.Loading or EndpointState.Faulty => 1,
        _ => 2,
    };

    public void Dispose()
    {
        foreach (var endpoint in _endpoints.Values)
            endpoint.Dispose();
    }
}

/// <summary>An endpoint that may be asked, and the tier from whose list it comes.</summary>
internal sealed record RouteCandidate(LocalEndpoint Endpoint, Tier Tier);
