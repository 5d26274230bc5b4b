using System.Text.Json.Nodes;
using Google.Protobuf.Collections;
using Wire = global::Qdrant.Client.Grpc;

#pragma warning disable CS0612 // The older names of what since 1.19 is called memory.

namespace LocalsOnly.SemanticKernel.Tests.Qdrant;

/// <summary>Bodies of gRPC in the words of REST, field by field. What the fake does not know in REST it refuses here as well.</summary>
internal static class GrpcToRest
{
    public static JsonObject Collection(Wire.CreateCollection request)
    {
        var body = new JsonObject();
        if (request.VectorsConfig is { } vectors)
        {
            body["vectors"] = new JsonObject(vectors.ParamsMap.Map.Select(vector => Pair(vector.Key, new JsonObject
            {
                ["size"] = vector.Value.Size,
                ["distance"] = vector.Value.Distance.ToString(),
                ["on_disk"] = vector.Value.OnDisk,
            })));
        }
        body["sparse_vectors"] = new JsonObject(request.SparseVectorsConfig.Map.Select(vector =>
            Pair(vector.Key, vector.Value.HasModifier ? new JsonObject { ["modifier"] = vector.Value.Modifier == Wire.Modifier.Idf ? "idf" : "none" } : [])));
        if (request.QuantizationConfig?.Scalar is { } scalar)
        {
            body["quantization_config"] = new JsonObject
            {
                ["scalar"] = new JsonObject { ["type"] = scalar.Type == Wire.QuantizationType.Int8 ? "int8" : "?", ["quantile"] = scalar.Quantile, ["always_ram"] = scalar.AlwaysRam },
            };
        }
        body["on_disk_payload"] = request.OnDiskPayload;
        if (request.Metadata.Count > 0) body["metadata"] = Payload(request.Metadata);
        return body;
    }

    public static JsonObject Index(Wire.CreateFieldIndexCollection request)
    {
        var schema = new JsonObject { ["type"] = request.FieldType switch { Wire.FieldType.Keyword => "keyword", Wire.FieldType.Datetime => "datetime", _ => "?" } };
        if (request.FieldIndexParams?.KeywordIndexParams is { HasIsTenant: true } keyword) schema["is_tenant"] = keyword.IsTenant;
        return new JsonObject { ["field_name"] = request.FieldName, ["field_schema"] = schema };
    }

    public static JsonObject Points(Wire.UpsertPoints request) => new() { ["points"] = new JsonArray([.. request.Points.Select(Point)]) };

    public static JsonObject Scroll(Wire.ScrollPoints request)
    {
        var body = new JsonObject { ["limit"] = request.Limit };
        if (Filter(request.Filter) is { } filter) body["filter"] = filter;
        if (request.Offset is { } offset) body["offset"] = Id(offset);
        body["with_payload"] = Fields(request.WithPayload);
        body["with_vector"] = request.WithVectors.Enable;
        return body;
    }

    public static JsonObject Query(Wire.QueryPoints request)
    {
        var body = Search(request.Prefetch, request.Query, request.HasUsing ? request.Using : null, request.Filter, request.Params, request.Limit);
        body["with_payload"] = Fields(request.WithPayload);
        return body;
    }

    public static JsonObject? Filter(Wire.Filter? filter)
    {
        if (filter is null) return null;
        var body = new JsonObject();
        if (filter.Must.Count > 0) body["must"] = new JsonArray([.. filter.Must.Select(Condition)]);
        if (filter.Should.Count > 0) body["should"] = new JsonArray([.. filter.Should.Select(Condition)]);
        if (filter.MustNot.Count > 0) body["must_not"] = new JsonArray([.. filter.MustNot.Select(Condition)]);
        return body;
    }

    private static JsonNode Prefetch(Wire.PrefetchQuery prefetch) =>
        Search(prefetch.Prefetch, prefetch.Query, prefetch.HasUsing ? prefetch.Using : null, prefetch.Filter, prefetch.Params, prefetch.Limit);

