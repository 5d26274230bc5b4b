namespace LocalsOnly.Memory.Embedding;

/// <summary>How far a run is.</summary>
/// <param name="Done">Texts that have a vector now, those that had one before included.</param>
/// <param name="Total">Texts in all; null when the caller does not know.</param>
/// <param name="Failed">Texts that have none, and are tried again in the next run.</param>
public readonly record struct EmbeddingProgress(long Done, long? Total, long Failed);

/// <summary>What a run came to.</summary>
/// <param name="Embedded">Texts that got a vector.</param>
/// <param name="Known">Texts that had one already, or are the same as another under way.</param>
/// <param name="Failed">Texts that got none.</param>
/// <param name="Failure">Why the last of those got none; null when all have one.</param>
/// <param name="IsComplete">Whether all texts were looked at; false when too many requests failed in a row.</param>
public sealed record EmbeddingRun(long Embedded, long Known, long Failed, EmbeddingException? Failure, bool IsComplete);
