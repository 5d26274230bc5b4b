using System.IO.Hashing;
using System.Runtime.InteropServices;
using LocalsOnly.Memory.Embedding;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Benchmarks.Recall;

/// <summary>Vectors that mean nothing and cost nothing: a text's hash draws its numbers, so the same text always has the same one.</summary>
internal sealed class MadeUpVectors : IEmbeddingGenerator<string, Embedding<float>>
{
    public const int Dimensions = 384;

    private static readonly EmbeddingModel s_model = new("made-up", Dimensions);

    public static void Write(string text, Span<float> vector)
    {
        var state = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan())) | 1;
        foreach (ref var number in vector)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            number = (int)(state >> 32) * (1f / int.MaxValue);
        }
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(text =>
        {
            var vector = new float[Dimensions];
            Write(text, vector);
            return new Embedding<float>(vector);
        })));

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingModel) ? s_model : null;

    public void Dispose()
    {
    }
}
