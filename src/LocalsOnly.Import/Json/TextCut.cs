namespace LocalsOnly.Import.Json;

/// <summary>Cuts texts that are too long.</summary>
internal static class TextCut
{
    /// <summary>The beginning of a text, or all of it. A surrogate pair is never cut in two: half of one is no text, and JSON with it cannot be parsed.</summary>
    /// <param name="maxLength">Characters at most, 1 or more.</param>
    public static string Cut(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text[..(char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength)];
}
