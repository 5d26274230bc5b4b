using System.IO.Hashing;
using System.Text;
using Microsoft.KernelMemory.AI;
using KernelEmbedding = Microsoft.KernelMemory.Embedding;

namespace LocalsOnly.Benchmarks.KernelMemory;

/// <summary>384 numbers for a text in some microseconds: what is measured is the store, not a model. As long as those of small embedding models, and as dense.</summary>
internal sealed class HashedVectors : ITextEmbeddingGenerator, ITextEmbeddingBatchGenerator
{
    private const int Dimensions = 384;

    public int MaxTokens => 8192;

    public int MaxBatchSize => 64;

    public int CountTokens(string text) => text.Length / 4;

    public IReadOnlyList<string> GetTokens(string text) => [.. text.Chunk(4).Select(piece => new string(piece))];

    public Task<KernelEmbedding> GenerateEmbeddingAsync(string text, CancellationToken cancellationToken = default) => Task.FromResult(new KernelEmbedding(Of(text)));

    public Task<KernelEmbedding[]> GenerateEmbeddingBatchAsync(IEnumerable<string> textList, CancellationToken cancellationToken = default) => Task.FromResult<KernelEmbedding[]>([.. textList.Select(text => new KernelEmbedding(Of(text)))]);

    private static float[] Of(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in text.Split(' '))
        {
            var state = XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(word)) | 1;
            for (var i = 0; i < Dimensions; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                vector[i] += ((state >> 40) / (float)(1 << 23)) - 1;
            }
        }
        return vector;
    }
}
