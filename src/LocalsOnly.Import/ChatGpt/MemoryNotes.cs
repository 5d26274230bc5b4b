using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Import.Json;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>Something that ChatGPT noted about the person.</summary>
/// <param name="Text">The note.</param>
/// <param name="At">When it was noted; null when the export does not say.</param>
/// <param name="IsListed">It stands in the list of all notes that a conversation was begun with; else it was made in it.</param>
internal readonly record struct MemoryNote(string Text, DateTimeOffset? At, bool IsListed);

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
        return message.Author == MessageAuthor.Assistant && exported.Text("recipient") == "bio" ? [new MemoryNote(message.Text.Trim(), message.At, IsListed: false)] : [];
    }

    // 1. [2024-05-01]. Has a dog named Biko.
    private static IEnumerable<MemoryNote> Listed(string text)
    {
        var notes = ListedNote().Matches(text);
        if (notes.Count == 0) return [new MemoryNote(text.Trim(), null, IsListed: true)];
        return notes.Select(match => new MemoryNote(
            match.Groups["note"].Value.Trim(),
            DateTimeOffset.TryParse(match.Groups["day"].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var day) ? day : null, IsListed: true))
            .Where(note => note.Text.Length > 0);
    }

    [GeneratedRegex(@"^[ \t]*\d{1,4}\.[ \t]+\[(?<day>\d{4}-\d{2}-\d{2})\]\.?[ \t]*(?<note>.*?)(?=^[ \t]*\d{1,4}\.[ \t]+\[|\z)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex ListedNote();
}
