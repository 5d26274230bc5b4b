using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>A stored point.</summary>
internal sealed class FakePoint
{
    private readonly long _version;

    private FakePoint(JsonElement id, JsonElement payload, long version) => (Id, Payload, _version) = (id, payload, version);

    /// <summary>A number or a UUID, as it came.</summary>
    public JsonElement Id { get; }

    public string Key => KeyOf(Id);

    public JsonElement Payload { get; }

    public Dictionary<string, float[]> Dense { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, Dictionary<uint, float>> Sparse { get; } = new(StringComparer.Ordinal);

    public static string KeyOf(JsonElement id) =>
        id.ValueKind == JsonValueKind.Number && id.TryGetUInt64(out var number) ? $"{number:D20}"
        : id.ValueKind == JsonValueKind.String && Guid.TryParse(id.GetString(), out var uuid) ? uuid.ToString()
        : throw new FakeRefusal(400, $"Format error in JSON body: value {id.GetRawText().Trim('"')} is not a valid point ID, valid values are either an unsigned integer or a UUID");

    public static FakePoint Read(FakeCollection collection, JsonElement body, long version)
    {
        body.HasOnly("id", "vector", "payload");
        var payload = body.Part("payload") ?? JsonDocument.Parse("{}").RootElement;
        var point = new FakePoint(body.GetProperty("id"), payload, version);
        _ = point.Key;
        foreach (var vector in body.GetProperty("vector").EnumerateObject())
        {
            if (vector.Value.ValueKind == JsonValueKind.Array) point.Dense[vector.Name] = DenseOf(collection, vector.Name, vector.Value);
            else point.Sparse[vector.Name] = SparseOf(collection, vector.Name, vector.Value);
        }
        return point;
    }

    /// <summary>Checked as at the door of the true server: the vector's name, then its size.</summary>
    public static float[] DenseOf(FakeCollection collection, string name, JsonElement value)
    {
        if (collection.Sparse.ContainsKey(name)) throw new FakeRefusal(400, "Wrong input: Conversion between sparse and regular vectors failed");
        if (!collection.Dense.TryGetValue(name, out var size)) throw new FakeRefusal(400, $"Wrong input: Not existing vector name error: {name}");
        var vector = value.EnumerateArray().Select(number => number.GetSingle()).ToArray();
        return vector.Length == size ? vector : throw new FakeRefusal(400, $"Wrong input: Vector dimension error: expected dim: {size}, got {vector.Length}");
    }

    /// <inheritdoc cref="DenseOf"/>
    public static Dictionary<uint, float> SparseOf(FakeCollection collection, string name, JsonElement value)
    {
        value.HasOnly("indices", "values");
        if (collection.Dense.ContainsKey(name)) throw new FakeRefusal(400, "Wrong input: Conversion between sparse and regular vectors failed");
        if (!collection.Sparse.ContainsKey(name)) throw new FakeRefusal(400, $"Wrong input: Not existing vector name error: {name}");
        var indices = value.GetProperty("indices").EnumerateArray().Select(index => index.GetUInt32()).ToList();
        var values = value.GetProperty("values").EnumerateArray().Select(number => number.GetSingle()).ToList();
        if (indices.Count != values.Count)
            throw new FakeRefusal(422, "Validation error in JSON body: [points[0].vector.?.values: Validation error: must be the same length as indices [{}]]");
        if (indices.Distinct().Count() != indices.Count)
            throw new FakeRefusal(422, "Validation error in JSON body: [points[0].vector.?.indices: Validation error: must be unique [{}]]");
        return indices.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>As a result of a query.</summary>
    public JsonObject Describe(double score, JsonElement? withPayload)
    {
        var point = new JsonObject { ["id"] = JsonNode.Parse(Id.GetRawText()), ["version"] = _version, ["score"] = (float)score };
        if (Selected(withPayload ?? FakeJson.False) is { } payload) point["payload"] = payload;
        return point;
    }

    /// <summary>All of the payload, none (null), or some fields.</summary>
    public JsonObject? Selected(JsonElement which) => which.ValueKind switch
    {
        JsonValueKind.True => JsonObject.Create(Payload),
        JsonValueKind.Array => new JsonObject(which.EnumerateArray().Select(name => name.GetString()!).Where(name => Payload.TryGetProperty(name, out _))
            .Select(name => KeyValuePair.Create(name, JsonNode.Parse(Payload.GetProperty(name).GetRawText())))),
        _ => null,
    };
}
