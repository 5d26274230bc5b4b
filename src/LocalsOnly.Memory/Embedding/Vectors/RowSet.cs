namespace LocalsOnly.Memory.Embedding.Vectors;

/// <summary>Rows that a search may look at, one bit each. Valid until the file is compacted, which moves rows.</summary>
/// <param name="rows">Numbers are below this.</param>
/// <param name="generation">From <see cref="VectorFile.Find"/>.</param>
internal sealed class RowSet(int rows, int generation)
{
    public int Count { get; private set; }

    internal ulong[] Words { get; } = new ulong[(rows + 63) / 64];

    internal int Generation { get; } = generation;

    /// <summary>Adds a row; a negative one is none.</summary>
    public void Add(int row)
    {
        if (row < 0) return;
        ref var word = ref Words[row / 64];
        var bit = 1UL << (row % 64);
        if ((word & bit) == 0) Count++;
        word |= bit;
    }
}
