using System.Text;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Guards;

/// <summary>The sentences of a reply, so that one can be looked at and taken out without harm to the rest.</summary>
internal static partial class ReplySentences
{
    /// <summary>Every sentence with the space behind it; together they are the text.</summary>
    public static IEnumerable<string> Of(string text)
    {
        var from = 0;
        foreach (Match end in End().Matches(text))
        {
            yield return text[from..(end.Index + end.Length)];
            from = end.Index + end.Length;
        }

        if (from < text.Length) yield return text[from..];
    }

    /// <summary>The text without the sentences that a rule is broken in; null when there is none.</summary>
    public static string? Without(string text, Func<string, bool> breaks)
    {
        var kept = new StringBuilder(text.Length);
        var any = false;
        foreach (var sentence in Of(text))
        {
            if (breaks(sentence)) any = true;
            else kept.Append(sentence);
        }

        return any ? kept.ToString().Trim() : null;
    }

    [GeneratedRegex(@"(?<=[.!?…][""'”»)\]*]{0,3})\s+(?=[\p{Lu}\p{N}""'“«(\[*–-])|\n+")]
    private static partial Regex End();
}
