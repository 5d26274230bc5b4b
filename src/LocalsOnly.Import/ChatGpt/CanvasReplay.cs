using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>
/// Replays a conversation's calls of <c>canmore.create_textdoc</c> and <c>canmore.update_textdoc</c>. A call carries JSON as its text; the canvas it meant stands in the
/// metadata of the call or of the answer to it.
/// </summary>
internal sealed class CanvasReplay(DocumentReplay documents, int maxTextLength)
{
    private const string Create = "canmore.create_textdoc";
    private const string Update = "canmore.update_textdoc";

    // What is linear in the text is not in the pattern: (.*a){2000} looks at each letter two thousand times. Counted and not timed, so that the same comes of it every time.
    private const long MostLooks = 64L << 20;

    private long _looks;

    /// <summary>Takes a message into account.</summary>
    /// <param name="exported">The message as exported.</param>
    /// <param name="answer">The message that follows it; null at the end.</param>
    /// <param name="message">The message as read.</param>
    public void Add(JsonElement exported, JsonElement? answer, ConversationMessage message)
    {
        if (message.Author != MessageAuthor.Assistant) return;
        var recipient = exported.Text("recipient");
        if (recipient is not (Create or Update)) return;
        var id = CanvasOf(exported) ?? CanvasOf(answer) ?? (recipient == Create ? message.Key[(message.Key.LastIndexOf(':') + 1)..] : documents.LastId ?? "unknown");
        using var call = Parse(message.Text);
        if (recipient == Create) Begin(id, call?.RootElement, message);
        else Patch(id, call?.RootElement, message);
    }

    private void Begin(string id, JsonElement? call, ConversationMessage message)
    {
        if (call.Text("content") is { } content) documents.Write(id, call.Text("name") ?? call.Text("title"), content, message.Partial, message);
        else documents.Write(id, title: null, ContentOfCutCall(message.Text), partial: true, message);
    }

    private void Patch(string id, JsonElement? call, ConversationMessage message)
    {
        if (call?.Get("updates") is not { ValueKind: JsonValueKind.Array } updates)
        {
            documents.Change(id, _ => null, "", message);
            return;
        }
        foreach (var update in updates.EnumerateArray())
        {
            var replacement = update.Text("replacement") ?? "";
            var pattern = update.Text("pattern");
            var all = ((JsonElement?)update).IsTrue("multiple");
            documents.Change(id, text => pattern is null ? null : Replace(text, pattern, replacement, all), replacement, message);
        }
    }

    // The whole text is written anew by ".*". Anything else is a regular expression chosen by whoever wrote the export: it may take no longer than the text is long.
    private string? Replace(string text, string pattern, string replacement, bool all)
    {
        if (pattern == ".*") return replacement;
        var looks = text.Length * Weight(pattern);
        if (_looks + looks > MostLooks) return ReplaceWords(text, pattern, replacement);
        _looks += looks;
        try
        {
            var regex = new Regex(pattern.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant);
            if (!regex.IsMatch(text)) return null;
            long added = 0;
            return regex.Replace(text, match =>
            {
                var expanded = Expand(replacement, match);
                added += expanded.Length;
                return added <= maxTextLength ? expanded : throw new OverflowException();
            }, all ? -1 : 1);
        }
        catch (OverflowException)
        {
            return null;
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            // No expression, or one that linear time cannot do.
            return ReplaceWords(text, pattern, replacement);
        }
    }

    // Most patterns are the old words as they stand.
    private static string? ReplaceWords(string text, string pattern, string replacement)
    {
        var at = text.IndexOf(pattern, StringComparison.Ordinal);
        return at < 0 ? null : string.Concat(text.AsSpan(0, at), replacement, text.AsSpan(at + pattern.Length));
    }

    // How often a pattern may look at one character, at most: once for each place in it where it can be, and those are as many as its repetitions and choices.
    private static long Weight(string pattern)
    {
        long places = 1, times = 1;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\') i++;
            else if (pattern[i] is '*' or '+' or '?' or '|') places++;
            else if (pattern[i] == '{') times = Math.Min(int.MaxValue, times * Count(pattern.AsSpan(i + 1)));
        }
        return Math.Min(int.MaxValue, places * times);
    }

    // The larger number of {2}, {2,} and {2,3}; 1 where there is none.
    private static long Count(ReadOnlySpan<char> braced)
    {
        long largest = 1, number = 0;
        foreach (var c in braced)
        {
            number = char.IsAsciiDigit(c) ? Math.Min(int.MaxValue, number * 10 + (c - '0')) : 0;
            largest = Math.Max(largest, number);
            if (!char.IsAsciiDigit(c) && c != ',') break;
        }
        return largest;
    }

    // The vendor's replacement is a template of Python's: \1 and \g<name> stand for what was matched.
    private static string Expand(string template, Match match)
    {
        if (!template.Contains('\\')) return template;
        var result = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '\\' || i + 1 == template.Length)
            {
                result.Append(template[i]);
                continue;
            }
            var next = template[++i];
            if (char.IsAsciiDigit(next)) result.Append(match.Groups[next - '0'].Value);
            else if (next == 'g' && i + 1 < template.Length && template[i + 1] == '<' && template.IndexOf('>', i) is var end and > 0)
            {
                result.Append(match.Groups[template[(i + 2)..end]].Value);
                i = end;
            }
            else result.Append(next switch { 'n' => "\n", 't' => "\t", 'r' => "\r", '\\' => "\\", _ => string.Create(CultureInfo.InvariantCulture, $"\\{next}") });
        }
        return result.ToString();
    }

    private static string? CanvasOf(JsonElement? message) =>
        message.Get("metadata").Get("canvas").Text("textdoc_id") is { Length: > 0 } id ? id : null;

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What is there of the text in a call that was cut short.
    private static string ContentOfCutCall(string call)
    {
        var start = call.IndexOf("\"content\"", StringComparison.Ordinal);
        start = start < 0 ? -1 : call.IndexOf('"', start + "\"content\"".Length);
        if (start < 0) return "";
        var rest = call[(start + 1)..].TrimEnd('\\');
        using var repaired = Parse($"\"{rest.ReplaceLineEndings("\\n")}\"");
        return repaired?.RootElement.AsText() ?? rest;
    }
}
