namespace LocalsOnly.Discord.Text;

/// <summary>What a list item begins with: <c>- </c>, <c>* </c>, <c>+ </c>, <c>• </c>, <c>1. </c>, <c>1) </c>.</summary>
internal static class ListMark
{
    private const int MostDigits = 9;

    /// <param name="line">From its first character that is no blank.</param>
    /// <returns>Characters of the mark, one blank included; 0 when it is no item.</returns>
    public static int Length(ReadOnlySpan<char> line)
    {
        if (line.Length < 2) return 0;
        if (line[0] is '-' or '*' or '+' or '•') return line[1] is ' ' or '\t' ? 2 : 0;
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and <= MostDigits && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] is ' ' or '\t' ? digits + 2 : 0;
    }
}
