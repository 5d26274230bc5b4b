using System.Text.Json;
using System.Text.Json.Serialization;

namespace LocalsOnly.Memory.Qdrant.Protocol;

/// <summary>The body of <c>points/query</c>.</summary>
internal sealed record QueryPoints(
    IReadOnlyList<Prefetch>? Prefetch, Query Query, string? Using, Filter? Filter, SearchParams? Params, int Limit, string[] WithPayload);

/// <summary>A search whose results are fused with those of others. The filter is in here: behind the fusion it would find too few.</summary>
internal sealed record Prefetch(Query Query, string Using, Filter Filter, SearchParams? Params, int Limit);

/// <summary>Either nearest to a vector, or a fusion of what was prefetched.</summary>
internal sealed record Query(Nearest? Nearest = null, RankFusion? Rrf = null);

/// <summary>Reciprocal rank fusion: a point scores the sum of 1 / (rank + k - 1) over the lists it is in, ranks from 1 on. Since 1.16.</summary>
internal sealed record RankFusion(int K);

/// <inheritdoc cref="QuantizationSearch"/>
internal sealed record SearchParams(QuantizationSearch Quantization);

/// <param name="Rescore">The best by their bytes are scored again by their whole vectors.</param>
internal sealed record QuantizationSearch(bool Rescore);

/// <summary>A dense or a sparse vector: an array of numbers, or an object of two arrays.</summary>
[JsonConverter(typeof(NearestConverter))]
internal readonly record struct Nearest(float[]? Dense, SparseVector? Sparse);

/// <inheritdoc cref="Nearest"/>
internal sealed class NearestConverter : JsonConverter<Nearest>
{
    public override Nearest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, Nearest value, JsonSerializerOptions options)
    {
        if (value.Dense is { } dense) JsonSerializer.Serialize(writer, dense, QdrantJson.Default.SingleArray);
        else JsonSerializer.Serialize(writer, value.Sparse!, QdrantJson.Default.SparseVector);
    }
}
