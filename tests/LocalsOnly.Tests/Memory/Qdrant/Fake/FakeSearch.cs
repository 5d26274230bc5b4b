using System.Text.Json;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>
/// Exact search: sparse vectors by their dot product, with the weights of a question times ln((n - df + 0.5) / (df + 0.5) + 1) where the collection says <c>idf</c>
/// (its <c>query_context.rs</c>; n and df over the whole collection, whatever the filter); dense ones by cosine; lists fused by 1 / (position + k), position from 0
/// on (its <c>reciprocal_rank_fusion.rs</c>).
/// </summary>
internal sealed class FakeSearch(FakeCollection collection)
{
    private const int DefaultRankConstant = 2;

    public List<(FakePoint Point, double Score)> Find(JsonElement body)
    {
        body.HasOnly("prefetch", "query", "using", "filter", "params", "limit", "with_payload");
        return Search(body);
    }

    private List<(FakePoint Point, double Score)> Search(JsonElement body)
    {
        var limit = body.TryGetProperty("limit", out var most) ? most.GetInt32() : 10;
        if (limit < 1) throw new FakeRefusal(422, $"Validation error in JSON body: [internal.limit: value {limit} invalid, must be 1 or larger]");
        body.Part("params")?.HasOnly("quantization", "exact", "hnsw_ef");
        body.Part("params")?.Part("quantization")?.HasOnly("ignore", "rescore", "oversampling");
        List<(FakePoint, double)> found;
        if (body.Part("prefetch") is { } prefetch)
        {
            if (body.Part("query") is not { } fusion)
                throw new FakeRefusal(400, "Bad request: A query is needed to merge the prefetches. Can't have prefetches without defining a query.");
            if (body.Part("using") is not null) throw new FakeRefusal(400, "Bad request: Fusion queries cannot be combined with the 'using' field.");
            found = Fuse([.. prefetch.EnumerateArray().Select(Prefetched)], RankConstant(fusion));
        }
        else
        {
            found = Nearest(body);
        }
        return [.. found.Take(limit)];
    }

    private List<(FakePoint, double)> Prefetched(JsonElement body)
    {
        body.HasOnly("prefetch", "query", "using", "filter", "params", "limit");
        return Search(body);
    }

    private static int RankConstant(JsonElement fusion)
    {
        fusion.HasOnly("rrf", "fusion");
        if (fusion.Part("rrf") is not { } parameters) return fusion.Text("fusion") == "rrf" ? DefaultRankConstant : throw new FakeRefusal(501, "the fake fuses by rank only");
        parameters.HasOnly("k");
        return parameters.Part("k")?.GetInt32() ?? DefaultRankConstant;
    }

    private List<(FakePoint, double)> Nearest(JsonElement body)
    {
        var query = body.GetProperty("query");
        if (query.ValueKind == JsonValueKind.Object && query.Part("nearest") is { } nearest)
        {
            query.HasOnly("nearest");
            query = nearest;
        }
        var name = body.Part("using")?.GetString() ?? "";
        var points = collection.Matching(body.Part("filter"));
        return query.ValueKind == JsonValueKind.Array
            ? Ranked(points, Cosine(FakePoint.DenseOf(collection, name, query), name))
            : Ranked(points, Dot(FakePoint.SparseOf(collection, name, query), name));
    }

    private static Func<FakePoint, double?> Cosine(float[] query, string name) => point =>
        point.Dense.GetValueOrDefault(name) is { } vector ? query.Zip(vector, (a, b) => (double)a * b).Sum() / Math.Max(double.Epsilon, Length(query) * Length(vector)) : null;

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));

    private Func<FakePoint, double?> Dot(Dictionary<uint, float> query, string name)
    {
        var stored = collection.Points.Where(point => point.Sparse.ContainsKey(name)).Select(point => point.Sparse[name]).ToList();
        var isWeighed = collection.Sparse[name];
        var weights = query.ToDictionary(term => term.Key, term => term.Value * (isWeighed ? Rarity(stored.Count, stored.Count(vector => vector.ContainsKey(term.Key))) : 1));
        // A point that shares no term is not found at all.
        return point => point.Sparse.GetValueOrDefault(name) is { } vector && weights.Keys.Any(vector.ContainsKey)
            ? weights.Where(term => vector.ContainsKey(term.Key)).Sum(term => term.Value * vector[term.Key])
            : null;
    }

    private static double Rarity(double n, double df) => Math.Log((n - df + 0.5) / (df + 0.5) + 1);

    private static List<(FakePoint, double)> Ranked(IEnumerable<FakePoint> points, Func<FakePoint, double?> score) =>
    [
        .. points.Select(point => (Point: point, Score: score(point))).Where(hit => hit.Score is not null)
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Point.Key, StringComparer.Ordinal).Select(hit => (hit.Point, hit.Score!.Value)),
    ];

    private static List<(FakePoint, double)> Fuse(List<List<(FakePoint Point, double)>> lists, int k)
    {
        var scores = new Dictionary<FakePoint, double>();
        foreach (var list in lists)
            for (var position = 0; position < list.Count; position++)
                scores[list[position].Point] = scores.GetValueOrDefault(list[position].Point) + 1.0 / (position + k);
        return Ranked(scores.Keys, point => scores[point]);
    }
}
