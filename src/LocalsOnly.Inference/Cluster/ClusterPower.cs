namespace LocalsOnly.Inference.Cluster;

/// <summary>What a cluster draws at one moment.</summary>
/// <param name="Machines">Machines that tell their power (Macs with macmon): name as <see cref="ClusterNode.Name"/>, whole power in watts.</param>
/// <param name="Running">Generations under way, of everybody; null when not told.</param>
/// <param name="Simulated">True when it said of itself that it is a simulation.</param>
public sealed record ClusterPower(IReadOnlyList<(string Machine, double Watts)> Machines, int? Running, bool Simulated);
