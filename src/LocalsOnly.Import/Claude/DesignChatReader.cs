using System.Globalization;
using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Reads one chat about a design. Its project has an id of another kind than the projects of chats, so it is linked to none.</summary>
internal sealed class DesignChatReader(int maxTextLength)
{
    public ReadConversation Read(JsonElement root)
    {
        var notes = new Notes();
        var key = $"{ClaudeReader.Source}:design:{ExportId.Safe(Id(root))}";
        var artifacts = new DocumentReplay(key, "artifact", maxTextLength, notes);
        var writer = new ClaudeMessages(key, artifacts, maxTextLength, notes);
        var known = new HashSet<string>(StringComparer.Ordinal);
        string? parent = null;
        foreach (var message in root.Items("messages"))
        {
            if (message.ValueKind != JsonValueKind.Object)
            {
                notes.Add("messages that are no objects");
                continue;
            }
            var messageKey = writer.KeyOf(message.Text("uuid") is { Length: > 0 } uuid ? uuid : string.Create(CultureInfo.InvariantCulture, $"message-{known.Count}"));
            if (!known.Add(messageKey))
            {
                notes.Add("messages exported twice");
                continue;
            }
            writer.Add(Head(message, messageKey, parent, notes), Content(message, notes));
            parent = messageKey;
        }
        IReadOnlyList<ConversationMessage> messages = [.. writer.Messages, .. artifacts.Messages()];
        var conversation = new Conversation(
            key, ClaudeReader.Source, Titles.Of(messages, Titles.Line(root.Text("title")) ?? root.Text("name"), out var borrowed, root.Get("project").Text("name")),
            root.Time("created_at") ?? messages.Min(message => message.At), root.Time("updated_at") ?? messages.Max(message => message.At), Model: null,
            root.Get("account").Text("uuid"), messages)
        { Kind = ConversationKind.Design, Leaf = parent, TitleBorrowed = borrowed };
        return ReadConversation.WithoutTree(conversation, notes);
    }

    // A project has several chats: its id tells none of them from another.
    private static string Id(JsonElement root)
    {
        if (root.Text("uuid") is { Length: > 0 } uuid) return uuid;
        if (root.Text("id") is { Length: > 0 } id) return id;
        return ClaudeIds.Derived(root, $"{root.Text("title") ?? root.Text("name")}|{root.Get("project").Text("uuid")}", root.Items("messages"));
    }

    private static ConversationMessage Head(JsonElement message, string key, string? parent, Notes notes)
    {
        var author = message.Text("role") switch
        {
            "user" or "human" => MessageAuthor.User,
            "assistant" => MessageAuthor.Assistant,
            "tool" => MessageAuthor.Tool,
            _ => MessageAuthor.System,
        };
        if (author == MessageAuthor.System) notes.Add("messages without a known sender");
        var inner = message.Get("content") ?? message;
        return new ConversationMessage(
            key, parent, author, author == MessageAuthor.Tool ? MessageKind.ToolResult : MessageKind.Visible, Active: true,
            inner.Time("timestamp") ?? message.Time("timestamp") ?? message.Time("created_at"), "", [])
        { RawAt = inner.UnreadTime("timestamp") };
    }

    // content is an object around a text or blocks; a bare text and a bare array are taken as well.
    private static ClaudeContent Content(JsonElement message, Notes notes) =>
        message.Get("content") is { ValueKind: JsonValueKind.Object } inner
            ? ClaudeContent.Read(inner, inner.Get("contentBlocks") ?? inner.Get("content"), inner.Text("content") ?? inner.Text("text"), notes)
            : ClaudeContent.Read(message, message.Get("content"), message.Text("text"), notes);
}
