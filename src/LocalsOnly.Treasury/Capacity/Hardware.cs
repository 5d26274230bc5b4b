using System.Text.Json;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>A machine as its maker sells it. No prices: those are the owner's quotes.</summary>
/// <param name="Id">Short name, e.g. <c>mac-studio-512</c>.</param>
/// <param name="Name">Make, chip and memory.</param>
/// <param name="MemoryGib">Memory in units of 2^30 bytes.</param>
/// <param name="UsableShare">Share of it that weights and KV cache may take: macOS leaves a GPU three quarters unless it is told otherwise.</param>
/// <param name="GigabytesPerSecond">Memory bandwidth in 10^9 bytes per second.</param>
/// <param name="Tflops">Arithmetic at 16 bits, dense, in 10^12 operations per second.</param>
/// <param name="IdleWatts">Watts at the socket at rest.</param>
/// <param name="LoadWatts">Watts at the socket at full work.</param>
/// <param name="Source">Where the figures are from.</param>
/// <param name="Date">Of the source, <c>yyyy-MM-dd</c>.</param>
/// <param name="Rdma">It has Thunderbolt 5, over which macOS 26.2 and later offer RDMA.</param>
public sealed record Hardware(
    string Id, string Name, double MemoryGib, double UsableShare, double GigabytesPerSecond, double Tflops, double IdleWatts, double LoadWatts,
    string Source, string Date, bool Rdma = false)
{
    private static readonly Lazy<IReadOnlyList<Hardware>> s_all = new(() =>
    {
        using var stream = typeof(Hardware).Assembly.GetManifestResourceStream("LocalsOnly.Treasury.Capacity.hardware.json")!;
        return JsonSerializer.Deserialize(stream, CapacityJson.Default.IReadOnlyListHardware)!;
    });

    /// <summary>The list that is shipped.</summary>
    public static IReadOnlyList<Hardware> All => s_all.Value;

    /// <summary>Bytes that weights and KV cache may take.</summary>
    public double UsableBytes => MemoryGib * (1L << 30) * UsableShare;

    /// <summary>The machine with an id; null when it is not in the list.</summary>
    public static Hardware? Find(string? id) => All.FirstOrDefault(hardware => hardware.Id.Equals(id, StringComparison.OrdinalIgnoreCase));

    /// <summary>The machine with an id.</summary>
    /// <exception cref="CapacityException">There is none; the sentence lists those there are.</exception>
    public static Hardware Of(string id) =>
        Find(id) ?? throw new CapacityException($"There is no hardware '{id}' in the list; there is {string.Join(", ", All.Select(hardware => hardware.Id))}.");
}
