using System.Buffers;
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
    private const string Projects = "project_memories";

    /// <param name="written">When the export was written, for what has no date of its own; null when nobody knows.</param>
    public IEnumerable<ReadConversation> Read(JsonElement root, DateTimeOffset? written = null)
    {
        var account = root.Text("account_uuid") is { Length: > 0 } uuid ? uuid : null;
        var files = root.Items("memory_files").ToList();
        var dated = root.Time("updated_at");
        // Where the export says no date of the whole, the newest file's is the latest that is known.
        var updated = dated ?? files.Max(file => file.Time("updated_at"));
        var exported = dated is null ? written : null;
        var key = $"{ClaudeReader.Source}:memory:{ExportId.Safe(account ?? "unknown")}";
        var notes = new Notes();
        var messages = new List<ConversationMessage>();
        if (root.Text("conversations_memory") is { Length: > 0 } memory) messages.Add(Message(key, "conversations", memory, updated, [], notes));
        foreach (var file in files)
        {
            var path = file.Text("path") ?? "file";
            messages.Add(Message(key, "file-" + path, file.Text("content") ?? "", file.Time("updated_at"), [path], notes) with { Kind = MessageKind.Document });
        }
        yield return ReadConversation.WithoutTree(Of(key, "What Claude noted about me", updated, account, messages, project: null) with { ExportedAt = exported }, notes);

        if (root.Get(Projects) is not { ValueKind: JsonValueKind.Object } projects) yield break;
        foreach (var property in projects.EnumerateObject())
        {
            if (property.Value.AsText() is not { Length: > 0 } text) continue;
            var project = LenientJson.NameOf(property);
            var projectKey = $"{ClaudeReader.Source}:project-memory:{ExportId.Safe(project)}";
            var projectNotes = new Notes();
            yield return ReadConversation.WithoutTree(
                Of(projectKey, "What Claude noted in a project", updated, account, [Message(projectKey, "memory", text, updated, [], projectNotes)], ClaudeProjectReader.KeyOf(project)) with { ExportedAt = exported },
                projectNotes);
        }
    }

    /// <summary>Of the original what is one conversation's: with the memory of one project, or with all but those.</summary>
    /// <param name="project">Key of the project; null for the memory of all chats.</param>
    public static byte[] Part(JsonElement root, string? project)
    {
        var part = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(part);
        json.WriteStartObject();
        foreach (var property in root.EnumerateObject())
        {
            var name = LenientJson.NameOf(property);
            if (name == Projects)
            {
                if (project is null || property.Value.ValueKind != JsonValueKind.Object) continue;
                json.WriteStartObject(name);
                foreach (var memory in property.Value.EnumerateObject())
                    if (ClaudeProjectReader.KeyOf(LenientJson.NameOf(memory)) == project) Write(json, memory);
                json.WriteEndObject();
            }
            else if (project is null || name is "account_uuid" or "updated_at")
            {
                Write(json, property);
            }
        }
        json.WriteEndObject();
        json.Flush();
        return part.WrittenSpan.ToArray();
    }

    // As it stands: what it says may be no valid text.
    private static void Write(Utf8JsonWriter json, JsonProperty property)
    {
        json.WritePropertyName(LenientJson.NameOf(property));
        json.WriteRawValue(property.Value.GetRawText(), skipInputValidation: true);
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
