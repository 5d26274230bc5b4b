using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference;

/// <summary>How far the cluster has read the prompt, before the first token.</summary>
/// <param name="processedTokens">Prompt tokens read so far.</param>
/// <param name="totalTokens">Prompt tokens to read; cached ones are not counted.</param>
public sealed class PrefillProgressContent(int processedTokens, int totalTokens) : AIContent
{
    public int ProcessedTokens { get; } = processedTokens;

    public int TotalTokens { get; } = totalTokens;
}

/// <summary>How fast a reply was made. Comes once, after the last token.</summary>
/// <param name="promptTokensPerSecond">Prefill rate in tokens per second; null when unknown.</param>
/// <param name="generationTokensPerSecond">Decode rate in tokens per second; null when unknown.</param>
/// <param name="provenance">Where the figures come from.</param>
public sealed class GenerationStatsContent(double? promptTokensPerSecond, double? generationTokensPerSecond, Provenance provenance) : AIContent
{
    public double? PromptTokensPerSecond { get; } = promptTokensPerSecond;

    public double? GenerationTokensPerSecond { get; } = generationTokensPerSecond;

    public Provenance Provenance { get; } = provenance;

    /// <summary>From the request to the first text, reasoning or tool call, timed here; null when there was none.</summary>
    public TimeSpan? TimeToFirstToken { get; init; }
}

/// <summary>Where a number comes from. Every screen that shows a figure shows this word with it.</summary>
public enum Provenance
{
    /// <summary>Reported by the server that did the work, or timed here.</summary>
    Measured,

    /// <summary>Derived from other figures.</summary>
    Estimated,

    /// <summary>Made up by a simulator.</summary>
    Simulated,
}
