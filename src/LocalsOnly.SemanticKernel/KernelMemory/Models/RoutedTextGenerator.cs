using System.Runtime.CompilerServices;
using LocalsOnly.Inference;
using LocalsOnly.Memory.Corpus.Formats;
using Microsoft.Extensions.AI;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;

namespace LocalsOnly.SemanticKernel.KernelMemory.Models;

/// <summary>Kernel Memory's prompts, with what is remembered in them, over the house's router: they go to no endpoint outside the house.</summary>
/// <param name="chat">The router.</param>
/// <param name="promptTokens">The most tokens of a prompt and its answer together.</param>
internal sealed class RoutedTextGenerator(IChatClient chat, int promptTokens) : ITextGenerator
{
    // As the journal of routes names it.
    private const string Task = "kernel-memory";

    public int MaxTokenTotal => promptTokens;

    public int CountTokens(string text) => TokenEstimate.Of(text);

    public IReadOnlyList<string> GetTokens(string text) => EstimatedTokens.Of(text);

    /// <exception cref="InferenceException">No endpoint answers; the message says what to do.</exception>
    public async IAsyncEnumerable<GeneratedTextContent> GenerateTextAsync(string prompt, TextGenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var settings = new ChatOptions
        {
            MaxOutputTokens = options.MaxTokens,
            Temperature = (float)options.Temperature,
            TopP = Said(options.NucleusSampling),
            FrequencyPenalty = Said(options.FrequencyPenalty),
            PresencePenalty = Said(options.PresencePenalty),
            StopSequences = options.StopSequences is { Count: > 0 } stops ? [.. stops] : null,
        }.WithRoute(new RouteRequest { Task = Task, Private = true });
        await foreach (var update in chat.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, prompt)], settings, cancellationToken))
            if (update.Text is { Length: > 0 } text) yield return text;
    }

    // Kernel Memory has 0 where nothing is said.
    private static float? Said(double value) => value == 0 ? null : (float)value;
}
