using System.Text.Json;
using LocalsOnly.Memory.Qdrant.Protocol;

namespace LocalsOnly.Memory.Qdrant;

/// <summary>What the points of a collection have.</summary>
/// <param name="Dimensions">Of the dense vector; null when there is no embedding source, and then points have none.</param>
/// <param name="Embedding">
/// The model that makes the dense vectors, noted at the collection: vectors of two models have nothing to do with each other even when they are equally long. Null
/// to note nothing and to accept any.
/// </param>
internal sealed record QdrantShape(int? Dimensions, string? Embedding = null)
{
    public const string Dense = "dense";
    public const string Bm25 = "bm25";

    private const string Cosine = "Cosine";
    private const string Idf = "idf";
    private const string EmbeddingKey = "embedding";

    /// <summary>What is filtered by. They are made before the first point: an index made later leaves the vector index without the links that filters need.</summary>
    public static IReadOnlyList<CreateIndex> Indexes { get; } =
    [
        new(Field.Owner, new IndexParams("keyword", IsTenant: true)),
        new(Field.Persona, new IndexParams("keyword")),
        new(Field.Channel, new IndexParams("keyword")),
        new(Field.Source, new IndexParams("keyword")),
        new(Field.Conversation, new IndexParams("keyword")),
        new(Field.Author, new IndexParams("keyword")),
        new(Field.At, new IndexParams("datetime")),
    ];

    public CreateCollection ToWire() => new(
        Dimensions is { } size ? new NamedVectors(new VectorParams(size, Cosine, OnDisk: true)) : null,
        new NamedSparseVectors(new SparseVectorParams(Idf)),
        // Values beyond the quantile are clipped: a few outliers would cost all others their resolution.
        Dimensions is null ? null : new QuantizationConfig(new ScalarQuantization("int8", Quantile: 0.99, AlwaysRam: true)),
        OnDiskPayload: true,
        Dimensions is null || Embedding is null ? null : new CollectionMetadata(Embedding));

    /// <summary>What keeps a collection from being used, as the end of a sentence that begins with its name; null when it fits.</summary>
    public string? Misfit(CollectionInfo info)
    {
        var dense = info.Config.Params.Vectors.ValueKind == JsonValueKind.Object && info.Config.Params.Vectors.TryGetProperty(Dense, out var named) ? named : default;
        if (info.Config.Params.SparseVectors?.GetValueOrDefault(Bm25) is not { } sparse) return $"has no sparse vector {Bm25}, so it is not one of ours";
        if (sparse.Modifier != Idf) return $"has a sparse vector {Bm25} without the idf modifier";
        var size = dense.ValueKind == JsonValueKind.Object && dense.TryGetProperty("size", out var number) && number.TryGetInt32(out var found) ? found : (int?)null;
        if (size != Dimensions) return $"holds {Vectors(size)}, and the embedding source makes {Vectors(Dimensions)}";
        if (Dimensions is not null && Text(dense, "distance") is var distance && distance != Cosine) return $"compares vectors by {distance}, and {Cosine} is needed";
        if (Dimensions is not null && Embedding is not null && Model(info) is var model && model != Embedding)
            return $"holds vectors of {(model is null ? "an unknown embedding model" : $"the embedding model {model}")}, and {Embedding} is in use";
        foreach (var index in Indexes)
            if (info.PayloadSchema?.GetValueOrDefault(index.FieldName)?.DataType is { } type && type != index.FieldSchema.Type)
                return $"has a payload index on {index.FieldName} of type {type}, and {index.FieldSchema.Type} is needed";
        return null;
    }

    private static string Vectors(int? size) => size is null ? "no dense vectors" : $"dense vectors of {size} dimensions";

    private static string? Model(CollectionInfo info) =>
        info.Config.Metadata?.TryGetValue(EmbeddingKey, out var model) == true && model.ValueKind == JsonValueKind.String ? model.GetString() : null;

    private static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
