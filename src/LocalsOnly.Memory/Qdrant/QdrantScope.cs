using LocalsOnly.Memory.Knowledge;
using LocalsOnly.Memory.Qdrant.Protocol;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>The scope of a question as a filter: what <see cref="Index.ScopeFilter"/> says in SQL, in Qdrant's words. Both must say the same.</summary>
internal static class QdrantScope
{
    /// <summary>Null when nothing can be in scope: with an empty list of sources there is nothing to ask.</summary>
    public static Filter? Of(MemoryScope scope)
    {
        if (scope.Sources is { Count: 0 }) return null;
        var must = new List<Condition>(4) { Condition.Equal(Field.Owner, scope.Owner) };
        // Asking without a persona from a private place is the owner looking at everything, from a channel it is what all personas share.
        if (scope.Persona is not null || scope.Channel is not null) must.Add(Condition.NoneOrEqual(Field.Persona, scope.Persona));
        if (scope.Channel is not null) must.Add(Condition.NoneOrEqual(Field.Channel, scope.Channel));
        if (scope.Sources is { } sources) must.Add(Condition.OneOf(Field.Source, sources.Distinct(StringComparer.Ordinal)));
        if (scope.Shared)
        {
            var written = Condition.Equal(Field.Source, KnowledgeConversation.Source);
            must.Add(scope.Channel is { } channel ? new Condition(Should: [Condition.Equal(Field.Channel, channel), written]) : written);
        }

        return new Filter(must);
    }

    /// <summary>Some conversations of one owner.</summary>
    public static Filter Conversations(string owner, IEnumerable<string> keys) =>
        new([Condition.Equal(Field.Owner, owner), Condition.OneOf(Field.Conversation, keys)]);
}

/// <summary>The payload fields, as <see cref="PointPayload"/> is written.</summary>
internal static class Field
{
    public const string Owner = "owner";
    public const string Persona = "persona";
    public const string Channel = "channel";
    public const string Source = "source";
    public const string Conversation = "conversation";
    public const string Author = "author";
    public const string At = "at";
    public const string Message = "message";
}
