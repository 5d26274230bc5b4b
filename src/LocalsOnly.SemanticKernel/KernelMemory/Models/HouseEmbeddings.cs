using LocalsOnly.Memory.Corpus.Formats;
using LocalsOnly.Memory.Embedding;
using Microsoft.Extensions.AI;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using KernelEmbedding = Microsoft.KernelMemory.Embedding;

namespace LocalsOnly.SemanticKernel.KernelMemory.Models;

/// <summary>
/// Vectors for Kernel Memory from the house's own source. Where there is none, a vector has no numbers at all: one of zeros or of hashed words would be compared as if
/// it meant something.
/// </summary>
/// <param name="source">Null for none.</param>
internal sealed class HouseEmbeddings(IEmbeddingGenerator<string, Embedding<float>>? source) : ITextEmbeddingGenerator, ITextEmbeddingBatchGenerator
{
    // What the servers and the static models of the house read of one text at the least.
    private const int LeastTokens = 512;

    public int MaxTokens => LeastTokens;

    public int MaxBatchSize => 64;

    public int CountTokens(string text) => TokenEstimate.Of(text);

    public IReadOnlyList<string> GetTokens(string text) => EstimatedTokens.Of(text);

    /// <exception cref="EmbeddingException">The source is away or refuses.</exception>
    public async Task<KernelEmbedding> GenerateEmbeddingAsync(string text, CancellationToken cancellationToken = default) => (await GenerateEmbeddingBatchAsync([text], cancellationToken))[0];

    /// <exception cref="EmbeddingException">The source is away or refuses.</exception>
    public async Task<KernelEmbedding[]> GenerateEmbeddingBatchAsync(IEnumerable<string> textList, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. textList];
        if (source is null) return [.. texts.Select(_ => new KernelEmbedding(ReadOnlyMemory<float>.Empty))];
        var made = await source.GenerateAsync(texts, cancellationToken: cancellationToken);
        return made.Count == texts.Length
            ? [.. made.Select(embedding => new KernelEmbedding(embedding.Vector))]
            : throw new KernelMemoryException($"The embedding source made {made.Count} vectors of {texts.Length} texts.");
    }
}
