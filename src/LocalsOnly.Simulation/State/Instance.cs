using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Simulation.State;

/// <summary>How a model is spread over machines, as a person or a preview asks for it.</summary>
/// <param name="Tensor">Every layer on every machine, instead of some layers on each.</param>
/// <param name="Rdma">Over RDMA (<c>MlxJaccl</c>), instead of sockets (<c>MlxRing</c>).</param>
internal sealed record Spread(bool Tensor, bool Rdma)
{
    public string Sharding => Tensor ? "Tensor" : "Pipeline";

    public string Meta => Rdma ? "MlxJaccl" : "MlxRing";
}

/// <summary>One placed model.</summary>
internal sealed class Instance(string id, SimulatedModel model, Spread spread, IReadOnlyList<Shard> shards)
{
    public string Id { get; } = id;

    public SimulatedModel Model { get; } = model;

    public Spread Spread { get; } = spread;

    public IReadOnlyList<Shard> Shards { get; } = shards;

    /// <summary>How often its runners were created. One more than five is one too many.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset LastAttempt { get; set; }

    /// <summary>When the present phase of its runners began.</summary>
    public DateTimeOffset PhaseSince { get; set; }

    /// <summary>The planner leaves it as it is.</summary>
    public bool Held { get; set; }

    public bool IsReady { get; set; }

    /// <summary>What works on its requests, from when the cluster has it.</summary>
    public BatchEngine Engine { get; set; } = null!;
}

/// <summary>Instances that prefill for others (<c>POST /v1/instance-links</c>).</summary>
internal sealed record InstanceLink(string Id, IReadOnlyList<string> Prefill, IReadOnlyList<string> Decode);
