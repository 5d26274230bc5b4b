namespace LocalsOnly.Simulation.Engine;

/// <summary>What a machine is to a model.</summary>
/// <param name="Name">The name its owner gave it.</param>
/// <param name="Tflops">Arithmetic at 16 bits, dense, in 10^12 operations per second, as its maker states it.</param>
/// <param name="GigabytesPerSecond">Memory bandwidth in 10^9 bytes per second, as its maker states it.</param>
/// <param name="MemoryBytes">Memory that weights and KV cache may take.</param>
public sealed record MachineSpeed(string Name, double Tflops, double GigabytesPerSecond, double MemoryBytes = double.PositiveInfinity);

/// <summary>What joins the machines of a placement.</summary>
/// <param name="Name">For people.</param>
/// <param name="LatencySeconds">One exchange between machines, from one GPU's result to the other's use of it.</param>
/// <param name="BytesPerSecond">Nominal rate in one direction.</param>
public sealed record Link(string Name, double LatencySeconds, double BytesPerSecond)
{
    /// <summary>
    /// 80 Gb/s. The bare link takes 5 to 9 µs, and exo states under 50 µs; one exchange is two of them and the hand-over between GPU and network.
    /// </summary>
    public static Link ThunderboltRdma { get; } = new("Thunderbolt 5 RDMA", 20e-6, 10e9);

    /// <summary>10 Gb/s and about 300 µs through the operating system's sockets (exo's figure before RDMA).</summary>
    public static Link Ethernet10 { get; } = new("10 GbE", 300e-6, 1.25e9);
}

/// <summary>A machine's part in a placement.</summary>
/// <param name="Machine">Which.</param>
/// <param name="Share">Share of the layers in a pipeline; in a tensor-parallel group every machine has 1/n of each layer.</param>
public sealed record Stage(MachineSpeed Machine, double Share);

/// <summary>Where one instance of a model runs.</summary>
/// <param name="Stages">Its machines, in the order of the layers.</param>
/// <param name="Tensor">Every layer on every machine, instead of some layers on each.</param>
/// <param name="Link">Between the machines.</param>
/// <param name="Reader">A machine with a whole copy that reads long prompts for it and sends the KV cache over; null when there is none.</param>
public sealed record Placement(IReadOnlyList<Stage> Stages, bool Tensor, Link Link, MachineSpeed? Reader = null)
{
    /// <summary>Prompts with fewer uncached tokens are not worth sending to another machine (exo's rule).</summary>
    public const int LeastRemotePrefill = 1000;

    /// <summary>One machine.</summary>
    public static Placement On(MachineSpeed machine, MachineSpeed? reader = null) => new([new Stage(machine, 1)], false, Link.Ethernet10, reader);

    /// <summary>Every layer on all of them.</summary>
    public static Placement Group(IReadOnlyList<MachineSpeed> machines, Link link) =>
        new([.. machines.Select(machine => new Stage(machine, 1.0 / machines.Count))], true, link);
}
