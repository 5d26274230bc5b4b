using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>
/// A collection of the fake. Writes go to a log and are carried out in its order: at once for those that somebody waits for, with all that were logged before; else
/// not until then. Deleting by filter first carries out what is logged, as the true server does since 1.19.
/// </summary>
internal sealed class FakeCollection
{
    private readonly JsonElement _config;
    private readonly Dictionary<string, JsonElement> _indexes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FakePoint> _points = new(StringComparer.Ordinal);
    private readonly List<Action> _log = [];
    private long _operations;

    public FakeCollection(JsonElement body)
    {
        body.HasOnly("vectors", "sparse_vectors", "quantization_config", "on_disk_payload", "metadata");
        foreach (var vector in Named(body, "vectors"))
        {
            vector.Value.HasOnly("size", "distance", "on_disk", "quantization_config");
            Dense[vector.Name] = vector.Value.GetProperty("size").GetInt32();
            if (vector.Value.Text("distance") is not ("Cosine" or "Dot" or "Euclid" or "Manhattan"))
                throw new FakeRefusal(400, $"Format error in JSON body: unknown variant `{vector.Value.Text("distance")}`, expected one of `Cosine`, `Euclid`, `Dot`, `Manhattan`");
        }
        foreach (var vector in Named(body, "sparse_vectors"))
        {
            vector.Value.HasOnly("modifier", "index");
            Sparse[vector.Name] = vector.Value.Part("modifier")?.GetString() == "idf";
        }
        if (body.TryGetProperty("quantization_config", out var quantization)) quantization.GetProperty("scalar").HasOnly("type", "quantile", "always_ram");
        _config = body;
    }

    /// <summary>Sizes of the dense vectors.</summary>
    public Dictionary<string, int> Dense { get; } = new(StringComparer.Ordinal);

    /// <summary>The sparse vectors, and whether the server weighs their terms by rarity.</summary>
    public Dictionary<string, bool> Sparse { get; } = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonElement> Indexes => _indexes;

    /// <summary>What is carried out, by id.</summary>
    public IReadOnlyCollection<FakePoint> Points => _points.Values;

    public void LoseLog() => _log.Clear();

    public JsonObject Describe()
    {
        var schema = new JsonObject();
        foreach (var (field, index) in _indexes)
        {
            var points = _points.Values.Count(point => point.Payload.TryGetProperty(field, out _));
            schema[field] = new JsonObject { ["data_type"] = index.Text("type"), ["params"] = JsonObject.Create(index), ["points"] = points };
        }
        var parameters = new JsonObject { ["shard_number"] = 1, ["replication_factor"] = 1, ["write_consistency_factor"] = 1, ["on_disk_payload"] = true };
        var config = new JsonObject { ["params"] = parameters, ["hnsw_config"] = new JsonObject(), ["optimizer_config"] = new JsonObject() };
        parameters["vectors"] = _config.TryGetProperty("vectors", out var vectors) ? JsonObject.Create(vectors) : new JsonObject();
        if (_config.TryGetProperty("sparse_vectors", out var sparse)) parameters["sparse_vectors"] = JsonObject.Create(sparse);
        if (_config.TryGetProperty("quantization_config", out var quantization)) config["quantization_config"] = JsonObject.Create(quantization);
        if (_config.TryGetProperty("metadata", out var metadata)) config["metadata"] = JsonObject.Create(metadata);
        return new JsonObject
        {
            ["status"] = "green",
            ["optimizer_status"] = "ok",
            ["points_count"] = _points.Count,
            ["segments_count"] = 1,
            ["config"] = config,
            ["payload_schema"] = schema,
        };
    }

    public JsonObject Index(JsonElement body, bool wait)
    {
        body.HasOnly("field_name", "field_schema");
        var schema = body.GetProperty("field_schema");
        if (schema.ValueKind == JsonValueKind.String) schema = JsonDocument.Parse($$"""{"type":{{schema.GetRawText()}}}""").RootElement;
        schema.HasOnly("type", "is_tenant", "on_disk");
        if (schema.Text("type") is not ("keyword" or "datetime" or "integer"))
            throw new FakeRefusal(400, "Format error in JSON body: data did not match any variant of untagged enum PayloadFieldSchema");
        return Write(wait, () => _indexes[body.Text("field_name")] = schema);
    }

    public JsonObject Upsert(JsonElement body, bool wait)
    {
        body.HasOnly("points");
        var points = body.GetProperty("points").EnumerateArray().Select(point => FakePoint.Read(this, point, ++_operations)).ToList();
        return Write(wait, () =>
        {
            foreach (var point in points) _points[point.Key] = point;
        });
    }

    public JsonObject Delete(JsonElement body, bool wait)
    {
        body.HasOnly("filter", "points");
        CarryOut();
        var gone = body.TryGetProperty("points", out var ids)
            ? [.. ids.EnumerateArray().Select(FakePoint.KeyOf)]
            : Matching(body.GetProperty("filter")).Select(point => point.Key).ToList();
        return Write(wait, () => gone.ForEach(key => _points.Remove(key)));
    }

    public JsonObject Count(JsonElement body)
    {
        body.HasOnly("filter", "exact");
        return new JsonObject { ["count"] = Matching(body.Part("filter")).Count() };
    }

    public JsonObject Scroll(JsonElement body)
    {
        body.HasOnly("filter", "limit", "offset", "with_payload", "with_vector");
        var limit = body.TryGetProperty("limit", out var most) ? most.GetInt32() : 10;
        var from = body.TryGetProperty("offset", out var offset) && offset.ValueKind != JsonValueKind.Null ? FakePoint.KeyOf(offset) : "";
        var found = Matching(body.Part("filter")).Where(point => string.CompareOrdinal(point.Key, from) >= 0).Take(limit + 1).ToList();
        var which = body.Part("with_payload") ?? FakeJson.True;
        var page = found.Take(limit).Select(point => (JsonNode)new JsonObject { ["id"] = JsonNode.Parse(point.Id.GetRawText()), ["payload"] = point.Selected(which) });
        var next = found.Count > limit ? JsonNode.Parse(found[limit].Id.GetRawText()) : null;
        return new JsonObject { ["points"] = new JsonArray([.. page]), ["next_page_offset"] = next };
    }

    public JsonObject Query(JsonElement body)
    {
        var hits = new FakeSearch(this).Find(body).Select(hit => (JsonNode)hit.Point.Describe(hit.Score, body.Part("with_payload")));
        return new JsonObject { ["points"] = new JsonArray([.. hits]) };
    }

    /// <summary>The points that a filter matches; all for none.</summary>
    public IEnumerable<FakePoint> Matching(JsonElement? filter)
    {
        if (filter is not { ValueKind: not JsonValueKind.Null } conditions) return _points.Values;
        FakeFilter.Check(conditions, _indexes);
        return _points.Values.Where(point => FakeFilter.Matches(conditions, point.Payload));
    }

    private static JsonElement.ObjectEnumerator Named(JsonElement body, string name) => body.TryGetProperty(name, out var vectors) ? vectors.EnumerateObject() : default;

    private JsonObject Write(bool wait, Action write)
    {
        _log.Add(write);
        if (wait) CarryOut();
        return new JsonObject { ["operation_id"] = ++_operations, ["status"] = wait ? "completed" : "acknowledged" };
    }

    private void CarryOut()
    {
        foreach (var write in _log) write();
        _log.Clear();
    }
}
