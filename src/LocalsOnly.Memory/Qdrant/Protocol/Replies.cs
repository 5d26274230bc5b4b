using System.Text.Json;

namespace LocalsOnly.Memory.Qdrant.Protocol;

/// <summary>What every call of the REST API answers with; <c>status</c> and <c>time</c> are of no use to us.</summary>
internal sealed record Reply<T>(T? Result);

/// <summary>The answer of <c>GET /</c>, which needs no api key.</summary>
internal sealed record VersionReply(string? Title, string? Version);

/// <summary>The answer of <c>GET /collections/{name}/exists</c>.</summary>
internal sealed record ExistsReply(bool Exists);

/// <summary>The answer to a write: <c>completed</c>, or <c>acknowledged</c> (in the log of writes, not yet to be found), or <c>wait_timeout</c>.</summary>
internal sealed record WriteReply(string? Status)
{
    public const string Completed = "completed";
}

/// <summary>The answer of <c>points/count</c>.</summary>
internal sealed record CountReply(long Count);

/// <summary>The answer of <c>points/query</c>, best first.</summary>
internal sealed record QueryReply(IReadOnlyList<ScoredPoint> Points);

/// <summary>A point that was found. Higher scores are better.</summary>
internal sealed record ScoredPoint(Guid Id, double Score, PointPayload? Payload);

/// <summary>One page of <c>points/scroll</c>; no offset behind the last.</summary>
internal sealed record ScrollReply(IReadOnlyList<ScrolledPoint> Points, Guid? NextPageOffset);

/// <summary>A point on a page.</summary>
internal sealed record ScrolledPoint(Guid Id, PointPayload? Payload);

/// <summary>What <c>GET /collections/{name}</c> says of a collection; the parts of it that matter here.</summary>
internal sealed record CollectionInfo(CollectionConfig Config, IReadOnlyDictionary<string, PayloadIndex>? PayloadSchema, long? PointsCount);

/// <inheritdoc cref="CollectionInfo"/>
internal sealed record CollectionConfig(CollectionParams Params, IReadOnlyDictionary<string, JsonElement>? Metadata);

/// <summary><c>vectors</c> is one unnamed vector's parameters, or an object of named ones.</summary>
internal sealed record CollectionParams(JsonElement Vectors, IReadOnlyDictionary<string, SparseVectorParams>? SparseVectors);

/// <summary>A payload index as it is, by its type: <c>keyword</c>, <c>datetime</c>.</summary>
internal sealed record PayloadIndex(string? DataType);
