using System.Net;
using System.Text.Json;
using LocalsOnly.Inference.Endpoints;

namespace LocalsOnly.Inference.Cluster;

/// <summary>
/// Reads one exo node's state by its parts, one after the other over one connection: never the whole of <c>/state</c>, which holds
/// everybody's prompts, and never <c>/events</c>, which is the whole log.
/// </summary>
internal sealed class ClusterReader(Endpoint endpoint, HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>Ten times a large cluster, each node with each model of the catalogue on its disk.</summary>
    private const long LargestPart = 32 * 1024 * 1024;

    private volatile KnownNodes _known = new(null, default, null);

    /// <summary>Reads. Throws what the transport throws.</summary>
    public async Task<ClusterReading> ReadAsync(ReadingScope scope, CancellationToken cancellationToken)
    {
        var known = _known;
        var first = known.AnsweredBy is null || scope == ReadingScope.Everything ? null : await PartAsync("lastEventAppliedIdx", cancellationToken);
        if (first is not { Status: HttpStatusCode.OK, Json.ValueKind: JsonValueKind.Number })
        {
            // Who answers is asked once, and again when the state looks unlike it did; from then on the number of the last event tells that it lives.
            var alive = await ProbeReply.GetAsync(http, endpoint.At("node_id"), cancellationToken);
            if (alive.Status != HttpStatusCode.OK || alive.Json is not { ValueKind: JsonValueKind.String } id)
                return new ClusterReading(null, alive.Simulated, $"it answers {(int)alive.Status} where exo tells its node id; is this an exo node?");
            known = new KnownNodes(id.GetString(), known.Identities, null);
            first = await PartAsync("lastEventAppliedIdx", cancellationToken);
        }

        var parts = new StateParts { LastEvent = first.Json ?? default, AnsweredBy = known.AnsweredBy };
        var core = new JsonElement[4];
        for (var i = 0; i < core.Length; i++)
        {
            var reply = await PartAsync(Core[i], cancellationToken);
            if (reply.Status != HttpStatusCode.OK || reply.Json is not { ValueKind: JsonValueKind.Object } part)
                return new ClusterReading(null, first.Simulated, "its state cannot be read; look at exo's log");
            core[i] = part;
        }

        parts = parts with { Instances = core[0], Runners = core[1], Topology = core[2], LastSeen = core[3] };
        // Names change rarely: they are asked for when a node is there that has none yet.
        var nodes = string.Join(' ', parts.LastSeen.Members().Select(n => n.Name).Order(StringComparer.Ordinal));
        var identities = scope == ReadingScope.Everything || nodes != known.Nodes
            ? await ObjectAsync("nodeIdentities", cancellationToken)
            : known.Identities;
        _known = new KnownNodes(known.AnsweredBy, identities, nodes);
        parts = parts with { Identities = identities };
        if (scope != ReadingScope.Readiness)
            parts = parts with { Downloads = await ObjectAsync("downloads", cancellationToken) };
        if (scope == ReadingScope.Everything)
            parts = await WithFiguresAsync(parts, cancellationToken);

        // Its own clock wrote lastSeen, so its own clock says what is long ago.
        return new ClusterReading(StateReading.Of(parts, endpoint.Name, first.Date ?? time.GetUtcNow(), first.Simulated), first.Simulated, "");
    }

    /// <summary>Reads what the machines draw and how much is under way. Throws what the transport throws.</summary>
    /// <param name="names">Names of the machines by id; one that is missing is called by the end of its id.</param>
    public async Task<ClusterPower> ReadPowerAsync(IReadOnlyDictionary<string, string> names, CancellationToken cancellationToken)
    {
        var reply = await PartAsync("nodeSystem", cancellationToken);
        if (reply is not { Status: HttpStatusCode.OK, Json: { ValueKind: JsonValueKind.Object } part })
            return new ClusterPower([], null, reply.Simulated);
        var told = new List<(string, double)>();
        foreach (var node in part.Members())
        {
            if (node.Value.Double("sysPower") is >= 0 and var watts)
                told.Add((names.GetValueOrDefault(node.Name, node.Name), watts));
        }

        var tasks = await TasksAsync(cancellationToken);
        return new ClusterPower(told, tasks?.Values.Sum(t => t.Running), reply.Simulated);
    }

    private static readonly string[] Core = ["instances", "runners", "topology", "lastSeen"];

    private async Task<StateParts> WithFiguresAsync(StateParts parts, CancellationToken cancellationToken) => parts with
    {
        Memory = await ObjectAsync("nodeMemory", cancellationToken),
        System = await ObjectAsync("nodeSystem", cancellationToken),
        Links = await ObjectAsync("instanceLinks", cancellationToken),
        AskedForLinks = true,
        Tasks = await TasksAsync(cancellationToken),
    };

    private Task<ProbeReply> PartAsync(string name, CancellationToken cancellationToken) =>
        ProbeReply.GetAsync(http, endpoint.At("state/" + name), cancellationToken, LargestPart);

    /// <summary>A part that this version of exo may not have.</summary>
    private async Task<JsonElement> ObjectAsync(string name, CancellationToken cancellationToken)
    {
        var reply = await PartAsync(name, cancellationToken);
        return reply is { Status: HttpStatusCode.OK, Json: { ValueKind: JsonValueKind.Object } part } ? part : default;
    }

    private async Task<IReadOnlyDictionary<string, TaskCount>?> TasksAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.At("state/tasks"));
        using var response = await http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            return null;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await TaskCounter.CountAsync(body, cancellationToken);
    }

    /// <param name="Nodes">The node ids that the identities were asked for; null when they are to be asked for again.</param>
    private sealed record KnownNodes(string? AnsweredBy, JsonElement Identities, string? Nodes);
}

/// <summary>How much of a state is read; each costs a request per part.</summary>
internal enum ReadingScope
{
    /// <summary>What can answer: five small parts.</summary>
    Readiness,

    /// <summary>The same with the downloads: what a placement waits for.</summary>
    Placing,

    /// <summary>All that a person would look at.</summary>
    Everything,
}

/// <summary>What one reading came to.</summary>
/// <param name="Snapshot">Null when the state could not be read.</param>
/// <param name="Fault">Why it could not, as a clause.</param>
internal sealed record ClusterReading(ClusterSnapshot? Snapshot, bool Simulated, string Fault);
