using System.Globalization;
using System.Text.Json;

namespace LocalsOnly.Inference.Cluster;

/// <summary>
/// Makes a snapshot of a state. An instance is ready when all its runners are, and all its nodes are in the topology and were heard of
/// less than 30 s ago. The last matters, because a dead node's runner stays "ready" in the state.
/// </summary>
internal sealed class StateReading
{
    private static readonly TimeSpan LongAgo = TimeSpan.FromSeconds(30);

    private readonly StateParts _parts;
    private readonly string _endpoint;
    private readonly DateTimeOffset _now;
    private readonly HashSet<string> _inTopology;

    /// <summary>By id, because a large cluster has thousands, and looking one up in JSON is a walk over all of them.</summary>
    private readonly Dictionary<string, JsonElement> _runners = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    private StateReading(StateParts parts, string endpoint, DateTimeOffset now)
    {
        (_parts, _endpoint, _now) = (parts, endpoint, now);
        _inTopology = [.. parts.Topology.Get("nodes").Texts()];
        foreach (var runner in parts.Runners.Members())
            _runners[runner.Name] = runner.Value;
    }

    /// <param name="now">By exo's own clock, which wrote when nodes were last seen.</param>
    public static ClusterSnapshot Of(StateParts parts, string endpoint, DateTimeOffset now, bool simulated)
    {
        var reading = new StateReading(parts, endpoint, now);
        return new ClusterSnapshot(endpoint, now, simulated)
        {
            Nodes = reading.Nodes(),
            Instances = [.. parts.Instances.Members().Select(i => reading.Instance(i.Name, i.Value)).OfType<ClusterInstance>()],
            Downloads = parts.Downloads.ValueKind == JsonValueKind.Object ? reading.Downloads() : null,
            Links = parts.Links.ValueKind == JsonValueKind.Object ? Links(parts.Links) : null,
            Release = !parts.AskedForLinks ? null : parts.Links.ValueKind == JsonValueKind.Object ? "newer than 1.0.71" : "1.0.71 or older",
            EventIndex = parts.LastEvent is { ValueKind: JsonValueKind.Number } index && index.TryGetInt64(out var last) ? last : null,
            RunnerIds = reading._runners.Keys.ToHashSet(StringComparer.Ordinal),
        };
    }

