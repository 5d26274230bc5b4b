namespace LocalsOnly.Memory.Corpus;

/// <summary>Counts by name.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Add(string name, int count = 1) => _counts[name] = _counts.GetValueOrDefault(name) + count;
}
