namespace LocalsOnly.Simulation.Protocol;

/// <summary>Cuts a text into pieces of a token's size, as a stream would bring them. Joined again they are the text.</summary>
internal static class TokenPieces
{
    private const int Longest = 8;

    public static IReadOnlyList<string> Of(string text)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            var cut = i == text.Length
                || (char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1]))
                || (i - start >= Longest && !char.IsLowSurrogate(text[i]));
            if (!cut)
                continue;
            pieces.Add(text[start..i]);
            start = i;
        }

        return pieces;
    }
}
