namespace LocalsOnly.Agents.Turns;

/// <summary>A Markdown link of which the end of the stream left only a part.</summary>
internal static class CutLink
{
    private const int LongestWords = 300;
    private const int LongestAddress = 1000;

    /// <param name="text">Begins with <c>[</c>.</param>
    /// <param name="final">Nothing comes after it.</param>
    /// <param name="words">Length of the words in brackets.</param>
    /// <returns>Length of a cut link; 0 when this is none, negative when more must come first.</returns>
    public static int Read(ReadOnlySpan<char> text, bool final, out int words)
    {
        words = 0;
        var label = text[1..Math.Min(text.Length, LongestWords)];
        var end = label.IndexOfAny(']', '\n');
        if (end < 0) return final || label.Length == LongestWords - 1 ? 0 : -1;
        if (label[end] == '\n') return 0;
        var rest = text[(end + 2)..];
        if (rest.IsEmpty) return final ? 0 : -1;
        if (rest[0] != '(' || end == 0) return 0;
        var address = rest[1..Math.Min(rest.Length, LongestAddress)];
        if (address.IndexOfAny(")\n") >= 0 || address.Length == LongestAddress - 1) return 0;
        if (!final) return -1;
        if (!address.IsEmpty && address[0] is not ('/' or '#' or '<') && !Begins(address, "http") && !Begins(address, "www.") && !Begins(address, "mailto:")) return 0;
        words = end;
        return text.Length;
    }

    private static bool Begins(ReadOnlySpan<char> address, string scheme) =>
        address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) || scheme.AsSpan().StartsWith(address, StringComparison.OrdinalIgnoreCase);
}
