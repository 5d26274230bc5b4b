using LocalsOnly.Memory.Embedding;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Memory.Dense;

/// <summary>A source of vectors that a test decides.</summary>
internal sealed class LikenessGenerator(Func<string, float[]> vectorOf) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Name of its model, which decides the file of its vectors.</summary>
    public string Model { get; set; } = "likeness";

    /// <summary>What is done before it answers: it may throw, or wait.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Completes when it is first asked.</summary>
    public Task Asked => _asked.Task;

    public void AddTo(IServiceCollection services) => services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(this);

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        _asked.TrySetResult();
        await Before(cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>(values.Select(text => new Embedding<float>(vectorOf(text))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(EmbeddingModel) ? new EmbeddingModel(Model, vectorOf("length").Length) : null;

    public void Dispose()
    {
    }
}
