using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>
/// What Kernel Memory's filters say: within one, every pair of name and value must be among the tags; between several, one that matches is enough; an empty one is
/// none. Names are alike in any case, values are exact.
/// </summary>
internal static class TagFilters
{
    /// <summary>The pairs of each filter that says something; null when none does, so that everything matches.</summary>
    public static IReadOnlyList<IReadOnlyList<TagPair>>? Read(IEnumerable<MemoryFilter>? filters)
    {
        List<IReadOnlyList<TagPair>> read = [.. (filters ?? []).Select(Pairs).Where(pairs => pairs.Count > 0)];
        return read.Count > 0 ? read : null;
    }

    /// <summary>Whether tags match what <see cref="Read"/> gave.</summary>
    public static bool Match(TagCollection tags, IReadOnlyList<IReadOnlyList<TagPair>>? filters) =>
        filters is null || filters.Any(filter => filter.All(pair => tags.TryGetValue(pair.Name, out var values) && values.Contains(pair.Value)));

    /// <summary>The pairs of some tags; a name without a value is none.</summary>
    public static IReadOnlyList<TagPair> Pairs(TagCollection tags) =>
        [.. tags.Pairs.Where(pair => pair.Value is not null).Select(pair => new TagPair(pair.Key.ToLowerInvariant(), pair.Value!))];
}

/// <summary>A tag.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Value">As it is.</param>
internal readonly record struct TagPair(string Name, string Value);
