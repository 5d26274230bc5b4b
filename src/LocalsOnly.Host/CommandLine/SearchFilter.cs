using LocalsOnly.Memory;

namespace LocalsOnly.Host.CommandLine;

/// <summary>What is asked of the memory, and from where.</summary>
internal sealed record SearchQuery(MemoryScope Scope, RecallRequest Request);

/// <summary>One thing that a search is limited to.</summary>
/// <param name="Name">What it is set and removed by: <c>source</c>, <c>from</c>, …</param>
/// <param name="Value">As a person reads it.</param>
/// <param name="Narrow">Limits a question.</param>
internal sealed record SearchFilter(string Name, string Value, Func<SearchQuery, SearchQuery> Narrow)
{
    public override string ToString() => $"{Name} {Value}";
}

/// <summary>All that a search is limited to, at most one filter of a name.</summary>
internal sealed record SearchFilters(IReadOnlyList<SearchFilter> All)
{
    public static SearchFilters None { get; } = new([]);

    public SearchFilters With(SearchFilter filter) => new([.. Without(filter.Name).All, filter]);

    public SearchFilters Without(string name) => new([.. All.Where(filter => filter.Name != name)]);

    public SearchQuery Narrow(SearchQuery query) => All.Aggregate(query, (narrowed, filter) => filter.Narrow(narrowed));

    public override string ToString() => string.Join(" · ", All);
}
