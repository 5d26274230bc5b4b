using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>
/// Reads what Claude noted about a person: one conversation of all chats, and one of each project, whose id here is the only sure one that an export
/// connects anything with a project by.
/// </summary>
internal sealed class ClaudeMemoryReader(int maxTextLength)
{
    public IEnumerable<ReadConversation> Read(JsonElement root)
    {
        var account = root.Text("account_uuid") is { Length: > 0 } uuid ? uuid : null;
        var files = root.Items("memory_files").ToList();
        // Where the export says no date of the whole, the newest file's is the latest that is known.
        var updated = root.Time("updated_at") ?? files.Max(file => file.Time("updated_at"));
        var key = $"{ClaudeReader.Source}:memory:{ExportId.Safe(account ?? "unknown")}";
        var notes = new Notes();
        var messages = new List<ConversationMessage>();
        if (root.Text("conversations_memory") is { Length: > 0 } memory) messages.Add(Message(key, "conversations", memory, updated, [], notes));
        foreach (var file in files)
        {
            var path = file.Text("path") ?? "file";
            messages.Add(Message(key, "file-" + path, file.Text("content") ?? "", file.Time("updated_at"), [path], notes) with { Kind = MessageKind.Document });
        }
        yield return ReadConversation.WithoutTree(Of(key, "What Claude noted about me", updated, account, messages, project: null), notes);

        if (root.Get("project_memories") is not { ValueKind: JsonValueKind.Object } projects) yield break;
        foreach (var property in projects.EnumerateObject())
        {
            if (property.Value.AsText() is not { Length: > 0 } text) continue;
            var project = LenientJson.NameOf(property);
            var projectKey = $"{ClaudeReader.Source}:project-memory:{ExportId.Safe(project)}";
            var projectNotes = new Notes();
            yield return ReadConversation.WithoutTree(
                Of(projectKey, "What Claude noted in a project", updated, account, [Message(projectKey, "memory", text, updated, [], projectNotes)], ClaudeProjectReader.KeyOf(project)),
                projectNotes);
        }
    }

    private static Conversation Of(string key, string title, DateTimeOffset? updated, string? account, IReadOnlyList<ConversationMessage> messages, string? project) =>
        new(key, ClaudeReader.Source, title, updated, updated, Model: null, account, messages) { Kind = ConversationKind.Memory, Project = project };

    private ConversationMessage Message(string key, string id, string text, DateTimeOffset? at, IReadOnlyList<string> names, Notes notes)
    {
        var partial = false;
        text = notes.Cut(text, maxTextLength, ref partial);
        return new ConversationMessage($"{key}:{ExportId.Safe(id)}", null, MessageAuthor.Assistant, MessageKind.Visible, true, at, text, names) { Partial = partial };
    }
}
