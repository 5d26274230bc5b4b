using System.Text.RegularExpressions;

namespace LocalsOnly.Memory.Standing;

/// <summary>A message in the form that rules read: lower case, straight apostrophes, one kind of space, quotations blotted out; every character where it was.</summary>
/// <remarks>What is quoted, fenced as code or indented like it, or stands in a table or a heading is not what the person says of themselves.</remarks>
internal static partial class OwnWords
{
    /// <summary>Stands for a character that is not the person's own; no rule matches it.</summary>
    public const char Blot = '\u0001';

    // Up to two words in quotation marks are a name; more is somebody's speech.
    private const int LongestName = 2;

    /// <summary>The readable form, of the same length as <paramref name="text"/>.</summary>
    public static string Of(string text)
    {
        var lines = string.Create(text.Length, text, static (own, text) =>
        {
            for (var i = 0; i < text.Length; i++) own[i] = Plain(text[i]);
            BlotLines(own);
        });
        return Quotations().Replace(lines, match => match.ValueSpan[1..^1].Trim() is var inner && Count(inner) <= LongestName && !inner.Contains('\n')
            ? $" {match.ValueSpan[1..^1]} "
            : new string(Blot, match.Length));
    }

    private static char Plain(char c) => c switch
    {
        '\u2019' or '\u02BC' => '\'',
        '\u201C' or '\u201D' or '\u201E' or '\u00AB' or '\u00BB' => '"',
        '\u00A0' or '\u202F' or '\t' or '\r' => ' ',
        _ => char.ToLowerInvariant(c),
    };

    private static void BlotLines(Span<char> own)
    {
        var fenced = false;
        for (var start = 0; start < own.Length;)
        {
            var length = own[start..].IndexOf('\n');
            if (length < 0) length = own.Length - start;
            var line = own.Slice(start, length);
            var trimmed = line.TrimStart();
            var fence = trimmed.StartsWith("```") || trimmed.StartsWith("~~~");
            if (fence && !(trimmed.Length > 3 && trimmed[3..].Contains("```", StringComparison.Ordinal))) fenced = !fenced;
            if (fence || fenced || (trimmed.Length > 0 && trimmed[0] is '>' or '|' or '#') || IsIndentedCode(line)) line.Fill(Blot);
            start += length + 1;
        }
    }

    private static bool IsIndentedCode(ReadOnlySpan<char> line) => line.StartsWith("    ") && line.TrimStart() is { Length: > 0 } rest && rest[0] is not ('-' or '*' or '•') && !char.IsAsciiDigit(rest[0]);

    private static int Count(ReadOnlySpan<char> words)
    {
        var count = 0;
        foreach (var _ in words.Split(' ')) count++;
        return count;
    }

    // Between double quotation marks, single ones that are no apostrophes, and backticks.
    [GeneratedRegex("""
        "[^"]*"|`[^`\n]*`|(?<![\p{L}\d])'[^'\n]*(?:'[\p{L}][^'\n]*)*'(?![\p{L}\d])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Quotations();
}
