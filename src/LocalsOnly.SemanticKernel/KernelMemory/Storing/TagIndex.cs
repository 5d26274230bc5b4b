using LocalsOnly.Memory;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// Which records have which tags. A scope asks for the same few tags with every question, and most records have them: the rows of such a tag are kept until something
/// changes.
/// </summary>
internal sealed class TagIndex(IndexFile file)
{
    // So few rows are looked at one by one.
    private const int Few = 256;
    private const int MostKept = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<TagPair, HashSet<long>> _kept = [];
    private (int, long) _stamp;

    /// <summary>Rows of the records that match filters; null for all.</summary>
    /// <param name="filters">As <see cref="TagFilters.Read"/> gives them.</param>
    /// <param name="version">Of what this process has changed.</param>
    public HashSet<long>? Matching(IReadOnlyList<IReadOnlyList<TagPair>>? filters, int version)
    {
        if (filters is null) return null;
        lock (_lock)
        {
            // Changes of other processes have a number of their own.
            var stamp = (version, (long)file.Scalar("PRAGMA data_version")!);
            if (stamp != _stamp) _kept.Clear();
            _stamp = stamp;
            var rows = new HashSet<long>();
            foreach (var filter in filters) rows.UnionWith(Matching(filter));
            return rows;
        }
    }

    private HashSet<long> Matching(IReadOnlyList<TagPair> filter)
    {
        // A document is few records, and what comes first is mostly said by the caller, not by the house.
        var first = filter.FirstOrDefault(pair => pair.Name == Constants.ReservedDocumentIdTag, filter[0]);
        HashSet<long> matching = [.. With(first)];
        foreach (var pair in filter)
        {
            if (pair == first || matching.Count == 0) continue;
            if (matching.Count > Few) matching.IntersectWith(With(pair));
            else matching.RemoveWhere(row => file.Scalar("SELECT 1 FROM tags WHERE name = $name AND value = $value AND record = $row", ("$name", pair.Name), ("$value", pair.Value), ("$row", row)) is null);
        }
        return matching;
    }

    private HashSet<long> With(TagPair pair)
    {
        if (_kept.TryGetValue(pair, out var known)) return known;
        HashSet<long> rows = [.. file.Rows("SELECT record FROM tags WHERE name = $name AND value = $value", row => row.GetInt64(0), ("$name", pair.Name), ("$value", pair.Value))];
        if (rows.Count > Few && _kept.Count < MostKept) _kept[pair] = rows;
        return rows;
    }
}