    private List<ClusterNode> Nodes()
    {
        var ids = _inTopology
            .Concat(_parts.LastSeen.Members().Select(n => n.Name))
            .Concat(_parts.Instances.Members().SelectMany(i => NodesOf(Assignments(i.Value))).Select(n => n.Name))
            .Concat(_parts.AnsweredBy is { } self ? [self] : [])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var nodes = ids.ConvertAll(Node);
        nodes.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name) is var byName and not 0 ? byName : string.CompareOrdinal(a.Id, b.Id));
        return nodes;
    }

    private ClusterNode Node(string id)
    {
        var identity = _parts.Identities.Get(id);
        var memory = _parts.Memory.Get(id);
        var system = _parts.System.Get(id);
        var inTopology = _inTopology.Contains(id);
        var coordinator = id == _parts.AnsweredBy && !inTopology && memory.ValueKind != JsonValueKind.Object;
        return new ClusterNode(id, NameOf(id), coordinator ? NodeRole.Coordinator : NodeRole.Worker)
        {
            Chip = Known(identity.Text("chipId")),
            Hardware = Known(identity.Text("modelId")),
            MemoryTotalBytes = memory.Bytes("ramTotal"),
            MemoryAvailableBytes = memory.Bytes("ramAvailable"),
            Watts = system.Double("sysPower"),
            Celsius = system.Double("temp"),
            GpuUse = system.Double("gpuUsage"),
            LastSeen = LastSeen(id),
            InTopology = inTopology,
            IsAlive = coordinator || IsAlive(id),
        };
    }

    private ClusterInstance? Instance(string id, JsonElement tagged)
    {
        var (tag, instance) = tagged.Tagged();
        var assignments = instance.Get("shardAssignments");
        if (assignments.Text("modelId") is not { } model)
            return null;
        var nodeOf = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in NodesOf(assignments))
        {
            if (node.Value.ValueKind == JsonValueKind.String)
                nodeOf[node.Value.GetString()!] = node.Name;
        }

        var shards = assignments.Get("runnerToShard").Members().Select(s => (Runner: s.Name, Shard: s.Value.Tagged())).ToList();
        var runners = shards.ConvertAll(s => Runner(s.Runner, s.Shard.Value, nodeOf.GetValueOrDefault(s.Runner, "")));
        var layers = shards.Select(s => s.Shard.Value.Int("nLayers")).DefaultIfEmpty().Max();
        var card = shards.Select(s => s.Shard.Value.Get("modelCard")).FirstOrDefault();
        var (readiness, detail) = Judge(model, runners, [.. NodesOf(assignments).Select(n => n.Name)], layers);
        TaskCount? tasks = _parts.Tasks is { } counts ? counts.GetValueOrDefault(id) : null;
        return new ClusterInstance(id, model, readiness, detail)
        {
            Sharding = shards.Select(s => Without(s.Shard.Tag, "ShardMetadata")).FirstOrDefault(),
            Meta = Without(tag, "Instance"),
            Runners = runners,
            Layers = layers,
            ContextTokens = card.Int("contextLength") is > 0 and var context ? context : null,
            Vision = Sees(card),
            Pending = tasks?.Pending,
            Running = tasks?.Running,
        };
    }

    private ClusterRunner Runner(string id, JsonElement shard, string node)
    {
        var (tag, state) = _runners.GetValueOrDefault(id).Tagged();
        return new ClusterRunner(id, node, node.Length > 0 ? NameOf(node) : "", StateOf(tag))
        {
            StartLayer = shard.Int("startLayer"),
            EndLayer = shard.Int("endLayer"),
            LayersLoaded = state.Int("layersLoaded"),
            TotalLayers = state.Int("totalLayers"),
            Error = state.Text("errorMessage"),
        };
    }

    private (InstanceReadiness Readiness, string Detail) Judge(string model, List<ClusterRunner> runners, List<string> nodes, int layers)
    {
        if (nodes.Find(n => !IsAlive(n)) is { } silent)
        {
            return (
                InstanceReadiness.Silent,
                $"model {model} is on a node that has gone silent ({NameOf(silent)}); wake it, or place the model again with: "
                + ClusterCommands.Place(model));
        }

        if (runners.Find(r => r.State == RunnerState.Failed) is not null)
            return (InstanceReadiness.Failed, $"the process that runs {model} failed; place it again with: {ClusterCommands.Place(model)}");
        if (runners.Exists(r => r.State is RunnerState.ShuttingDown or RunnerState.Shutdown))
            return (InstanceReadiness.Leaving, $"model {model} is being taken down; place it again with: {ClusterCommands.Place(model)}");
        if (runners.Count > 0 && runners.TrueForAll(r => r.State is RunnerState.Ready or RunnerState.Running))
            return (InstanceReadiness.Ready, nodes.Count == 1 ? "ready" : $"ready on {nodes.Count} nodes");
        var loaded = runners.Sum(LoadedLayers);
        return (
            InstanceReadiness.Loading,
            layers > 0 && loaded > 0
                ? $"model {model} is loading, {loaded} of {layers} layers; it answers when that is done"
                : $"model {model} is loading; it answers when that is done");
    }

    /// <summary>Of a pipeline, each runner loads its own layers; of a tensor-parallel model, each loads a slice of all of them.</summary>
    internal static int LoadedLayers(ClusterRunner runner) => runner.State switch
    {
        RunnerState.Loading => runner.LayersLoaded,
        RunnerState.Loaded or RunnerState.WarmingUp or RunnerState.Ready or RunnerState.Running => runner.EndLayer - runner.StartLayer,
        _ => 0,
    };

    private List<ClusterDownload> Downloads()
    {
        var downloads = new List<ClusterDownload>();
        foreach (var node in _parts.Downloads.Members())
        {
            foreach (var entry in node.Value.Items())
            {
                var (tag, download) = entry.Tagged();
                if (download.Get("shardMetadata").Tagged().Value.Get("modelCard").Text("modelId") is { } model)
                    downloads.Add(Download(node.Name, model, tag, download));
            }
        }

        return downloads;
    }

    private ClusterDownload Download(string node, string model, string tag, JsonElement download)
    {
        // v1.0.71 and newer call the sizes total and downloaded; before, they were totalBytes and downloadedBytes.
        var progress = download.Get("downloadProgress");
        var total = progress.Bytes("total") ?? progress.Bytes("totalBytes") ?? download.Bytes("total") ?? download.Bytes("totalBytes");
        return new ClusterDownload(node, NameOf(node), model, tag switch
        {
            "DownloadOngoing" => DownloadState.Ongoing,
            "DownloadCompleted" => DownloadState.Completed,
            "DownloadFailed" => DownloadState.Failed,
            _ => DownloadState.Pending,
        })
        {
            TotalBytes = total,
            DownloadedBytes = tag == "DownloadCompleted"
                ? total
                : progress.Bytes("downloaded") ?? progress.Bytes("downloadedBytes") ?? download.Bytes("downloaded"),
            BytesPerSecond = progress.Double("speed"),
            Remaining = progress.Double("etaMs") is >= 0 and < 1e12 and var eta ? TimeSpan.FromMilliseconds(eta) : null,
            Error = download.Text("errorMessage"),
        };
    }

    private static List<InstanceLink> Links(JsonElement links) =>
        [.. links.Members().Select(l => new InstanceLink(
            l.Name, [.. l.Value.Get("prefillInstances").Texts()], [.. l.Value.Get("decodeInstances").Texts()]))];

    private static JsonElement Assignments(JsonElement tagged) => tagged.Tagged().Value.Get("shardAssignments");

    private static IEnumerable<JsonProperty> NodesOf(JsonElement assignments) => assignments.Get("nodeToRunner").Members();

    private static bool? Sees(JsonElement card)
    {
        if (card.Get("vision").ValueKind == JsonValueKind.Object)
            return true;
        return card.Get("capabilities").ValueKind == JsonValueKind.Array ? card.Get("capabilities").Texts().Contains("vision") : null;
    }

    private bool IsAlive(string node) => _inTopology.Contains(node) && LastSeen(node) is { } age && age < LongAgo;

    private TimeSpan? LastSeen(string node) =>
        DateTimeOffset.TryParse(_parts.LastSeen.Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? _now > at ? _now - at : TimeSpan.Zero
            : null;

    private string NameOf(string node)
    {
        if (!_names.TryGetValue(node, out var name))
            _names[node] = name = Known(_parts.Identities.Get(node).Text("friendlyName")) ?? (node.Length > 8 ? "…" + node[^8..] : node);
        return name;
    }

    /// <summary>exo writes <c>Unknown</c> for what it could not find out.</summary>
    private static string? Known(string? text) => string.IsNullOrWhiteSpace(text) || text == "Unknown" ? null : text;

    private static string? Without(string tag, string ending) =>
        tag.Length == 0 ? null : tag.EndsWith(ending, StringComparison.Ordinal) ? tag[..^ending.Length] : tag;

    private static RunnerState StateOf(string tag) =>
        tag.Length == 0 ? RunnerState.Missing
        : tag.StartsWith("Runner", StringComparison.Ordinal) && Enum.TryParse<RunnerState>(tag["Runner".Length..], out var state) ? state
        : RunnerState.Unknown;
}
