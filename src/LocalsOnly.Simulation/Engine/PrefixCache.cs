namespace LocalsOnly.Simulation.Engine;

/// <summary>
/// Prompts whose attention an instance keeps. A new prompt need not be read as far as it begins like one of them. exo evicts by memory,
/// this by number: the least recently used of 32.
/// </summary>
internal sealed class PrefixCache
{
    private const int Kept = 32;

    /// <summary>Less is the head of the chat template that every prompt shares.</summary>
    private const int LeastHit = 16;

    /// <summary>A hit this long, if it covers half of the prompt, extends its entry instead of adding one.</summary>
    private const int LeastExtended = 1000;

    /// <summary>Most recently used last.</summary>
    private readonly List<string> _prompts = [];

    /// <summary>Looks a prompt up and remembers it.</summary>
    /// <param name="prompt">The whole prompt as text.</param>
    /// <param name="tokens">Its tokens.</param>
    /// <returns>Tokens that are cached: at most all but the last; and <c>none</c>, <c>partial</c> or <c>exact</c>.</returns>
    public (int Cached, string Hit) Use(string prompt, int tokens)
    {
        var (best, match) = (0, -1);
        for (var i = _prompts.Count - 1; i >= 0; i--)
        {
            var common = _prompts[i].AsSpan().CommonPrefixLength(prompt);
            if (common > best)
                (best, match) = (common, i);
        }

        var exact = best == prompt.Length;
        var cached = exact ? tokens - 1 : (int)((double)best / Math.Max(1, prompt.Length) * tokens);
        if (cached < LeastHit)
            (cached, match, exact) = (0, -1, false);
        if (match >= 0 && (exact || (cached >= LeastExtended && cached * 2 >= tokens)))
            _prompts.RemoveAt(match);
        _prompts.Add(prompt);
        if (_prompts.Count > Kept)
            _prompts.RemoveAt(0);
        return (cached, exact ? "exact" : cached > 0 ? "partial" : "none");
    }
}
