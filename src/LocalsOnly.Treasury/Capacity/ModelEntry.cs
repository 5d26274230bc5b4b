using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Treasury.Capacity;

/// <summary>A model's architecture as its configuration states it; one row of <c>models.json</c>.</summary>
/// <param name="Pattern">Part of the model ids it stands for.</param>
/// <param name="Layers">Layers, those without experts included.</param>
/// <param name="DenseLayers">Layers without experts, of a mixture of experts.</param>
/// <param name="Hidden">Width of the residual stream.</param>
/// <param name="HeadWidth">Width of one head's key and value; of latent attention, see <paramref name="Latent"/>.</param>
/// <param name="DenseWidth">Inner width of a layer without experts.</param>
/// <param name="ExpertWidth">Inner width of an expert.</param>
/// <param name="Tied">The output head is the input embedding.</param>
/// <param name="Native">Bits of the weights as first published, when those are quantised.</param>
internal sealed record ModelEntry(
    string Pattern, string Name, int Layers, int Hidden, int Vocabulary, int Heads, int KvHeads, double StatedParameters, double StatedActive, string Source, string Date,
    int HeadWidth = 0, int DenseLayers = 0, int DenseWidth = 0, int Experts = 0, int ExpertsPerToken = 0, int SharedExperts = 0, int ExpertWidth = 0, bool Tied = false,
    LatentAttention? Latent = null, NativeBits? Native = null)
{
    /// <summary>The shape at so many bits. Gated feed-forward layers have three matrices; norms and biases are left out.</summary>
    public ModelShape Shape(string id, Quantisation bits)
    {
        double hidden = Hidden;
        var mixed = Experts > 0 ? Layers - DenseLayers : 0;
        var expert = 3 * hidden * ExpertWidth;
        var head = hidden * Vocabulary;
        // Down to the latent space, on every machine of a tensor-parallel group whole.
        var projections = Latent is { } latent ? hidden * (latent.QueryRank + latent.KvRank + latent.RopeWidth) : 0;
        var attention = Latent is { } l
            ? projections + ((double)l.QueryRank * Heads * (l.NopeWidth + l.RopeWidth)) + ((double)l.KvRank * Heads * (l.NopeWidth + l.ValueWidth)) + (Heads * l.ValueWidth * hidden)
            : hidden * HeadWidth * 2 * (Heads + KvHeads);
        var router = Experts * hidden * mixed;
        return new ModelShape(id, Layers)
        {
            RoutedParameters = Experts * expert * mixed,
            RoutedShare = Experts > 0 ? (double)ExpertsPerToken / Experts : 0,
            CommonParameters = (attention * Layers) + (SharedExperts * expert * mixed) + (3 * hidden * DenseWidth * (Layers - mixed)) + router + head,
            HeadParameters = head,
            ReplicatedParameters = head + router + (projections * Layers),
            EmbeddingParameters = Tied ? 0 : head,
            RoutedBytes = bits.RoutedBits / 8,
            CommonBytes = bits.OtherBits / 8,
            HiddenSize = Hidden,
            AttentionWidth = Heads * (Latent is { } w ? (w.NopeWidth + w.RopeWidth + w.ValueWidth) / 2.0 : HeadWidth),
            KeyValueBytes = 2.0 * Layers * (Latent is { } k ? k.KvRank + k.RopeWidth : 2 * KvHeads * HeadWidth),
            LatentKeyValues = Latent is not null,
            KeyValueHeads = KvHeads,
        };
    }
}

/// <summary>Widths of multi-head latent attention (DeepSeek-V2, arXiv:2405.04434).</summary>
internal sealed record LatentAttention(int QueryRank, int KvRank, int NopeWidth, int RopeWidth, int ValueWidth);

/// <summary>Bits of the weights as first published.</summary>
/// <param name="When">Parts of ids, separated by <c>|</c>, to which this applies; null for all.</param>
internal sealed record NativeBits(double RoutedBits, double OtherBits, string? When = null);
