namespace LocalsOnly.Treasury.Capacity;

/// <summary>One request as the plan replays it.</summary>
/// <param name="At">When it came.</param>
/// <param name="PromptTokens">Tokens of the whole prompt, 1 or more.</param>
/// <param name="CachedTokens">Of those, tokens that the prefix cache had; at least one is always read anew.</param>
/// <param name="OutputTokens">Tokens of the answer, thinking included; at least one is written.</param>
public readonly record struct Arrival(DateTimeOffset At, long PromptTokens, long CachedTokens, long OutputTokens)
{
    /// <summary>Prompt tokens that have to be read: at least one.</summary>
    public long UncachedTokens => Math.Max(1, PromptTokens - CachedTokens);

    /// <summary>Everything that a bill would count.</summary>
    public long Tokens => PromptTokens + OutputTokens;
}
