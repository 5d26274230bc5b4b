namespace LocalsOnly.Simulation.State;

/// <summary>A machine that runs models: one node of the topology.</summary>
internal sealed class Worker(string id, int index, SimulatedMachine machine)
{
    public string Id { get; } = id;

    /// <summary>Its place among the machines, from 0; also its last octet minus one.</summary>
    public int Index { get; } = index;

    public SimulatedMachine Machine { get; } = machine;

    /// <summary>When it sent its last report; null while it reports every second.</summary>
    public DateTimeOffset? SilentSince { get; set; }

    /// <summary>The master has taken it out of the topology.</summary>
    public bool Dropped { get; set; }

    /// <summary>Stays in the topology however long it is silent.</summary>
    public bool Held { get; set; }

    public bool Reports => SilentSince is null && !Dropped;

    /// <summary>Models whose weights it has or gets, with the bytes that are there.</summary>
    public Dictionary<SimulatedModel, long> Downloads { get; } = [];
}
