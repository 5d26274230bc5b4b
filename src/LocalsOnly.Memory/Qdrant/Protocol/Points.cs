namespace LocalsOnly.Memory.Qdrant.Protocol;

/// <summary>The body of <c>PUT points</c>.</summary>
internal sealed record UpsertPoints(IReadOnlyList<PointStruct> Points);

/// <summary>A point as it is sent.</summary>
internal sealed record PointStruct(Guid Id, PointVectors Vector, PointPayload Payload);

/// <summary>The vectors of a point; one that it has not is left out.</summary>
internal sealed record PointVectors(float[]? Dense, SparseVector? Bm25);

/// <summary>
/// What is stored beside the vectors: enough to filter by and to find the message in the local index. The text is not among it, because it is in the index
/// already, and a second copy would have to be redacted and forgotten as well.
/// </summary>
/// <param name="Message">Key of the message.</param>
/// <param name="At">RFC 3339, UTC.</param>
internal sealed record PointPayload(
    string? Message, string? Conversation, string? Owner = null, string? Persona = null, string? Channel = null, string? Source = null, string? Author = null,
    DateTimeOffset? At = null);

/// <summary>The body of <c>points/delete</c>.</summary>
internal sealed record DeletePoints(Filter Filter);

/// <summary>The body of <c>points/count</c>.</summary>
internal sealed record CountPoints(Filter? Filter, bool Exact);

/// <summary>The body of <c>points/scroll</c>.</summary>
internal sealed record ScrollPoints(Filter? Filter, int Limit, Guid? Offset, string[] WithPayload);
