using System.Globalization;
using Google.Protobuf.Collections;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Memory.Qdrant.Protocol;
using Wire = global::Qdrant.Client.Grpc;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Points as gRPC has them.</summary>
internal static class GrpcPoint
{
    /// <summary>RFC 3339, as REST's JSON has it.</summary>
    private const string Instant = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";

    public static Wire.PointStruct Write(PointStruct point)
    {
        var vectors = new Wire.NamedVectors();
        if (point.Vector.Dense is { } dense)
        {
            var vector = new Wire.DenseVector();
            vector.Data.AddRange(dense);
            vectors.Vectors[QdrantShape.Dense] = new Wire.Vector { Dense = vector };
        }
        if (point.Vector.Bm25 is { } bm25) vectors.Vectors[QdrantShape.Bm25] = new Wire.Vector { Sparse = Sparse(bm25) };
        var wire = new Wire.PointStruct { Id = Id(point.Id), Vectors = new Wire.Vectors { Vectors_ = vectors } };
        Put(wire.Payload, point.Payload);
        return wire;
    }

    public static Wire.SparseVector Sparse(SparseVector vector)
    {
        var wire = new Wire.SparseVector();
        wire.Indices.AddRange(vector.Indices);
        wire.Values.AddRange(vector.Values);
        return wire;
    }

    public static Wire.PointId Id(Guid id) => new() { Uuid = id.ToString() };

    /// <summary>Null when it is a number: the point is none of ours.</summary>
    public static Guid? Id(Wire.PointId id) => Guid.TryParse(id.Uuid, out var uuid) ? uuid : null;

    public static PointPayload Read(MapField<string, Wire.Value> payload) => new(
        Text(payload, Field.Message), Text(payload, Field.Conversation), Text(payload, Field.Owner), Text(payload, Field.Persona), Text(payload, Field.Channel),
        Text(payload, Field.Source), Text(payload, Field.Author),
        Text(payload, Field.At) is { } at && DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null);

    private static void Put(MapField<string, Wire.Value> payload, PointPayload of)
    {
        Put(payload, Field.Message, of.Message);
        Put(payload, Field.Conversation, of.Conversation);
        Put(payload, Field.Owner, of.Owner);
        Put(payload, Field.Persona, of.Persona);
        Put(payload, Field.Channel, of.Channel);
        Put(payload, Field.Source, of.Source);
        Put(payload, Field.Author, of.Author);
        Put(payload, Field.At, of.At?.ToString(Instant, CultureInfo.InvariantCulture));
    }

    private static void Put(MapField<string, Wire.Value> payload, string field, string? text)
    {
        if (text is not null) payload[field] = new Wire.Value { StringValue = text };
    }

    private static string? Text(MapField<string, Wire.Value> payload, string field) =>
        payload.TryGetValue(field, out var value) && value.KindCase == Wire.Value.KindOneofCase.StringValue ? value.StringValue : null;
}
