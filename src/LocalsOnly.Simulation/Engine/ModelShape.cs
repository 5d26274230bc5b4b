namespace LocalsOnly.Simulation.Engine;

/// <summary>As much of a model's architecture as its speed depends on. Counts of weights are whole models', sizes are bytes.</summary>
/// <param name="Id">Full model id.</param>
/// <param name="Layers">Transformer layers.</param>
public sealed record ModelShape(string Id, int Layers)
{
    /// <summary>Weights of all routed experts; 0 in a dense model.</summary>
    public double RoutedParameters { get; init; }

    /// <summary>Share of the routed experts that one token calls, from 0 to 1: 8 of 128 is 0.0625.</summary>
    public double RoutedShare { get; init; }

    /// <summary>Weights that every token goes through: attention, shared experts, dense layers, router and output head.</summary>
    public required double CommonParameters { get; init; }

    /// <summary>Of those, the output head: it is read in every step, but a prompt goes through it with its last token only.</summary>
    public double HeadParameters { get; init; }

    /// <summary>Of the common weights, those that each machine of a tensor-parallel group keeps whole: output head, router, latent projections.</summary>
    public double ReplicatedParameters { get; init; }

    /// <summary>The input embeddings: they take memory, and no step reads more than a row of them.</summary>
    public double EmbeddingParameters { get; init; }

    /// <summary>Bytes of one weight of a routed expert, scales included: 1.0625 at 8 bits with a 16-bit scale and bias for each 64.</summary>
    public required double RoutedBytes { get; init; }

    /// <summary>Bytes of any other weight.</summary>
    public required double CommonBytes { get; init; }

    /// <summary>Width of the residual stream, in numbers of 16 bits: what a token costs on the wire between machines.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Heads times the mean of a query's and a value's width: one attended pair costs 4 operations per unit and layer.</summary>
    public required double AttentionWidth { get; init; }

    /// <summary>Bytes that one token leaves in the KV cache, all layers together, at 16 bits.</summary>
    public required double KeyValueBytes { get; init; }

    /// <summary>The cache is one latent vector for all heads (multi-head latent attention), so each machine of a tensor-parallel group keeps all of it.</summary>
    public bool LatentKeyValues { get; init; }

    /// <summary>Heads of keys and values; a tensor-parallel group must divide them.</summary>
    public int KeyValueHeads { get; init; } = 1;

    /// <summary>All weights.</summary>
    public double Parameters => RoutedParameters + CommonParameters + EmbeddingParameters;

    /// <summary>Weights that one token goes through.</summary>
    public double ActiveParameters => CommonParameters + (RoutedParameters * RoutedShare);

    /// <summary>Memory that the weights take.</summary>
    public double WeightBytes => (RoutedParameters * RoutedBytes) + ((CommonParameters + EmbeddingParameters) * CommonBytes);

    /// <summary>
    /// Bytes of weights that a batch touches in one step: all common ones, and those of every expert that at least one token calls, if tokens
    /// choose independently and evenly: 1 - (1 - share)^batch of them.
    /// </summary>
    public double BytesRead(double batch) =>
        (CommonParameters * CommonBytes) + (RoutedParameters * RoutedBytes * (1 - Math.Pow(1 - RoutedShare, batch)));
}
