namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>Rows that a search may look at, one bit each. Valid until the file is compacted, which moves rows.</summary>
internal sealed class RowSet
{
    internal RowSet(ulong[] words, int count, int generation) => (Words, Count, Generation) = (words, count, generation);

    public int Count { get; }

    internal ulong[] Words { get; }

    internal int Generation { get; }
}