    private static JsonObject Search(
        RepeatedField<Wire.PrefetchQuery> prefetch, Wire.Query query, string? vector, Wire.Filter? filter, Wire.SearchParams? parameters, ulong limit)
    {
        var body = new JsonObject { ["query"] = Query(query), ["limit"] = limit };
        if (prefetch.Count > 0) body["prefetch"] = new JsonArray([.. prefetch.Select(Prefetch)]);
        if (vector is not null) body["using"] = vector;
        if (Filter(filter) is { } conditions) body["filter"] = conditions;
        if (parameters?.Quantization is { } quantization) body["params"] = new JsonObject { ["quantization"] = new JsonObject { ["rescore"] = quantization.Rescore } };
        return body;
    }

    private static JsonObject Query(Wire.Query query) => query.VariantCase switch
    {
        Wire.Query.VariantOneofCase.Rrf => new JsonObject { ["rrf"] = new JsonObject { ["k"] = query.Rrf.K } },
        Wire.Query.VariantOneofCase.Nearest => new JsonObject
        {
            ["nearest"] = query.Nearest.VariantCase switch
            {
                Wire.VectorInput.VariantOneofCase.Dense => Numbers(query.Nearest.Dense.Data),
                Wire.VectorInput.VariantOneofCase.Sparse => Sparse(query.Nearest.Sparse),
                _ => null,
            },
        },
        _ => new JsonObject { [query.VariantCase.ToString()] = true },
    };

    private static JsonNode Point(Wire.PointStruct point) => new JsonObject
    {
        ["id"] = Id(point.Id),
        ["vector"] = new JsonObject(point.Vectors.Vectors_.Vectors.Select(vector => Pair(vector.Key, vector.Value.VectorCase switch
        {
            Wire.Vector.VectorOneofCase.Dense => Numbers(vector.Value.Dense.Data),
            Wire.Vector.VectorOneofCase.Sparse => Sparse(vector.Value.Sparse),
            _ => null,
        }))),
        ["payload"] = Payload(point.Payload),
    };

    private static JsonObject Sparse(Wire.SparseVector vector) => new()
    {
        ["indices"] = new JsonArray([.. vector.Indices.Select(index => (JsonNode)JsonValue.Create(index))]),
        ["values"] = Numbers(vector.Values),
    };

    private static JsonArray Numbers(RepeatedField<float> numbers) => [.. numbers.Select(number => (JsonNode)JsonValue.Create(number))];

    private static JsonValue Id(Wire.PointId id) => id.HasUuid ? JsonValue.Create(id.Uuid) : JsonValue.Create(id.Num);

    private static JsonObject Payload(MapField<string, Wire.Value> payload) =>
        new(payload.Select(field => Pair(field.Key, field.Value.KindCase == Wire.Value.KindOneofCase.StringValue ? JsonValue.Create(field.Value.StringValue) : null)));

    private static JsonArray Fields(Wire.WithPayloadSelector selector) => [.. selector.Include.Fields.Select(field => (JsonNode)JsonValue.Create(field))];

    private static JsonNode Condition(Wire.Condition condition) => condition.ConditionOneOfCase switch
    {
        Wire.Condition.ConditionOneOfOneofCase.Filter => Filter(condition.Filter)!,
        Wire.Condition.ConditionOneOfOneofCase.IsEmpty => new JsonObject { ["is_empty"] = new JsonObject { ["key"] = condition.IsEmpty.Key } },
        Wire.Condition.ConditionOneOfOneofCase.Field => new JsonObject { ["key"] = condition.Field.Key, ["match"] = Match(condition.Field.Match) },
        _ => new JsonObject { [condition.ConditionOneOfCase.ToString()] = true },
    };

    private static JsonObject Match(Wire.Match match) => match.MatchValueCase switch
    {
        Wire.Match.MatchValueOneofCase.Keyword => new JsonObject { ["value"] = match.Keyword },
        Wire.Match.MatchValueOneofCase.Keywords => new JsonObject { ["any"] = new JsonArray([.. match.Keywords.Strings.Select(text => (JsonNode)JsonValue.Create(text))]) },
        _ => new JsonObject { [match.MatchValueCase.ToString()] = true },
    };

    private static KeyValuePair<string, JsonNode?> Pair(string name, JsonNode? value) => KeyValuePair.Create(name, value);
}
