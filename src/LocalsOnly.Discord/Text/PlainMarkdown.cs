using System.Text.RegularExpressions;
using LocalsOnly.Discord.Transport;

namespace LocalsOnly.Discord.Text;

/// <summary>Foreign words within a line of ours.</summary>
internal static partial class PlainMarkdown
{
    private static readonly Snowflake[] s_nobody = [];

    /// <summary>The words on one line, which Discord shows as they stand: what would format is escaped, and what would call somebody is broken.</summary>
    public static string Escape(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var line = Unseen().Replace(words, " ").Trim();
        return Pings.Defuse(Mark().Replace(line, @"\$0"), s_nobody);
    }

    [GeneratedRegex(@"(?:\s|[\p{Cc}\u200B\u2060\uFEFF\u202A-\u202E\u2066-\u2069])+")]
    private static partial Regex Unseen();

    // An underscore within a word formats nothing, and most names of files and models have some.
    [GeneratedRegex(@"[\\*`~|<>\[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|^(?:#|-|\+|>)")]
    private static partial Regex Mark();
}
