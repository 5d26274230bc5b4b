namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>What a reader sees: so many rows, where they are mapped.</summary>
/// <param name="Map">May have room for more than the rows.</param>
/// <param name="Generation">How often the rows have been renumbered.</param>
internal sealed record RowSnapshot(MappedFile Map, VectorLayout Layout, int Rows, int Generation);
