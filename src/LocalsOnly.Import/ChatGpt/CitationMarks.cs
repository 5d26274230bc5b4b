using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>
/// Turns ChatGPT's citation marks into links, or removes them: private-use characters around <c>cite</c> and ids, the older <c>【12†source】</c>, and
/// <c>:::writing</c> fences. Offsets in the metadata are not used; they are absent in 2026 exports and wrong in some before.
/// </summary>
internal static partial class CitationMarks
{
    private const char Open = '\uE200';
    private const char Close = '\uE201';
    private const char Separator = '\uE202';

    public static string Resolve(string text, JsonElement? metadata)
    {
        if (text.AsSpan().ContainsAnyInRange(Open, '\uE206')) text = ResolveMarks(text, metadata);
        if (text.Contains('【')) text = ResolveOldMarks(text, metadata);
        if (text.Contains(":::writing", StringComparison.Ordinal)) text = WritingFence().Replace(text, "");
        return text;
    }

    private static string ResolveMarks(string text, JsonElement? metadata)
    {
        var references = References(metadata);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < Open or > '\uE206')
            {
                result.Append(text[i]);
                continue;
            }
            if (text[i] != Open) continue;
            var end = i + 1 + text.AsSpan(i + 1).IndexOfAny(Open, Close);
            if (end == i || text[end] == Open)
            {
                // Not closed: the kind and its ids end where the words go on.
                i += UnclosedMark().Match(text, i + 1).Length;
                continue;
            }
            Append(result, text[(i + 1)..end], text[i..(end + 1)], references);
            i = end;
        }
        return result.ToString();
    }

    // 【12†source】 by the whole mark, or by the number in it.
    private static string ResolveOldMarks(string text, JsonElement? metadata)
    {
        var references = References(metadata);
        if (metadata is { } found)
            foreach (var citation in found.Items("citations"))
                if (citation.Get("metadata") is { } cited && Link(cited) is { } link && cited.Get("extra").Get("cited_message_idx") is { ValueKind: JsonValueKind.Number } number)
                    references.TryAdd(number.GetRawText(), link);
        return OldMark().Replace(text, mark =>
            references.TryGetValue(mark.Value, out var exact) ? exact : references.TryGetValue(mark.Groups["number"].Value, out var link) ? $" ({link})" : "");
    }

    private static void Append(StringBuilder result, string mark, string whole, Dictionary<string, string> references)
    {
        if (references.TryGetValue(whole, out var exact))
        {
            result.Append(exact);
            return;
        }
        var parts = mark.Split(Separator);
        if (parts[0] == "entity")
        {
            result.Append(EntityName(parts[^1]));
            return;
        }
        var links = parts.Skip(1).Select(id => references.GetValueOrDefault(id)).OfType<string>().Distinct().ToList();
        if (links.Count == 0) return;
        if (result.Length > 0 && !char.IsWhiteSpace(result[^1])) result.Append(' ');
        result.Append('(').AppendJoin(", ", links).Append(')');
    }

    // By the whole mark where the export keeps it, and by ids such as turn0search3.
    private static Dictionary<string, string> References(JsonElement? metadata)
    {
        var references = new Dictionary<string, string>(StringComparer.Ordinal);
        if (metadata is not { } found) return references;
        foreach (var reference in found.Items("content_references"))
        {
            if (reference.Text("matched_text") is { Length: > 2 } matched && matched[0] is Open or '【')
            {
                if (reference.Text("alt") is { Length: > 0 } alt && !alt.Contains(Open)) references.TryAdd(matched, alt);
                else if (Link(reference) is { } link) references.TryAdd(matched, $" ({link})");
            }
            foreach (var item in reference.Items("items"))
            {
                if (Link(item) is not { } itemLink) continue;
                foreach (var id in item.Items("refs"))
                    if (id.Get("turn_index") is { ValueKind: JsonValueKind.Number } turn && id.Get("ref_index") is { ValueKind: JsonValueKind.Number } index)
                        references.TryAdd($"turn{turn.GetRawText()}{id.Text("ref_type")}{index.GetRawText()}", itemLink);
            }
        }
        return references;
    }

    private static string? Link(JsonElement item)
    {
        if (item.Text("url") is not { Length: > 0 } url || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        var title = item.Text("title") is { Length: > 0 } text ? text.ReplaceLineEndings(" ").Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal) : uri.Host;
        return $"[{title}]({url})";
    }

    // ["city","Lisbon","…"]: without its name the sentence would break.
    private static string? EntityName(string payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return json.RootElement switch
            {
                { ValueKind: JsonValueKind.Array } array when array.GetArrayLength() > 1 => array[1].AsText(),
                { ValueKind: JsonValueKind.Object } entity => entity.Text("name"),
                _ => null,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What follows the opening: a kind, then ids such as turn0search3, a payload of JSON, or a word.
    [GeneratedRegex(@"\G[a-z_]{1,40}(\uE202(turn\d+[a-z_]+\d+(,turn\d+[a-z_]+\d+)*|\[[^\[\]\r\n\uE200]{0,400}\]|\{[^{}\r\n\uE200]{0,400}\}|[A-Za-z0-9_-]{0,64}))+")]
    private static partial Regex UnclosedMark();

    [GeneratedRegex(@"【(?<number>\d+)(:\d+)?†[^】]{0,200}】")]
    private static partial Regex OldMark();

    [GeneratedRegex(@"^:::(writing[^\n]*)?[ \t]*\r?(\n|$)", RegexOptions.Multiline)]
    private static partial Regex WritingFence();
}
