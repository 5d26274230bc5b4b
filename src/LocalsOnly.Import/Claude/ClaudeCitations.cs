using System.Text;
using System.Text.Json;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Claude;

/// <summary>Puts the sources that a Claude text block cites behind the words that cite them.</summary>
internal static class ClaudeCitations
{
    /// <summary>The text with a link behind each cited span. A span that does not fit the text is cited at its end, and what is no web address is left out.</summary>
    public static string Resolve(string text, JsonElement block)
    {
        SortedDictionary<int, List<string>>? links = null;
        foreach (var citation in block.Items("citations"))
        {
            if (Link(citation) is not { } link) continue;
            links ??= [];
            var at = Place(text, citation);
            if (!links.TryGetValue(at, out var here)) links[at] = here = [];
            // Several spans that end together often cite the same page.
            if (here.Count == 0 || here[^1] != link) here.Add(link);
        }
        if (links is null) return text;
        var result = new StringBuilder(text.Length + 100);
        var written = 0;
        foreach (var (at, here) in links)
        {
            result.Append(text, written, at - written).Append(" (").AppendJoin(", ", here).Append(')');
            written = at;
        }
        return result.Append(text, written, text.Length - written).ToString();
    }

    // Behind the span, unless that is within a word: then the offsets count something else than this text.
    private static int Place(string text, JsonElement citation)
    {
        if (citation.Get("end_index") is not { ValueKind: JsonValueKind.Number } number || !number.TryGetInt32(out var end) || end <= 0 || end >= text.Length) return text.Length;
        return char.IsLetterOrDigit(text[end - 1]) && char.IsLetterOrDigit(text[end]) || char.IsLowSurrogate(text[end]) ? text.Length : end;
    }

    private static string? Link(JsonElement citation)
    {
        if ((citation.Get("details").Text("url") ?? citation.Text("url")) is not { } url || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return null;
        var title = citation.Text("title") ?? citation.Get("details").Text("title");
        title = string.IsNullOrWhiteSpace(title) ? uri.Host : title.ReplaceLineEndings(" ").Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        return $"[{title}]({url})";
    }
}
