using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Something beside a message's text: thinking, a tool call, a tool's answer, the text of an attachment.</summary>
/// <param name="Name">Last part of its key; stable over re-exports of the same message.</param>
internal sealed record ClaudeRecord(string Name, MessageAuthor Author, MessageKind Kind, string Text, IReadOnlyList<string> Attachments)
{
    /// <summary>The vendor left a part of it out.</summary>
    public bool Partial { get; init; }
}

/// <summary>What a Claude message says. Content blocks are authoritative; the flattened <c>text</c> speaks when they give nothing.</summary>
/// <param name="Text">The text blocks, a blank line between them.</param>
/// <param name="Attachments">Names of files.</param>
/// <param name="Records">What stands beside the text, in order.</param>
/// <param name="Calls">The blocks of type <c>tool_use</c>.</param>
/// <param name="Partial">The vendor did not export all of it.</param>
internal sealed partial record ClaudeContent(
    string Text, IReadOnlyList<string> Attachments, IReadOnlyList<ClaudeRecord> Records, IReadOnlyList<JsonElement> Calls, bool Partial)
{
    /// <summary>The text is the flattened one.</summary>
    public bool Flattened { get; private init; }

    private const string Placeholder = "This block is not supported on your current device yet.";

    /// <summary>Reads a message of <c>chat_messages</c>, or of a shape that speaks in the same blocks.</summary>
    /// <param name="message">Has the attachments.</param>
    /// <param name="content">Its blocks, or a bare text; null when there are none.</param>
    /// <param name="flat">Its flattened text; null when there is none.</param>
    /// <param name="notes">Gets what was degraded.</param>
    /// <param name="isTagged">Thinking may stand in its text between tags, as before 2025.</param>
    public static ClaudeContent Read(JsonElement message, JsonElement? content, string? flat, Notes notes, bool isTagged = true)
    {
        var records = new List<ClaudeRecord>();
        var texts = new List<string>();
        var calls = new List<JsonElement>();
        var left = ReadBlocks(content, texts, records, calls, notes);
        var text = string.Join("\n\n", texts);
        var partial = ((JsonElement?)message).IsTrue("truncated");
        var flattened = false;
        if (string.IsNullOrWhiteSpace(text))
        {
            flat ??= "";
            text = PlaceholderBlock().Replace(flat, "").Trim();
            if (text.Length > 0)
            {
                notes.Add("messages read from their flattened text");
                flattened = true;
            }
            else if (left || flat.Contains(Placeholder, StringComparison.Ordinal))
            {
                notes.Add("messages whose content the vendor did not export");
                partial = true;
            }
        }
        if (isTagged) text = TakeThinkingTags(text, records);
        return new ClaudeContent(text, NamesOfFiles(message, records), records, calls, partial) { Flattened = flattened };
    }

    // Returns whether a placeholder stands where something was left out.
    private static bool ReadBlocks(JsonElement? blocks, List<string> texts, List<ClaudeRecord> records, List<JsonElement> calls, Notes notes)
    {
        if (blocks is not { } content) return false;
        var left = false;
        string Written(string exported)
        {
            var text = PlaceholderBlock().Replace(exported, "");
            left |= text.Length < exported.Length;
            return text;
        }
        if (content.AsText() is { } bare)
        {
            bare = Written(bare);
            if (!string.IsNullOrWhiteSpace(bare)) texts.Add(bare);
            return left;
        }
        if (content.ValueKind != JsonValueKind.Array) return false;
        var index = -1;
        foreach (var block in content.EnumerateArray())
        {
            index++;
            switch (block.Text("type"))
            {
                case "text":
                    if (block.Text("text") is { } text)
                    {
                        text = Written(text);
                        if (!string.IsNullOrWhiteSpace(text)) texts.Add(ClaudeCitations.Resolve(text, block));
                    }
                    break;
                case "voice_note":
                    texts.AddRange(new[] { block.Text("title"), block.Text("text") }.OfType<string>().Where(part => part.Length > 0));
                    break;
                case "thinking":
                    if (Thinking(block) is { Length: > 0 } thinking)
                        records.Add(new($"thinking-{index}", MessageAuthor.Assistant, MessageKind.Reasoning, thinking, []) { Partial = ((JsonElement?)block).IsTrue("cut_off") });
                    break;
                case "tool_use":
                    calls.Add(block);
                    var input = block.Get("input") is { } found ? found.GetRawText() : "";
                    records.Add(new($"tool-use-{index}", MessageAuthor.Assistant, MessageKind.ToolCall, $"{block.Text("name")}\n{input}".Trim(), []));
                    break;
                case "tool_result":
                    records.Add(new($"tool-result-{index}", MessageAuthor.Tool, MessageKind.ToolResult, ToolResult(block), []));
                    break;
                case "token_budget" or "flag":
                    break;
                case var other:
                    notes.Add($"content blocks of an unknown type ({Notes.Safe(other)})");
                    break;
            }
        }
        return left;
    }

    // Newer exports hold only the summaries of some thoughts.
    private static string? Thinking(JsonElement block) =>
        block.Text("thinking") is { Length: > 0 } thinking ? thinking : string.Join("\n\n", block.Items("summaries").Select(summary => summary.Text("summary")).OfType<string>());

    private static string ToolResult(JsonElement block)
    {
        if (block.Text("content") is { } bare) return bare;
        var text = new StringBuilder();
        foreach (var item in block.Items("content"))
        {
            var part = item.Text("type") switch
            {
                "text" => item.Text("text"),
                "knowledge" => string.Join('\n', new[] { item.Text("title"), item.Text("url"), item.Text("text") }.Where(line => !string.IsNullOrEmpty(line))),
                "local_resource" => item.Text("name") ?? item.Text("file_path"),
                _ => null,
            };
            if (string.IsNullOrEmpty(part)) continue;
            if (text.Length > 0) text.Append("\n\n");
            text.Append(part);
        }
        return text.ToString();
    }

    // Before 2025 thinking was in the text, between tags.
    private static string TakeThinkingTags(string text, List<ClaudeRecord> records)
    {
        if (!text.Contains("<antThinking", StringComparison.Ordinal)) return text;
        var index = 0;
        return TextTags.Take(text, ThinkingTag(), "</antThinking>", tagged =>
        {
            records.Add(new($"tagged-thinking-{index++}", MessageAuthor.Assistant, MessageKind.Reasoning, tagged.Inner.Trim(), []));
            return "";
        }).Trim();
    }

    private static List<string> NamesOfFiles(JsonElement message, List<ClaudeRecord> records)
    {
        var names = new List<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var attachment in message.Items("attachments"))
        {
            var name = attachment.Text("file_name") is { Length: > 0 } given ? given : "pasted text";
            if (known.Add(name)) names.Add(name);
            if (attachment.Text("extracted_content") is { Length: > 0 } content)
                records.Add(new($"attachment-{index}", MessageAuthor.User, MessageKind.Attachment, content, [name]));
            index++;
        }
        // Newer exports repeat attachments under files.
        foreach (var file in message.Items("files"))
            if (file.Text("file_name") is { Length: > 0 } name && known.Add(name)) names.Add(name);
        return names;
    }

    [GeneratedRegex(@"(```\s*)?This block is not supported on your current device yet\.(\s*```)?")]
    private static partial Regex PlaceholderBlock();

    [GeneratedRegex(@"<antThinking(?<attributes>[^<>]*)>", RegexOptions.CultureInvariant)]
    private static partial Regex ThinkingTag();
}
