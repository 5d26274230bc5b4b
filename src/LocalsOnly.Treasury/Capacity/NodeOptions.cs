namespace LocalsOnly.Treasury.Capacity;

/// <summary>One machine of the house, under <c>Treasury:Nodes:&lt;name&gt;</c>. What is left out is the hardware's own.</summary>
public sealed class NodeOptions
{
    /// <summary>Id in the hardware list, e.g. <c>mac-studio-512</c>; null when everything is given here.</summary>
    public string? Hardware { get; set; }

    /// <summary>Name of the endpoint that this machine serves; null when it serves none, as a NAS.</summary>
    public string? Endpoint { get; set; }

    /// <summary>What it does for its endpoint.</summary>
    public NodeRole Role { get; set; }

    /// <summary>Watts at the socket when nothing is asked of it.</summary>
    public double? IdleWatts { get; set; }

    /// <summary>Watts at the socket at full work.</summary>
    public double? LoadWatts { get; set; }

    /// <summary>Memory that models and their caches can use, in gigabytes (10^9 bytes).</summary>
    public double? MemoryGigabytes { get; set; }

    /// <summary>Memory bandwidth in 10^9 bytes per second.</summary>
    public double? GigabytesPerSecond { get; set; }

    /// <summary>Arithmetic at 16 bits, dense, in 10^12 operations per second.</summary>
    public double? Tflops { get; set; }

    /// <summary>Whether it is joined to the others by Thunderbolt 5 with RDMA switched on; left out: whether the hardware can be.</summary>
    public bool? Rdma { get; set; }
}

/// <summary>Part of the work that a machine takes.</summary>
public enum NodeRole
{
    /// <summary>Reads prompts and writes answers.</summary>
    Both,

    /// <summary>Reads prompts for others.</summary>
    Prefill,

    /// <summary>Writes answers; reads prompts when no other does.</summary>
    Decode,

    /// <summary>Answers nothing: storage, network, orchestration.</summary>
    Support,
}
