namespace LocalsOnly.Inference.Wire;

/// <summary>
/// exo's runner has test hooks in production code: a first message with <c>EXO RUNNER MUST FAIL</c> (or <c>OOM</c>, <c>TIMEOUT</c>)
/// makes it crash, eat all memory, or hang. Remembered and imported text may hold them, so they are written with a hyphen.
/// </summary>
internal static class PoisonWords
{
    private const string Marker = "EXO RUNNER MUST ";
    private static readonly string[] Hooks = ["FAIL", "OOM", "TIMEOUT"];

    /// <summary>Whether a JSON string, still escaped, may hold them: they stand there as they are, or some of their letters are escapes.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> escaped) => escaped.IndexOf("EXO RUNNER MUST "u8) >= 0 || escaped.IndexOf("\\u00"u8) >= 0;

    /// <summary>The same text, harmless; the same instance when there was nothing to do.</summary>
    public static string Defuse(string text)
    {
        if (!text.Contains(Marker, StringComparison.Ordinal))
            return text;
        foreach (var hook in Hooks)
            text = text.Replace(Marker + hook, "EXO RUNNER MUST-" + hook, StringComparison.Ordinal);
        return text;
    }
}
