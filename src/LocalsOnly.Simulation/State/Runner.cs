namespace LocalsOnly.Simulation.State;

/// <summary>The tags of <c>runners</c> in <c>/state</c>, without their prefix and in the order in which a runner goes through them.</summary>
internal enum RunnerPhase
{
    Idle,
    Connecting,
    Connected,
    Loading,
    Loaded,
    WarmingUp,

    /// <summary>Told as <c>RunnerRunning</c> while its instance works on a request.</summary>
    Ready,
    ShuttingDown,
    Failed,
}

/// <summary>One shard of an instance: consecutive layers on one machine, in one process.</summary>
internal sealed record Shard(string NodeId, string RunnerId, int Rank, int Start, int End)
{
    public int Layers => End - Start;
}

/// <summary>The process that holds one shard.</summary>
internal sealed class Runner(string instanceId, Shard shard)
{
    public string InstanceId { get; } = instanceId;

    public Shard Shard { get; } = shard;

    public RunnerPhase Phase { get; set; }

    public int LayersLoaded { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>Its weights are in memory.</summary>
    public bool IsLoaded => Phase is RunnerPhase.Loaded or RunnerPhase.WarmingUp or RunnerPhase.Ready;
}
