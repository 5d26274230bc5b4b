using System.Net;
using System.Text.Json;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>
/// Looks at an exo node: alive by <c>/node_id</c>, its models by four parts of <c>/state</c>. Never by <c>/v1/models</c>, which lists
/// the whole catalogue, and never by the whole of <c>/state</c>, which holds everybody's prompts.
/// </summary>
internal sealed class ExoProbe : IEndpointProbe
{
    private static readonly string[] Parts = ["instances", "runners", "topology", "lastSeen"];

    public async Task<Sighting> LookAsync(Endpoint endpoint, HttpMessageInvoker http, TimeProvider time, CancellationToken cancellationToken)
    {
        var alive = await ProbeReply.GetAsync(http, endpoint.At("node_id"), cancellationToken);
        if (alive.Status != HttpStatusCode.OK || alive.Json is not { ValueKind: JsonValueKind.String })
        {
            return new Sighting(
                EndpointState.Faulty,
                endpoint.Model,
                alive.Simulated,
                $"it answers {(int)alive.Status} where exo tells its node id; is this an exo node?");
        }

        // One after the other, over one connection: a look every few seconds should cost next to nothing.
        var parts = new JsonElement[Parts.Length];
        for (var i = 0; i < Parts.Length; i++)
        {
            if (await ReadAsync(endpoint, http, Parts[i], cancellationToken) is not { } part)
                return new Sighting(EndpointState.Faulty, endpoint.Model, alive.Simulated, "its state cannot be read; look at exo's log");
            parts[i] = part;
        }

        // Its own clock wrote lastSeen, so its own clock says what is long ago.
        var state = new ExoState(parts[0], parts[1], parts[2], parts[3], alive.Date ?? time.GetUtcNow());
        return Judge(endpoint, state.Placements(), alive.Simulated);
    }

    private static async Task<JsonElement?> ReadAsync(
        Endpoint endpoint, HttpMessageInvoker http, string name, CancellationToken cancellationToken)
    {
        var reply = await ProbeReply.GetAsync(http, endpoint.At("state/" + name), cancellationToken);
        return reply.Status == HttpStatusCode.OK && reply.Json is { ValueKind: JsonValueKind.Object } ? reply.Json : null;
    }

    private static Sighting Judge(Endpoint endpoint, IReadOnlyList<ExoPlacement> placements, bool simulated)
    {
        var dashboard = endpoint.Url.GetLeftPart(UriPartial.Authority);
        var best = placements
            .Where(p => endpoint.Model is null || p.Model == endpoint.Model)
            .OrderBy(p => Rank(p.State))
            .ThenByDescending(p => p.Layers)
            .ThenBy(p => p.Model, StringComparer.Ordinal)
            .FirstOrDefault();
        if (best is not null)
            return new Sighting(best.State, best.Model, simulated, best.Detail);
        var detail = endpoint.Model is { } wanted
            ? $"model {wanted} has no instance; place it in exo's dashboard at {dashboard}"
            : $"no model is placed; place one in exo's dashboard at {dashboard}";
        return new Sighting(EndpointState.NotPlaced, endpoint.Model, simulated, detail);
    }

    private static int Rank(EndpointState state) => state switch
    {
        EndpointState.Ready => 0,
        EndpointState.Loading => 1,
        _ => 2,
    };
}
