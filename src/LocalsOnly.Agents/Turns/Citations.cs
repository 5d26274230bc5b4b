using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalsOnly.Agents.Turns;

/// <summary>
/// Finds the <c>[1]</c> and <c>[1, 2]</c> of a reply. Numbers that no source has are left as text and cite nothing, and so is everything in code.
/// </summary>
internal static partial class Citations
{
    public static IReadOnlyList<CitationMark> Find(string text, int sources)
    {
        var marks = new List<CitationMark>();
        foreach (Match match in MarkOrCode().Matches(text))
            foreach (Capture number in match.Groups["n"].Captures)
                if (int.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= sources)
                    marks.Add(new CitationMark(n, match.Index, match.Index + match.Length));
        return marks;
    }

    /// <summary>The text without its marks: their numbers mean something to one reply only.</summary>
    public static string Remove(string text) =>
        SpacedMarkOrCode().Replace(text, match => match.Groups["n"].Success ? "" : match.Value);

    [GeneratedRegex(@"```[\s\S]*?(?:```|$)|`[^`\n]*`| ?\[(?<n>\d{1,3})(?:\s*,\s*\d{1,3})*\](?!\()")]
    private static partial Regex SpacedMarkOrCode();

    // Code is matched first, so that no mark is found inside it.
    [GeneratedRegex(@"```[\s\S]*?(?:```|$)|`[^`\n]*`|\[(?<n>\d{1,3})(?:\s*,\s*(?<n>\d{1,3}))*\](?!\()")]
    private static partial Regex MarkOrCode();
}
