using System.Globalization;
using System.Text;

namespace LocalsOnly.Memory.Knowledge;

/// <summary>Headings as keys: lower case, letters and digits of any script, a hyphen for each run of anything else.</summary>
internal static class Slug
{
    private const int Longest = 80;

    public static string Of(string heading)
    {
        var slug = new StringBuilder(Math.Min(heading.Length, Longest));
        foreach (var rune in heading.EnumerateRunes())
        {
            if (slug.Length >= Longest) break;
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
                slug.Append(Rune.ToLowerInvariant(rune).ToString());
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        while (slug.Length > 0 && slug[^1] == '-') slug.Length--;
        return slug.Length == 0 ? "section" : slug.ToString();
    }

    public static string Of(IEnumerable<string> headings) => string.Join('/', headings.Select(Of));
}
