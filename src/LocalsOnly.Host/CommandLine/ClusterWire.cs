using System.Text.Json.Serialization;
using LocalsOnly.Inference.Cluster;

namespace LocalsOnly.Host.CommandLine;

/// <summary><c>locals cluster --json</c>. What exo did not tell is null.</summary>
/// <param name="At">By exo's own clock.</param>
/// <param name="Release">As far as it can be told; null when it cannot.</param>
internal sealed record ClusterWire(
    string Endpoint,
    DateTimeOffset At,
    bool Simulated,
    string? Release,
    IReadOnlyList<ClusterNodeWire> Nodes,
    IReadOnlyList<ClusterInstanceWire> Instances,
    IReadOnlyList<ClusterDownloadWire>? Downloads,
    IReadOnlyList<ClusterLinkWire>? Links)
{
    public static ClusterWire From(ClusterSnapshot cluster) => new(
        cluster.Endpoint,
        cluster.At,
        cluster.Simulated,
        cluster.Release,
        [.. cluster.Nodes.Select(ClusterNodeWire.From)],
        [.. cluster.Instances.Select(ClusterInstanceWire.From)],
        cluster.Downloads is null ? null : [.. cluster.Downloads.Select(ClusterDownloadWire.From)],
        cluster.Links is null ? null : [.. cluster.Links.Select(link => new ClusterLinkWire(link.Id, link.Prefill, link.Decode))]);

    /// <summary><c>WarmingUp</c> → <c>warming_up</c></summary>
    public static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

/// <param name="Role"><c>worker</c> or <c>coordinator</c>.</param>
/// <param name="GpuUse">0 to 1.</param>
/// <param name="LastSeenSeconds">How long ago the cluster last heard of it.</param>
internal sealed record ClusterNodeWire(
    string Id, string Name, string Role, string? Chip, string? Hardware, long? MemoryTotalBytes, long? MemoryAvailableBytes,
    double? Watts, double? Celsius, double? GpuUse, double? LastSeenSeconds, bool InTopology, bool Alive)
{
    public static ClusterNodeWire From(ClusterNode node) => new(
        node.Id, node.Name, ClusterWire.Word(node.Role), node.Chip, node.Hardware, node.MemoryTotalBytes, node.MemoryAvailableBytes,
        node.Watts, node.Celsius, node.GpuUse, node.LastSeen?.TotalSeconds, node.InTopology, node.IsAlive);
}

/// <param name="State"><c>ready</c>, <c>loading</c>, <c>silent</c>, <c>failed</c> or <c>leaving</c>.</param>
/// <param name="Running">Generations under way, of everybody.</param>
/// <param name="Pending">Generations that wait, of everybody.</param>
internal sealed record ClusterInstanceWire(
    string Id, string Model, string State, string Detail, string? Sharding, string? Meta, int Layers, int? ContextTokens, bool? Vision,
    int? Running, int? Pending, IReadOnlyList<ClusterRunnerWire> Runners)
{
    public static ClusterInstanceWire From(ClusterInstance instance) => new(
        instance.Id, instance.Model, ClusterWire.Word(instance.Readiness), instance.Detail, instance.Sharding, instance.Meta, instance.Layers,
        instance.ContextTokens, instance.Vision, instance.Running, instance.Pending, [.. instance.Runners.Select(ClusterRunnerWire.From)]);
}

/// <param name="StartLayer">First layer of its part.</param>
/// <param name="EndLayer">The layer after its part's last one.</param>
internal sealed record ClusterRunnerWire(
    string Id, string NodeId, string Node, string State, int StartLayer, int EndLayer, int LayersLoaded, int TotalLayers, string? Error)
{
    public static ClusterRunnerWire From(ClusterRunner runner) => new(
        runner.Id, runner.NodeId, runner.NodeName, ClusterWire.Word(runner.State), runner.StartLayer, runner.EndLayer, runner.LayersLoaded, runner.TotalLayers, runner.Error);
}

/// <param name="State"><c>pending</c>, <c>ongoing</c>, <c>completed</c> or <c>failed</c>.</param>
internal sealed record ClusterDownloadWire(
    string NodeId, string Node, string Model, string State, long? TotalBytes, long? DownloadedBytes, double? BytesPerSecond, double? RemainingSeconds, string? Error)
{
    public static ClusterDownloadWire From(ClusterDownload download) => new(
        download.NodeId, download.NodeName, download.Model, ClusterWire.Word(download.State), download.TotalBytes, download.DownloadedBytes,
        download.BytesPerSecond, download.Remaining?.TotalSeconds, download.Error);
}

internal sealed record ClusterLinkWire(string Id, IReadOnlyList<string> Prefill, IReadOnlyList<string> Decode);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ClusterWire))]
internal sealed partial class ClusterJson : JsonSerializerContext;
