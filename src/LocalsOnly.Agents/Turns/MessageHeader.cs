namespace LocalsOnly.Agents.Turns;

/// <summary>The header of a gpt-oss message (Harmony): <c>final</c>, or <c>commentary to=functions.x &lt;|constrain|&gt;json</c>, up to <c>&lt;|message|&gt;</c>.</summary>
internal static class MessageHeader
{
    private const string End = "<|message|>";
    private const int Longest = 200;

    /// <param name="rest">What follows <c>&lt;|channel|&gt;</c>.</param>
    /// <param name="final">Nothing comes after it.</param>
    /// <returns>The header's length, negative when more must come first, and whether what follows is for a person.</returns>
    public static (int Length, bool Shown) Read(ReadOnlySpan<char> rest, bool final)
    {
        var header = rest[..Math.Min(rest.Length, Longest)];
        var end = header.IndexOf(End, StringComparison.Ordinal);
        var isFinal = header.TrimStart(' ').StartsWith("final", StringComparison.Ordinal);
        if (end >= 0) return (end + End.Length, isFinal);
        if (rest.Length < Longest && !final) return (-1, false);

        // The mark alone, as when a server spells out half of the template.
        var word = header.IndexOfAnyExceptInRange('a', 'z');
        return (word < 0 ? header.Length : word, isFinal || word is 0);
    }
}
