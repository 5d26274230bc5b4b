using Microsoft.Extensions.Logging;
using Microsoft.KernelMemory.AI;

namespace LocalsOnly.SemanticKernel.KernelMemory.Storing;

/// <summary>Vectors of questions. When the source is away or late, words alone must do, as they do in the house's own recall.</summary>
/// <param name="model">Name of what makes them: vectors of two models do not go into one index.</param>
/// <param name="patience">How long a question waits for its vector.</param>
internal sealed class QuestionVectors(ITextEmbeddingGenerator generator, string model, TimeSpan patience, TimeProvider time, ILogger log)
{
    public string Model => model;

    /// <summary>The vector of a question; empty when there is none.</summary>
    public async Task<ReadOnlyMemory<float>> OfAsync(string question, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(patience, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            return (await generator.GenerateEmbeddingAsync(question, deadline.Token)).Data;
        }
        // Whatever a source does wrong, it is no reason to find nothing.
        catch (Exception away) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("{Reason} What was asked of Kernel Memory was found by its words alone.", away is OperationCanceledException ? "The embedding source does not answer in time." : away.Message);
            return default;
        }
    }
}
