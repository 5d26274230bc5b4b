namespace LocalsOnly.Memory.Qdrant;

/// <summary>The few dimensions of a vector that are not zero.</summary>
/// <param name="Indices">Rising, each once.</param>
/// <param name="Values">As many as <paramref name="Indices"/>.</param>
internal sealed record SparseVector(uint[] Indices, float[] Values)
{
    public static SparseVector Empty { get; } = new([], []);
}
