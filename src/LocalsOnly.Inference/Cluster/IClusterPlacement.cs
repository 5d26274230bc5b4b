namespace LocalsOnly.Inference.Cluster;

/// <summary>
/// Puts models on exo clusters and takes them off. Every method throws <see cref="ClusterException"/> with what to do when it cannot be
/// done, <see cref="InferenceException"/> when exo does not answer, and <see cref="ArgumentException"/> for an endpoint that is no exo.
/// </summary>
public interface IClusterPlacement
{
    /// <summary>
    /// Places a model, waits until it is loaded, and has it write one token, because an instance that is called ready may still be mute.
    /// What is there already is left as it is; what has failed or is on a silent machine is placed anew.
    /// </summary>
    /// <param name="progress">Told of each step; may be called on any thread.</param>
    Task<Placement> PlaceAsync(
        string endpoint, PlaceRequest request, IProgress<PlacementProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Takes an instance away, or all of a model's, and waits until exo has.</summary>
    /// <param name="modelOrInstance">Full or short model id, or the id of an instance.</param>
    /// <returns>What was there.</returns>
    Task<IReadOnlyList<ClusterInstance>> UnplaceAsync(string endpoint, string modelOrInstance, CancellationToken cancellationToken = default);

    /// <summary>Has some machines read the long prompts of a model for others that write its answers.</summary>
    /// <param name="model">Full or short id of a model that is placed on each of these machines alone.</param>
    /// <param name="prefill">Names or ids of the machines that read.</param>
    /// <param name="decode">Names or ids of the machines that write.</param>
    /// <returns>The link, and whether it was there before.</returns>
    Task<(InstanceLink Link, bool Already)> LinkAsync(
        string endpoint, string model, IReadOnlyList<string> prefill, IReadOnlyList<string> decode, CancellationToken cancellationToken = default);
}

/// <summary>What to place, and where.</summary>
/// <param name="Model">Full model id, or the part after its last slash when no other model has the same.</param>
public sealed record PlaceRequest(string Model)
{
    /// <summary>How many machines to be on; null for the fewest that it fits.</summary>
    public int? Nodes { get; init; }

    /// <summary><c>Tensor</c> or <c>Pipeline</c>; null for the faster one.</summary>
    public string? Sharding { get; init; }

    /// <summary>Names or ids of exactly the machines to be on; empty for exo's choice.</summary>
    public IReadOnlyList<string> On { get; init; } = [];
}

/// <summary>A model that can answer.</summary>
/// <param name="Already">True when there was nothing to do.</param>
/// <param name="FirstToken">How long its first token took; null when it was there already and was not tried.</param>
public sealed record Placement(ClusterInstance Instance, bool Already, TimeSpan? FirstToken);

/// <summary>Where a placement is.</summary>
/// <param name="Clause">One clause for a person.</param>
/// <param name="Fraction">How much of this step is done, 0 to 1; null when that cannot be told.</param>
public sealed record PlacementProgress(PlacementStep Step, string Clause, double? Fraction = null);

/// <summary>The steps of a placement in their order.</summary>
public enum PlacementStep
{
    Choosing,
    Sent,
    Starting,
    Downloading,
    Loading,
    WarmingUp,
    Trying,
}
