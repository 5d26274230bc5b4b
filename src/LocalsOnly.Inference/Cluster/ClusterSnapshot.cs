namespace LocalsOnly.Inference.Cluster;

/// <summary>An exo cluster as one of its nodes told of it. What was not asked for or not told is null, never zero.</summary>
/// <param name="Endpoint">Name of the endpoint that told.</param>
/// <param name="At">When, by exo's own clock.</param>
/// <param name="Simulated">True when it said of itself that it is a simulation.</param>
public sealed record ClusterSnapshot(string Endpoint, DateTimeOffset At, bool Simulated)
{
    public IReadOnlyList<ClusterNode> Nodes { get; init; } = [];

    public IReadOnlyList<ClusterInstance> Instances { get; init; } = [];

    /// <summary>What the nodes fetch, have fetched or failed to fetch; null when not asked for.</summary>
    public IReadOnlyList<ClusterDownload>? Downloads { get; init; }

    /// <summary>Which instances read prompts for which others; null when not asked for, or when this exo knows no links.</summary>
    public IReadOnlyList<InstanceLink>? Links { get; init; }

    /// <summary>
    /// Which exo it is, as far as it can be told: <c>1.0.71 or older</c> has no instance links, <c>newer than 1.0.71</c> has them. exo
    /// tells its version nowhere. Null when not asked for.
    /// </summary>
    public string? Release { get; init; }

    /// <summary>Number of the last event in exo's log; it starts anew when another master takes over. Null when not told.</summary>
    public long? EventIndex { get; init; }

    /// <summary>Ids of all runners in the state, those of instances that are gone included.</summary>
    public IReadOnlySet<string> RunnerIds { get; init; } = new HashSet<string>();

    /// <summary>The instances of one model, the most useful first.</summary>
    public IEnumerable<ClusterInstance> InstancesOf(string model) =>
        Instances.Where(i => i.Model == model).OrderBy(i => i.Readiness);
}

/// <summary>One machine of the cluster.</summary>
/// <param name="Id">exo's id of it, stable while its exo runs.</param>
/// <param name="Name">The name its owner gave it; the end of its id when it has told none.</param>
/// <param name="Role">Whether it runs models.</param>
public sealed record ClusterNode(string Id, string Name, NodeRole Role)
{
    /// <summary>E.g. <c>Apple M3 Ultra</c>.</summary>
    public string? Chip { get; init; }

    /// <summary>E.g. <c>Mac Studio</c>.</summary>
    public string? Hardware { get; init; }

    public long? MemoryTotalBytes { get; init; }

    public long? MemoryAvailableBytes { get; init; }

    /// <summary>Power of the whole machine in watts; told by Macs with macmon only.</summary>
    public double? Watts { get; init; }

    public double? Celsius { get; init; }

    /// <summary>Use of the graphics processor, 0 to 1.</summary>
    public double? GpuUse { get; init; }

    /// <summary>How long ago the cluster last heard of it.</summary>
    public TimeSpan? LastSeen { get; init; }

    /// <summary>Whether the other nodes count it in; a coordinator is never.</summary>
    public bool InTopology { get; init; }

    /// <summary>In the topology and heard of less than 30 s ago; a coordinator that answers is alive.</summary>
    public bool IsAlive { get; init; }
}

/// <summary>What a machine is for.</summary>
public enum NodeRole
{
    /// <summary>Runs models.</summary>
    Worker,

    /// <summary>Only leads and answers (<c>--no-worker</c>).</summary>
    Coordinator,
}

/// <summary>A model that is placed on some of the machines.</summary>
/// <param name="Model">Full model id.</param>
/// <param name="Readiness">Whether it can answer.</param>
/// <param name="Detail">One clause for a person, with what to do when it cannot answer.</param>
public sealed record ClusterInstance(string Id, string Model, InstanceReadiness Readiness, string Detail)
{
    /// <summary>How the model is cut: <c>Pipeline</c> by layers, <c>Tensor</c> across each layer.</summary>
    public string? Sharding { get; init; }

    /// <summary>How its parts talk: <c>MlxRing</c> over TCP, <c>MlxJaccl</c> over RDMA.</summary>
    public string? Meta { get; init; }

    public IReadOnlyList<ClusterRunner> Runners { get; init; } = [];

    /// <summary>Layers of the whole model; 0 when not told.</summary>
    public int Layers { get; init; }

    /// <summary>Longest prompt and answer together by the model's card; null when not told. exo does not enforce it.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Whether the model sees pictures by its card; null when not told.</summary>
    public bool? Vision { get; init; }

    /// <summary>Generations under way, of everybody; null when not asked for.</summary>
    public int? Running { get; init; }

    /// <summary>Generations that wait for a runner, of everybody; null when not asked for.</summary>
    public int? Pending { get; init; }
}

/// <summary>Whether an instance can answer; the most useful first.</summary>
public enum InstanceReadiness
{
    /// <summary>All its runners are ready and all its nodes alive.</summary>
    Ready,

    /// <summary>Being fetched, loaded or warmed up.</summary>
    Loading,

    /// <summary>One of its nodes has gone silent; its runner may still be called ready.</summary>
    Silent,

    /// <summary>A process that runs it failed.</summary>
    Failed,

    /// <summary>Being taken down.</summary>
    Leaving,
}

/// <summary>The process that runs one machine's part of an instance.</summary>
/// <param name="NodeId">Its machine; empty when not told.</param>
/// <param name="NodeName">Name of its machine.</param>
public sealed record ClusterRunner(string Id, string NodeId, string NodeName, RunnerState State)
{
    /// <summary>First layer of its part.</summary>
    public int StartLayer { get; init; }

    /// <summary>The layer after its part's last one; equal to <see cref="StartLayer"/> when not told.</summary>
    public int EndLayer { get; init; }

    /// <summary>Layers loaded so far, while it loads.</summary>
    public int LayersLoaded { get; init; }

    /// <summary>Layers to load, while it loads; 0 when not told.</summary>
    public int TotalLayers { get; init; }

    /// <summary>What it died of, in exo's words; null unless it failed.</summary>
    public string? Error { get; init; }
}

/// <summary>exo's states of a runner in their order, without the prefix <c>Runner</c>.</summary>
public enum RunnerState
{
    /// <summary>Assigned, and not started yet: the weights are being fetched.</summary>
    Missing,
    Idle,
    Connecting,
    Connected,
    Loading,
    Loaded,
    WarmingUp,
    Ready,
    Running,
    ShuttingDown,
    Shutdown,
    Failed,

    /// <summary>A state that this host does not know.</summary>
    Unknown,
}

/// <summary>A model's weights on one machine.</summary>
public sealed record ClusterDownload(string NodeId, string NodeName, string Model, DownloadState State)
{
    public long? TotalBytes { get; init; }

    public long? DownloadedBytes { get; init; }

    public double? BytesPerSecond { get; init; }

    public TimeSpan? Remaining { get; init; }

    /// <summary>Why it failed, in exo's words.</summary>
    public string? Error { get; init; }
}

/// <summary>How far the weights are.</summary>
public enum DownloadState
{
    Pending,
    Ongoing,
    Completed,
    Failed,
}

/// <summary>Instances of one model that divide the work: some read long prompts, others write the answers.</summary>
public sealed record InstanceLink(string Id, IReadOnlyList<string> Prefill, IReadOnlyList<string> Decode);
