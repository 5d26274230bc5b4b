using System.Text.RegularExpressions;

namespace LocalsOnly.Inference.Wire;

/// <summary>Mends JSON in which a character beyond the first 65,536 is written as one half of its surrogate pair only.</summary>
internal static partial class LoneSurrogates
{
    /// <summary>The same JSON text with <c>\ufffd</c> in place of each escape that stands for half a character.</summary>
    public static string Replace(string json) =>
        json.Contains("\\u", StringComparison.Ordinal)
            ? Escapes().Replace(json, escape => escape.Length == "\\ud83d".Length ? "\\ufffd" : escape.Value)
            : json;

    // An escaped backslash and a whole pair are matched too, so that no half is seen inside them.
    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[dD][89a-fA-F][0-9a-fA-F]{2}")]
    private static partial Regex Escapes();
}
