namespace LocalsOnly.Memory;

/// <summary>Where things are kept. Section <c>Data</c> of the configuration.</summary>
public sealed class DataOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Data";

    /// <summary>Absolute directory of the index and all state, on a local disk: SQLite's locking is unsafe on network shares.</summary>
    public string Local { get; set; } = "";

    /// <summary>Directory of the conversation archive, usually on the NAS; <c>archive</c> inside <see cref="Local"/> when not set.</summary>
    public string Nas { get; set; } = "";

    /// <summary>No data tool asks anything outside the house: no prices, no weather, nothing.</summary>
    public bool Offline { get; set; }
}
