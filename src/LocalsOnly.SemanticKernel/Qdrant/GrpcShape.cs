using System.Text.Json;
using System.Text.Json.Nodes;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Qdrant.Protocol;
using Wire = global::Qdrant.Client.Grpc;

#pragma warning disable CS0612 // The older names of what since 1.19 is called memory: the server understands them from 1.16 on.

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Collections as gRPC has them.</summary>
internal static class GrpcShape
{
    public static Wire.CreateCollection Create(string collection, CreateCollection body)
    {
        var sparse = new Wire.SparseVectorConfig();
        sparse.Map[QdrantShape.Bm25] = new Wire.SparseVectorParams();
        if (body.SparseVectors.Bm25.Modifier is { } modifier) sparse.Map[QdrantShape.Bm25].Modifier = Enum.Parse<Wire.Modifier>(modifier, ignoreCase: true);
        var wire = new Wire.CreateCollection { CollectionName = collection, SparseVectorsConfig = sparse, OnDiskPayload = body.OnDiskPayload };
        if (body.Vectors is { Dense: var dense })
        {
            var map = new Wire.VectorParamsMap();
            map.Map[QdrantShape.Dense] = new Wire.VectorParams { Size = (ulong)dense.Size, Distance = Enum.Parse<Wire.Distance>(dense.Distance), OnDisk = dense.OnDisk };
            wire.VectorsConfig = new Wire.VectorsConfig { ParamsMap = map };
        }
        if (body.QuantizationConfig is { Scalar: var scalar })
        {
            wire.QuantizationConfig = new Wire.QuantizationConfig
            {
                Scalar = new Wire.ScalarQuantization { Type = Enum.Parse<Wire.QuantizationType>(scalar.Type, ignoreCase: true), Quantile = (float)scalar.Quantile, AlwaysRam = scalar.AlwaysRam },
            };
        }
        if (body.Metadata?.Embedding is { } embedding) wire.Metadata["embedding"] = new Wire.Value { StringValue = embedding };
        return wire;
    }

    public static Wire.CreateFieldIndexCollection Index(string collection, CreateIndex body)
    {
        var wire = new Wire.CreateFieldIndexCollection
        {
            CollectionName = collection,
            Wait = true,
            FieldName = body.FieldName,
            FieldType = Enum.Parse<Wire.FieldType>(body.FieldSchema.Type, ignoreCase: true),
        };
        // Without parameters of its own, the type says it all.
        if (wire.FieldType == Wire.FieldType.Keyword && body.FieldSchema.IsTenant is { } isTenant)
            wire.FieldIndexParams = new Wire.PayloadIndexParams { KeywordIndexParams = new Wire.KeywordIndexParams { IsTenant = isTenant } };
        return wire;
    }

    /// <summary>In the form in which REST tells it, as far as it matters here.</summary>
    public static CollectionInfo Read(Wire.CollectionInfo info) => new(
        new CollectionConfig(
            new CollectionParams(
                JsonSerializer.SerializeToElement(Vectors(info.Config.Params.VectorsConfig)),
                info.Config.Params.SparseVectorsConfig?.Map.ToDictionary(
                    vector => vector.Key, vector => new SparseVectorParams(vector.Value.Modifier == Wire.Modifier.Idf ? "idf" : null), StringComparer.Ordinal)),
            info.Config.Metadata.Where(entry => entry.Value.KindCase == Wire.Value.KindOneofCase.StringValue)
                .ToDictionary(entry => entry.Key, entry => JsonSerializer.SerializeToElement(JsonValue.Create(entry.Value.StringValue)), StringComparer.Ordinal)),
#pragma warning disable CA1308 // REST's words are in small letters.
        info.PayloadSchema.ToDictionary(index => index.Key, index => new PayloadIndex(index.Value.DataType.ToString().ToLowerInvariant()), StringComparer.Ordinal),
#pragma warning restore CA1308
        info.HasPointsCount ? (long)info.PointsCount : null);

    /// <summary>An object of named ones, or the parameters of the one that has no name.</summary>
    private static JsonObject Vectors(Wire.VectorsConfig? config) => config?.ConfigCase switch
    {
        Wire.VectorsConfig.ConfigOneofCase.ParamsMap => new JsonObject(config.ParamsMap.Map.Select(vector => KeyValuePair.Create(vector.Key, (JsonNode?)Vector(vector.Value)))),
        Wire.VectorsConfig.ConfigOneofCase.Params => Vector(config.Params),
        _ => [],
    };

    private static JsonObject Vector(Wire.VectorParams vector) => new() { ["size"] = vector.Size, ["distance"] = vector.Distance.ToString() };
}
