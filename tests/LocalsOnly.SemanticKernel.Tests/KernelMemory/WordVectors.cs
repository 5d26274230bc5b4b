using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.KernelMemory.AI;
using KernelEmbedding = Microsoft.KernelMemory.Embedding;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>A source of vectors without a model: a number for each word, and each text is as like another as they share words. Also counts, and fails when told to.</summary>
internal sealed class WordVectors : ITextEmbeddingGenerator, IEmbeddingGenerator<string, Embedding<float>>
{
    private const int Dimensions = 256;

    public int MaxTokens => 8192;

    public int Calls { get; private set; }

    public bool IsAway { get; set; }

    public int CountTokens(string text) => Words(text).Length;

    public IReadOnlyList<string> GetTokens(string text) => [.. Words(text)];

    public Task<KernelEmbedding> GenerateEmbeddingAsync(string text, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls++;
        return IsAway ? throw new HttpRequestException("The model is asleep") : Task.FromResult(new KernelEmbedding(Of(text)));
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var made = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var value in values) made.Add(new Embedding<float>((await GenerateEmbeddingAsync(value, cancellationToken)).Data));
        return made;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("words", null, "words", Dimensions) : null;

    public void Dispose()
    {
        // Nothing to let go of.
    }

    public static float[] Of(string text)
    {
        var vector = new float[Dimensions];
        foreach (var word in Words(text)) vector[XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(word)) % Dimensions]++;
        return vector;
    }

    private static string[] Words(string text) => text.ToLowerInvariant().Split([' ', ',', '.', ':', '\n', '?', '!'], StringSplitOptions.RemoveEmptyEntries);
}
