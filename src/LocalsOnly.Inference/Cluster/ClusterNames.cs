namespace LocalsOnly.Inference.Cluster;

/// <summary>Finds what a person means by the name of a machine or a model.</summary>
internal static class ClusterNames
{
    private const int Suggestions = 3;

    /// <summary>The full id among <paramref name="known"/>: the same, or the only one that ends with it after a slash. Null when there is none.</summary>
    public static string? ModelOf(string model, IReadOnlyList<string> known)
    {
        if (known.FirstOrDefault(k => k.Equals(model, StringComparison.OrdinalIgnoreCase)) is { } same)
            return same;
        var ending = known.Where(k => k.EndsWith("/" + model, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return ending.Count == 1 ? ending[0] : null;
    }

    /// <summary>The ids that share the most of what is written, best first.</summary>
    public static IReadOnlyList<string> Near(string model, IEnumerable<string> known)
    {
        var wanted = Pairs(Short(model));
        return [.. known
            .Select(k => (Id: k, Likeness: Likeness(wanted, Pairs(Short(k)))))
            .Where(k => k.Likeness > 0.3)
            .OrderByDescending(k => k.Likeness)
            .ThenBy(k => k.Id, StringComparer.Ordinal)
            .Take(Suggestions)
            .Select(k => k.Id)];
    }

    /// <exception cref="ClusterException">The cluster has no such machine, or several.</exception>
    public static ClusterNode NodeOf(ClusterSnapshot cluster, string name)
    {
        var named = cluster.Nodes
            .Where(n => n.Id == name || n.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Take(2)
            .ToList();
        return named switch
        {
            [var one] => one,
            [] => throw new ClusterException(
                ClusterFailure.UnknownNode,
                $"The cluster has no machine called {name}; it has {string.Join(", ", cluster.Nodes.Select(n => n.Name))}."),
            _ => throw new ClusterException(
                ClusterFailure.UnknownNode,
                $"Several machines are called {name}; say which by id: "
                + string.Join(", ", cluster.Nodes.Where(n => n.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(n => n.Id)) + "."),
        };
    }

    public static IReadOnlyCollection<string> NodesOf(ClusterSnapshot cluster, IReadOnlyList<string> names) =>
        names.Select(n => NodeOf(cluster, n).Id).ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a machine by its id.</summary>
    public static string Of(ClusterSnapshot cluster, string node) => cluster.Nodes.FirstOrDefault(n => n.Id == node)?.Name ?? node;

    private static string Short(string id) => id[(id.LastIndexOf('/') + 1)..].ToUpperInvariant();

    private static List<(char, char)> Pairs(string word) => [.. word.Zip(word.Skip(1))];

    /// <summary>Sørensen–Dice coefficient over pairs of neighbouring characters: ids differ by whole parts, which edit distance punishes.</summary>
    private static double Likeness(List<(char, char)> a, List<(char, char)> b)
    {
        if (a.Count + b.Count == 0)
            return 0;
        var rest = new List<(char, char)>(b);
        return 2.0 * a.Count(rest.Remove) / (a.Count + b.Count);
    }
}
