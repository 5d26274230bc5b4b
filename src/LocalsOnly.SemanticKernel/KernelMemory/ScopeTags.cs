using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;
using LocalsOnly.SemanticKernel.KernelMemory.Conversations;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.KernelMemory;

/// <summary>
/// A scope in the words of Kernel Memory, for stores that know tags and nothing of the house: who may see what is decided by filters that are added to every question,
/// and by tags that are put on everything that is imported. The same rule as the house's own (<c>ScopeFilter</c>), as one filter for each way to be visible.
/// </summary>
internal static class ScopeTags
{
    /// <summary>Filters of which a record must match one; empty when nothing may be seen.</summary>
    /// <param name="asked">What the caller filters by; each way to be visible is joined with each of these.</param>
    public static List<MemoryFilter> Filters(MemoryScope scope, ICollection<MemoryFilter>? asked)
    {
        List<MemoryFilter> wanted = [.. (asked ?? []).Where(filter => filter.Pairs.Any(pair => pair.Value is not null))];
        if (wanted.Count == 0) wanted.Add([]);
        return [.. Ways(scope).SelectMany(way => wanted.Select(filter => Joined(filter, way)))];
    }

    /// <summary>Puts the scope's tags on what is imported from it, whatever the caller says.</summary>
    public static void Stamp(MemoryScope scope, TagCollection tags) =>
        ConversationTags.Place(tags, scope.Owner, string.IsNullOrEmpty(scope.Persona) ? null : scope.Persona, scope.Channel);

    private static IEnumerable<List<(string Name, string Value)>> Ways(MemoryScope scope)
    {
        string?[] personas = scope.Persona is { Length: > 0 } persona ? [persona, ConversationTags.Any] : scope is { Persona: null, Channel: null } ? [null] : [ConversationTags.Any];
        string?[] channels = scope.Channel is { } channel ? [channel, ConversationTags.Any] : [null];
        string?[] sources = scope.Sources is null ? [null] : [.. scope.Sources];
        foreach (var (who, there, origin) in Product(personas, channels, sources))
        {
            var way = new List<(string, string)> { (ConversationTags.Owner, scope.Owner) };
            if (who is not null) way.Add((ConversationTags.Persona, who));
            if (there is not null) way.Add((ConversationTags.Channel, there));
            if (origin is not null) way.Add((ConversationTags.Source, origin));
            // Where others listen: what was said in that very place, and what is written in the knowledge folder.
            if (!scope.Shared || (there is not null && there == scope.Channel)) yield return way;
            else if (origin is null or KnowledgeConversation.Source) yield return origin is null ? [.. way, (ConversationTags.Source, KnowledgeConversation.Source)] : way;
        }
    }

    private static IEnumerable<(string? Who, string? There, string? Origin)> Product(string?[] personas, string?[] channels, string?[] sources) =>
        personas.SelectMany(who => channels.SelectMany(there => sources.Select(origin => (who, there, origin))));

    private static MemoryFilter Joined(MemoryFilter filter, List<(string Name, string Value)> way)
    {
        var joined = new MemoryFilter();
        foreach (var pair in filter.Pairs) joined.Add(pair.Key, pair.Value);
        foreach (var (name, value) in way) joined.Add(name, value);
        return joined;
    }
}
