using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory.Conversations;

/// <summary>
/// Kernel Memory's filters as a recall takes them. What every filter agrees on narrows the question itself; what is left is looked at in each passage, of which recall
/// then gives as many as it can.
/// </summary>
internal sealed class ConversationFilter(ICollection<MemoryFilter>? filters)
{
    private readonly IReadOnlyList<IReadOnlyList<TagPair>>? _filters = TagFilters.Read(filters);

    /// <summary>Whether all passages are asked for.</summary>
    public bool IsEmpty => _filters is null;

    /// <summary>Key of the only conversation that is asked for; null when there are more.</summary>
    public string? Conversation => Shared(Constants.ReservedDocumentIdTag) is [var id] ? DocumentIds.KeyOf(id) ?? "" : Shared(ConversationTags.Conversation) is [var key] ? key : null;

    /// <summary>Whether a passage with these tags is asked for.</summary>
    public bool Takes(TagCollection tags) => TagFilters.Match(tags, _filters);

    public MemoryScope Narrow(MemoryScope scope) => Shared(ConversationTags.Source) is { } sources
        ? scope with { Sources = scope.Sources is null ? sources : [.. scope.Sources.Intersect(sources, StringComparer.Ordinal)] }
        : scope;

    public RecallRequest Narrow(RecallRequest request)
    {
        var authors = Shared(ConversationTags.Author)?.Select(name => Enum.TryParse<MessageAuthor>(name, ignoreCase: true, out var author) ? author : (MessageAuthor?)null).OfType<MessageAuthor>().ToList();
        var spans = Spans();
        return request with
        {
            Authors = authors ?? request.Authors,
            Conversation = Conversation ?? request.Conversation,
            After = spans?.Min(span => span.From) ?? request.After,
            Before = spans?.Max(span => span.To) ?? request.Before,
        };
    }

    // The values of a tag that every filter asks for; null when one of them does not.
    private List<string>? Shared(string name) => _filters?.All(filter => filter.Any(pair => pair.Name == name)) == true
        ? [.. _filters.SelectMany(filter => filter).Where(pair => pair.Name == name).Select(pair => pair.Value).Distinct(StringComparer.Ordinal)]
        : null;

    // The time that each filter asks for; null when one asks for none.
    private List<(DateTimeOffset From, DateTimeOffset To)>? Spans()
    {
        var spans = _filters?.Select(filter => filter.Select(pair => ConversationTags.Span(pair.Name, pair.Value)).FirstOrDefault(span => span is not null)).ToList();
        return spans?.TrueForAll(span => span is not null) == true ? [.. spans.Select(span => span!.Value)] : null;
    }
}
