using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>Something that ChatGPT noted about the person.</summary>
/// <param name="Text">The note.</param>
/// <param name="At">When it was noted; null when the export does not say.</param>
internal readonly record struct MemoryNote(string Text, DateTimeOffset? At);

/// <summary>
/// What ChatGPT remembers of the person. The export has no file of it: the notes stand in the calls of <c>bio</c>, and all of them again in the
/// <c>model_editable_context</c> of every later conversation.
/// </summary>
internal static partial class MemoryNotes
{
    /// <summary>The notes that one message carries; none for most.</summary>
    public static IEnumerable<MemoryNote> Of(JsonElement exported, ConversationMessage message)
    {
        if (string.IsNullOrWhiteSpace(message.Text)) return [];
        if (exported.Get("content").Text("content_type") == "model_editable_context") return Listed(message.Text);
        return message.Author == MessageAuthor.Assistant && exported.Text("recipient") == "bio" ? [new MemoryNote(message.Text.Trim(), message.At)] : [];
    }

    /// <summary>All notes of an account as one conversation, each once. Its key is <c>chatgpt:memory:{account}</c>, that of a note a hash of its words.</summary>
    public static Conversation Together(IEnumerable<MemoryNote> notes, string? account)
    {
        var key = $"{ChatGptReader.Source}:memory:{account ?? "unknown"}";
        var messages = notes.Select(note => new ConversationMessage(
                $"{key}:{ExportId.OfText(note.Text)}", ParentKey: null, MessageAuthor.Assistant, MessageKind.Visible, Active: true, note.At, note.Text, []))
            .DistinctBy(message => message.Key)
            .ToList();
        return new Conversation(
            key, ChatGptReader.Source, "What ChatGPT noted about me", messages.Min(message => message.At), messages.Max(message => message.At), Model: null, account, messages)
        { Kind = ConversationKind.Memory };
    }

    /// <summary>The notes as a JSON array of <c>{"text", "at"}</c>.</summary>
    public static ReadOnlyMemory<byte> ToJson(IEnumerable<MemoryNote> notes)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartArray();
        foreach (var note in notes.Distinct())
        {
            json.WriteStartObject();
            json.WriteString("text", note.Text);
            if (note.At is { } at) json.WriteString("at", at);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.Flush();
        return bytes.WrittenMemory;
    }

    // 1. [2024-05-01]. Has a dog named Biko.
    private static IEnumerable<MemoryNote> Listed(string text)
    {
        var notes = ListedNote().Matches(text);
        if (notes.Count == 0) return [new MemoryNote(text.Trim(), null)];
        return notes.Select(match => new MemoryNote(
            match.Groups["note"].Value.Trim(),
            DateTimeOffset.TryParse(match.Groups["day"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day : null))
            .Where(note => note.Text.Length > 0);
    }

    [GeneratedRegex(@"^[ \t]*\d{1,4}\.[ \t]+\[(?<day>\d{4}-\d{2}-\d{2})\]\.?[ \t]*(?<note>.*?)(?=^[ \t]*\d{1,4}\.[ \t]+\[|\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ListedNote();
}
