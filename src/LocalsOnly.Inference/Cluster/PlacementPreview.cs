using System.Text.Json;

namespace LocalsOnly.Inference.Cluster;

/// <summary>One way to place a model, as exo works it out (<c>GET /instance/previews</c>).</summary>
/// <param name="Sharding"><c>Pipeline</c> or <c>Tensor</c>.</param>
/// <param name="Meta"><c>MlxRing</c> or <c>MlxJaccl</c>.</param>
/// <param name="Instance">What to post; meaningless when there is an error.</param>
/// <param name="InstanceId">The id that it will have; null when exo does not say.</param>
/// <param name="Nodes">The machines that it would be on.</param>
/// <param name="Error">Why it cannot be, in exo's words; null when it can.</param>
internal sealed record PlacementPreview(
    string Sharding, string Meta, JsonElement Instance, string? InstanceId, IReadOnlyList<string> Nodes, string? Error)
{
    /// <summary>Null when the answer is none of exo's.</summary>
    public static IReadOnlyList<PlacementPreview>? Read(JsonElement answer) =>
        answer.Get("previews") is { ValueKind: JsonValueKind.Array } previews ? [.. previews.Items().Select(One)] : null;

    /// <summary>The best way that can be: on the fewest machines, for what it need not send over the network; on several, the fastest link.</summary>
    /// <param name="request">What a person asked for; the others are out of the question.</param>
    /// <param name="on">Ids of exactly the machines to be on; empty for exo's choice.</param>
    public static PlacementPreview? Best(IEnumerable<PlacementPreview> previews, PlaceRequest request, IReadOnlyCollection<string> on) => previews
        .Where(p => p.Error is null && p.Nodes.Count > 0)
        .Where(p => request.Nodes is not { } count || p.Nodes.Count == count)
        .Where(p => request.Sharding is not { } sharding || p.Sharding.Equals(sharding, StringComparison.OrdinalIgnoreCase))
        .Where(p => on.Count == 0 || p.Nodes.ToHashSet(StringComparer.Ordinal).SetEquals(on))
        .OrderBy(p => p.Nodes.Count)
        .ThenBy(Slowness)
        .FirstOrDefault();

    /// <summary>On one machine there is nothing to cut. On several, cutting across layers makes each token faster, and RDMA far more so.</summary>
    private static int Slowness(PlacementPreview preview) => (preview.Nodes.Count, preview.Sharding, preview.Meta) switch
    {
        (1, "Pipeline", "MlxRing") => 0,
        (1, _, _) => 1,
        (_, "Tensor", "MlxJaccl") => 0,
        (_, "Pipeline", "MlxJaccl") => 1,
        (_, "Tensor", _) => 2,
        _ => 3,
    };

    private static PlacementPreview One(JsonElement preview)
    {
        var instance = preview.Get("instance");
        var inner = instance.Tagged().Value;
        var assignments = inner.Get("shardAssignments");
        return new PlacementPreview(
            preview.Text("sharding") ?? "",
            preview.Text("instance_meta") ?? "",
            instance,
            inner.Text("instanceId"),
            [.. assignments.Get("nodeToRunner").Members().Select(n => n.Name)],
            instance.ValueKind == JsonValueKind.Object ? preview.Text("error") : preview.Text("error") ?? "exo gave no reason");
    }
}
