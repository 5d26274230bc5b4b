using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LocalsOnly.Memory.Corpus.Formats;

/// <summary>Names that every file system takes: <c>2026-03-01-five-days-in-lisbon-0f1e2d3c.md</c>. The last part, of the key, keeps them apart and stable.</summary>
internal static class FileNames
{
    private const int LongestSlug = 40;

    public static string Of(Conversation conversation)
    {
        var date = (conversation.CreatedAt ?? conversation.UpdatedAt)?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "undated";
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(conversation.Key)).AsSpan(0, 4));
        var slug = Slug(conversation.Title);
        return slug.Length == 0 ? $"{date}-{key}.md" : $"{date}-{slug}-{key}.md";
    }

    // Letters and digits of any script within the basic plane, at most three bytes each; everything else is one hyphen.
    private static string Slug(string title)
    {
        var slug = new StringBuilder(LongestSlug);
        foreach (var c in title)
        {
            if (slug.Length >= LongestSlug) break;
            if (char.IsLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        }
        return slug.ToString().TrimEnd('-');
    }
}
