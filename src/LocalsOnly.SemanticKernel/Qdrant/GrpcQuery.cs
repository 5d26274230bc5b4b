using LocalsOnly.Memory.Qdrant.Protocol;
using Wire = global::Qdrant.Client.Grpc;

namespace LocalsOnly.SemanticKernel.Qdrant;

/// <summary>Searches as gRPC has them.</summary>
internal static class GrpcQuery
{
    public static Wire.QueryPoints Write(string collection, QueryPoints body)
    {
        var wire = new Wire.QueryPoints
        {
            CollectionName = collection,
            Query = Write(body.Query),
            Filter = GrpcFilter.Write(body.Filter),
            Params = Write(body.Params),
            Limit = (ulong)body.Limit,
            WithPayload = Fields(body.WithPayload),
        };
        if (body.Using is { } vector) wire.Using = vector;
        wire.Prefetch.AddRange((body.Prefetch ?? []).Select(Write));
        return wire;
    }

    /// <summary>These fields of the payload.</summary>
    public static Wire.WithPayloadSelector Fields(string[] names)
    {
        var fields = new Wire.PayloadIncludeSelector();
        fields.Fields.AddRange(names);
        return new Wire.WithPayloadSelector { Include = fields };
    }

    private static Wire.PrefetchQuery Write(Prefetch prefetch) => new()
    {
        Query = Write(prefetch.Query),
        Using = prefetch.Using,
        Filter = GrpcFilter.Write(prefetch.Filter),
        Params = Write(prefetch.Params),
        Limit = (ulong)prefetch.Limit,
    };

    private static Wire.Query Write(Query query)
    {
        if (query.Rrf is { } fusion) return new Wire.Query { Rrf = new Wire.Rrf { K = (uint)fusion.K } };
        var nearest = query.Nearest!.Value;
        if (nearest.Sparse is { } sparse) return new Wire.Query { Nearest = new Wire.VectorInput { Sparse = GrpcPoint.Sparse(sparse) } };
        var dense = new Wire.DenseVector();
        dense.Data.AddRange(nearest.Dense);
        return new Wire.Query { Nearest = new Wire.VectorInput { Dense = dense } };
    }

    private static Wire.SearchParams? Write(SearchParams? parameters) =>
        parameters is null ? null : new() { Quantization = new Wire.QuantizationSearchParams { Rescore = parameters.Quantization.Rescore } };
}
