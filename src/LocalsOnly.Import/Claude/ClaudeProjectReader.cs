using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Reads one Claude project: its description, its instructions and its documents. Names of projects repeat; the id is what tells them apart.</summary>
internal sealed class ClaudeProjectReader(int maxTextLength)
{
    /// <summary>Key of a project: <c>claude:project:{uuid}</c>.</summary>
    public static string KeyOf(string uuid) => $"{ClaudeReader.Source}:project:{ExportId.Safe(uuid)}";

    /// <param name="written">When the export was written, for a project without a date; null when nobody knows.</param>
    public ReadConversation Read(JsonElement root, DateTimeOffset? written = null)
    {
        var notes = new Notes();
        var key = KeyOf(root.Text("uuid")!);
        var created = root.Time("created_at");
        var updated = root.Time("updated_at");
        var messages = new List<ConversationMessage>();
        void Add(string id, MessageKind kind, DateTimeOffset? at, string? text, params string[] names)
        {
            if (string.IsNullOrWhiteSpace(text) && names.Length == 0) return;
            var partial = kind == MessageKind.Document && string.IsNullOrEmpty(text);
            text = notes.Cut(text ?? "", maxTextLength, ref partial);
            messages.Add(new ConversationMessage($"{key}:{ExportId.Safe(id)}", null, MessageAuthor.User, kind, true, at, text, names) { Partial = partial });
        }
        Add("description", MessageKind.Visible, created, root.Text("description"));
        Add("instructions", MessageKind.Context, created, root.Text("prompt_template"));
        var index = 0;
        foreach (var document in root.Items("docs"))
        {
            var name = document.Text("filename") is { Length: > 0 } given ? given : "document";
            if (document.Text("content") is null) notes.Add("documents of a project whose text the vendor did not export");
            Add($"doc-{document.Text("uuid") ?? index.ToString(System.Globalization.CultureInfo.InvariantCulture)}", MessageKind.Document, document.Time("created_at"), document.Text("content"), name);
            index++;
        }
        var conversation = new Conversation(
            key, ClaudeReader.Source, Titles.Line(root.Text("name")) ?? FallbackTitle.OfProject, created, updated, Model: null, root.Get("creator").Text("uuid"), messages)
        { Kind = ConversationKind.Project, Project = key, ExportedAt = updated is null ? written : null };
        return ReadConversation.WithoutTree(conversation, notes);
    }
}
