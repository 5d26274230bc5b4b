using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Inference.Endpoints;

/// <summary>One instance of a model on a cluster, and whether it can answer.</summary>
/// <param name="Layers">Layers of the whole model; 0 when the state does not say. A stand-in for its size.</param>
internal sealed record ExoPlacement(string Model, EndpointState State, int Layers, string Detail);

/// <summary>
/// The parts of an exo node's <c>/state</c> by which readiness is told: an instance is ready when all its runners are, and all its
/// nodes are in the topology and were seen less than 30 s ago. The last matters, because a dead node's runner stays "ready" in the state.
/// </summary>
internal sealed class ExoState(JsonElement instances, JsonElement runners, JsonElement topology, JsonElement lastSeen, DateTimeOffset now)
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromSeconds(30);

    public IReadOnlyList<ExoPlacement> Placements()
    {
        var placements = new List<ExoPlacement>();
        foreach (var instance in Members(instances))
        {
            // A tagged union: {"MlxRingInstance":{…}}.
            var assignments = Members(instance.Value).Select(kind => Get(kind.Value, "shardAssignments")).FirstOrDefault();
            if (Text(assignments, "modelId") is { } model)
                placements.Add(Judge(model, assignments));
        }

        return placements;
    }

    private ExoPlacement Judge(string model, JsonElement assignments)
    {
        var shards = Get(assignments, "runnerToShard");
        var layers = Members(shards).SelectMany(s => Members(s.Value)).Select(s => Number(s.Value, "nLayers")).DefaultIfEmpty().Max();
        var nodes = Members(Get(assignments, "nodeToRunner")).Select(n => n.Name).ToList();
        if (nodes.Find(n => !IsAlive(n)) is not null)
        {
            return new ExoPlacement(
                model,
                EndpointState.Faulty,
                layers,
                $"model {model} is on a node that has gone silent; wake that node, or place the model again");
        }

        var loaded = 0;
        var waiting = Members(shards).Any() ? 0 : 1;
        foreach (var shard in Members(shards))
        {
            // {"RunnerLoading":{"layersLoaded":3,"totalLayers":28}}; the tag alone is the state.
            var runner = Get(runners, shard.Name);
            var tag = Members(runner).Select(m => m.Name).FirstOrDefault();
            switch (tag)
            {
                case "RunnerReady" or "RunnerRunning":
                    break;
                case "RunnerFailed":
                    return new ExoPlacement(model, EndpointState.Faulty, layers, $"the process that runs {model} failed; place the model again");
                case "RunnerShuttingDown":
                    return new ExoPlacement(model, EndpointState.NotPlaced, layers, $"model {model} is being taken down; place it again");
                default:
                    waiting++;
                    if (tag == "RunnerLoading")
                        loaded += Number(Get(runner, tag), "layersLoaded");
                    break;
            }
        }

        return waiting == 0
            ? new ExoPlacement(model, EndpointState.Ready, layers, nodes.Count == 1 ? "ready" : $"ready on {nodes.Count} nodes")
            : new ExoPlacement(model, EndpointState.Loading, layers, Loading(model, loaded, layers));
    }

    private static string Loading(string model, int loaded, int layers) => layers > 0 && loaded > 0
        ? $"model {model} is loading, {loaded} of {layers} layers; it answers when that is done"
        : $"model {model} is loading; it answers when that is done";

    private bool IsAlive(string node) =>
        Get(topology, "nodes") is { ValueKind: JsonValueKind.Array } nodes
        && nodes.EnumerateArray().Any(n => n.ValueKind == JsonValueKind.String && n.GetString() == node)
        && DateTimeOffset.TryParse(Text(lastSeen, node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
        && now - at < LongAgo;

    private static JsonElement Get(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name) =>
        Get(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static int Number(JsonElement element, string name) =>
        Get(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : 0;

    private static IEnumerable<JsonProperty> Members(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var member in element.EnumerateObject())
            yield return member;
    }
}
