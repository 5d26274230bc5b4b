using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>A machine of the house with everything the plan needs to know of it.</summary>
/// <param name="Name">Its key under <c>Treasury:Nodes</c>.</param>
/// <param name="Endpoint">Endpoint that it serves; null when it serves none.</param>
/// <param name="Role">What it does for it.</param>
/// <param name="Speed">Arithmetic, bandwidth and usable memory.</param>
/// <param name="Rdma">It can be in a tensor-parallel group over Thunderbolt 5.</param>
/// <param name="IdleWatts">Watts at the socket at rest; null when nobody said.</param>
/// <param name="LoadWatts">Watts at the socket at full work; null when nobody said.</param>
/// <param name="Source">Where the figures are from.</param>
public sealed record Node(string Name, string? Endpoint, NodeRole Role, MachineSpeed Speed, bool Rdma, double? IdleWatts, double? LoadWatts, string Source)
{
    /// <summary>A node as configured; what is left out comes from the hardware list.</summary>
    /// <exception cref="CapacityException">The hardware is unknown, or figures are missing or not positive.</exception>
    public static Node From(string name, NodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hardware = options.Hardware is { Length: > 0 } id ? Hardware.Of(id) : null;
        var memory = Positive(name, nameof(options.MemoryGigabytes), options.MemoryGigabytes) * 1e9 ?? hardware?.UsableBytes;
        var bandwidth = Positive(name, nameof(options.GigabytesPerSecond), options.GigabytesPerSecond) ?? hardware?.GigabytesPerSecond;
        var tflops = Positive(name, nameof(options.Tflops), options.Tflops) ?? hardware?.Tflops;
        if (options.Role == NodeRole.Support) (memory, bandwidth, tflops) = (memory ?? 0, bandwidth ?? 0, tflops ?? 0);
        if (memory is null || bandwidth is null || tflops is null)
            throw new CapacityException(
                $"Treasury:Nodes:{name} needs Hardware (an id of the list, such as mac-studio-512), or all of MemoryGigabytes, GigabytesPerSecond and Tflops.");
        return new Node(
            name, options.Endpoint, options.Role, new MachineSpeed(name, tflops.Value, bandwidth.Value, memory.Value), options.Rdma ?? hardware?.Rdma ?? false,
            options.IdleWatts ?? hardware?.IdleWatts, options.LoadWatts ?? hardware?.LoadWatts, hardware?.Source ?? "Treasury:Nodes");
    }

    /// <summary>A machine of the list that one thinks of adding to an endpoint.</summary>
    /// <exception cref="CapacityException">It is not in the list.</exception>
    public static Node Added(string hardware, string endpoint, int number) =>
        From($"{hardware} (added{(number > 1 ? $" {number}" : "")})", new NodeOptions { Hardware = hardware, Endpoint = endpoint });

    private static double? Positive(string name, string key, double? value) => value is null || (value > 0 && double.IsFinite(value.Value))
        ? value
        : throw new CapacityException(FormattableString.Invariant($"Treasury:Nodes:{name}:{key} is {value}; give a number above 0, or leave it to the hardware list."));
}
