using System.Text.Json;
using Google.Protobuf.Collections;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Wire = global::Qdrant.Client.Grpc;

namespace LocalsOnly.SemanticKernel.Tests.Qdrant;

/// <summary>Results of REST as gRPC has them.</summary>
internal static class RestToGrpc
{
    public static Wire.CollectionInfo Info(JsonElement result)
    {
        var config = result.GetProperty("config");
        var parameters = new Wire.CollectionParams { VectorsConfig = Vectors(config.GetProperty("params").GetProperty("vectors")) };
        if (config.GetProperty("params").Part("sparse_vectors") is { } sparse)
        {
            parameters.SparseVectorsConfig = new Wire.SparseVectorConfig();
            foreach (var vector in sparse.EnumerateObject())
            {
                parameters.SparseVectorsConfig.Map[vector.Name] = new Wire.SparseVectorParams();
                if (vector.Value.Part("modifier")?.GetString() == "idf") parameters.SparseVectorsConfig.Map[vector.Name].Modifier = Wire.Modifier.Idf;
            }
        }
        var info = new Wire.CollectionInfo { Config = new Wire.CollectionConfig { Params = parameters }, PointsCount = result.GetProperty("points_count").GetUInt64() };
        if (config.Part("metadata") is { } metadata) Put(info.Config.Metadata, metadata);
        foreach (var index in result.GetProperty("payload_schema").EnumerateObject())
            info.PayloadSchema[index.Name] = new Wire.PayloadSchemaInfo { DataType = Enum.Parse<Wire.PayloadSchemaType>(index.Value.Text("data_type"), ignoreCase: true) };
        return info;
    }

    public static Wire.QueryResponse Found(JsonElement result)
    {
        var reply = new Wire.QueryResponse();
        foreach (var point in result.GetProperty("points").EnumerateArray())
        {
            var found = new Wire.ScoredPoint { Id = Id(point.GetProperty("id")), Score = point.GetProperty("score").GetSingle() };
            if (point.Part("payload") is { } payload) Put(found.Payload, payload);
            reply.Result.Add(found);
        }
        return reply;
    }

    public static Wire.ScrollResponse Scrolled(JsonElement result)
    {
        var reply = new Wire.ScrollResponse();
        foreach (var point in result.GetProperty("points").EnumerateArray())
        {
            var read = new Wire.RetrievedPoint { Id = Id(point.GetProperty("id")) };
            if (point.Part("payload") is { } payload) Put(read.Payload, payload);
            reply.Result.Add(read);
        }
        if (result.Part("next_page_offset") is { } next) reply.NextPageOffset = Id(next);
        return reply;
    }

    private static Wire.VectorsConfig Vectors(JsonElement vectors)
    {
        // One that has no name is described without one.
        if (vectors.TryGetProperty("size", out _)) return new Wire.VectorsConfig { Params = Vector(vectors) };
        var map = new Wire.VectorParamsMap();
        foreach (var vector in vectors.EnumerateObject()) map.Map[vector.Name] = Vector(vector.Value);
        return new Wire.VectorsConfig { ParamsMap = map };
    }

    private static Wire.VectorParams Vector(JsonElement vector) =>
        new() { Size = vector.GetProperty("size").GetUInt64(), Distance = Enum.Parse<Wire.Distance>(vector.Text("distance")) };

    private static Wire.PointId Id(JsonElement id) => id.ValueKind == JsonValueKind.String ? new() { Uuid = id.GetString() } : new() { Num = id.GetUInt64() };

    private static void Put(MapField<string, Wire.Value> into, JsonElement payload)
    {
        foreach (var field in payload.EnumerateObject()) into[field.Name] = new Wire.Value { StringValue = field.Value.GetString() };
    }
}
