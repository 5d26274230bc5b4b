using LocalsOnly.Memory.Qdrant.Protocol;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>
/// A message as Qdrant knows it. Its text is not stored there: it is in the local index, where a hit's key finds it, and a second copy would have to be redacted
/// and forgotten as well.
/// </summary>
/// <param name="MessageKey">Finds the message in the index again; with the owner it makes the point's id.</param>
/// <param name="ConversationKey">By which a whole conversation is deleted.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="Persona">Only this persona may see it; null for all.</param>
/// <param name="Channel">Only there it may be seen; null for everywhere.</param>
/// <param name="Source"><c>chatgpt</c>, <c>claude</c>.</param>
/// <param name="Author">Who said it, e.g. <c>user</c>.</param>
/// <param name="At">When; null when not known.</param>
/// <param name="Bm25">Of <see cref="SparseTerms.Of(IEnumerable{ValueTuple{string, int}}, int, double)"/>.</param>
/// <param name="Dense">The embedding, finite numbers; null when there is no embedding source.</param>
internal sealed record QdrantPoint(
    string MessageKey,
    string ConversationKey,
    string Owner,
    string? Persona,
    string? Channel,
    string Source,
    string Author,
    DateTimeOffset? At,
    SparseVector Bm25,
    float[]? Dense)
{
    public Guid Id => PointId.Of(Owner, MessageKey);

    public PointStruct ToWire(Guid id) => new(
        id,
        new PointVectors(Dense, Bm25.Indices.Length == 0 ? null : Bm25),
        new PointPayload(MessageKey, ConversationKey, Owner, Persona, Channel, Source, Author, At?.ToUniversalTime()));
}

/// <summary>A message that was found.</summary>
/// <param name="Score">Higher is better; comparable within one answer only.</param>
internal sealed record QdrantHit(string MessageKey, string ConversationKey, double Score);
