namespace LocalsOnly.Memory.Qdrant.Protocol;

/// <summary>The body of <c>PUT /collections/{name}</c>.</summary>
internal sealed record CreateCollection(
    NamedVectors? Vectors, NamedSparseVectors SparseVectors, QuantizationConfig? QuantizationConfig, bool OnDiskPayload, CollectionMetadata? Metadata);

/// <summary>The one dense vector that a point may have.</summary>
internal sealed record NamedVectors(VectorParams Dense);

/// <summary>The one sparse vector of a point.</summary>
internal sealed record NamedSparseVectors(SparseVectorParams Bm25);

/// <param name="Size">Dimensions.</param>
/// <param name="Distance"><c>Cosine</c>.</param>
/// <param name="OnDisk">
/// Since 1.19 called <c>memory</c>, with <c>on_disk</c> kept; the older name is understood by every version from 1.16 on.
/// </param>
internal sealed record VectorParams(int Size, string Distance, bool OnDisk);

/// <param name="Modifier"><c>idf</c>: the server multiplies the weights of a question by how rare each term is in the collection.</param>
internal sealed record SparseVectorParams(string? Modifier);

/// <inheritdoc cref="ScalarQuantization"/>
internal sealed record QuantizationConfig(ScalarQuantization Scalar);

/// <summary>One byte per dimension in memory; the whole vectors stay on disk and score the best again.</summary>
internal sealed record ScalarQuantization(string Type, double Quantile, bool AlwaysRam);

/// <summary>What we note at a collection: which model made its dense vectors.</summary>
internal sealed record CollectionMetadata(string? Embedding);

/// <summary>The body of <c>PUT /collections/{name}/index</c>.</summary>
internal sealed record CreateIndex(string FieldName, IndexParams FieldSchema);

/// <param name="Type"><c>keyword</c> or <c>datetime</c>.</param>
/// <param name="IsTenant">Keeps the points of one value together on disk.</param>
internal sealed record IndexParams(string Type, bool? IsTenant = null);
