using Microsoft.Extensions.AI;

namespace LocalsOnly.Memory.Embedding;

/// <summary>What makes vectors comparable: only those of one model, of one length, are.</summary>
/// <param name="Id">Name of the model; for a model from files with a digest of them, so that other weights in the same folder are another model.</param>
/// <param name="Dimensions">Numbers in a vector.</param>
public sealed record EmbeddingModel(string Id, int Dimensions)
{
    /// <summary>Asks a source which model it is; one that does not know its vectors' length yet embeds a word to learn it.</summary>
    /// <exception cref="EmbeddingException">The source cannot embed.</exception>
    public static async Task<EmbeddingModel> OfAsync(IEmbeddingGenerator<string, Embedding<float>> source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.GetService(typeof(EmbeddingModel)) is EmbeddingModel known) return known;
        var made = await source.GenerateAsync(["length"], cancellationToken: cancellationToken);
        if (source.GetService(typeof(EmbeddingModel)) is EmbeddingModel learned) return learned;
        var metadata = source.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        return new EmbeddingModel(made[0].ModelId ?? metadata?.DefaultModelId ?? "unnamed", made[0].Vector.Length);
    }
}
