using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Reads one Claude conversation, of the account export or of the shapes that browser exporters write.</summary>
internal sealed class ClaudeReader(int maxTextLength)
{
    public const string Source = "claude";

    public static bool Recognises(JsonElement element) => element.Get("chat_messages") is { ValueKind: JsonValueKind.Array };

    /// <summary>A conversation whose messages were not exported.</summary>
    public static bool RecognisesShell(JsonElement element) =>
        element.Text("uuid") is { Length: > 0 } && element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name", out _) && element.Get("created_at") is not null;

    public ReadConversation Read(JsonElement root)
    {
        var notes = new Notes();
        var tree = ClaudeTree.Read(root, notes);
        var id = root.Text("uuid") is { Length: > 0 } uuid ? uuid : tree.Nodes.Count > 0 ? tree.Nodes[0].Id : "unnamed";
        var key = $"{Source}:{ExportId.Safe(id)}";
        var path = tree.ActivePath(root.Text("current_leaf_message_uuid"));
        var active = path.ToHashSet();
        var messages = new List<ConversationMessage>();
        foreach (var node in path.Concat(tree.Nodes.Where(node => !active.Contains(node))))
            AddMessages(messages, node, key, active.Contains(node), notes);
        var conversation = new Conversation(
            key, Source, Titles.Of(messages, root.Text("name"), root.Text("summary")), root.Time("created_at"), root.Time("updated_at"), root.Text("model"),
            root.Get("account").Text("uuid"), messages);
        var visible = messages.Count(message => message is { Active: true, Kind: MessageKind.Visible });
        return new ReadConversation(conversation, new ConversationShape(tree.Nodes.Count, tree.LeafCount, path.Count, visible, 0, 0), notes.Counts);
    }

    private void AddMessages(List<ConversationMessage> messages, ClaudeNode node, string conversationKey, bool active, Notes notes)
    {
        var key = $"{conversationKey}:{ExportId.Safe(node.Id)}";
        var at = node.Message.Time("created_at");
        var author = node.Message.Text("sender") switch
        {
            "human" or "user" => MessageAuthor.User,
            "assistant" => MessageAuthor.Assistant,
            _ => Unknown(notes),
        };
        var content = ClaudeContent.Read(node.Message, notes);
        messages.Add(new ConversationMessage(
            key, node.Parent is null ? null : $"{conversationKey}:{ExportId.Safe(node.Parent.Id)}", author, MessageKind.Visible, active, at, Cut(content.Text, notes), content.Attachments));
        foreach (var record in content.Records)
            messages.Add(new ConversationMessage($"{key}:{record.Name}", key, record.Author, record.Kind, active, at, Cut(record.Text, notes), record.Attachments));
    }

    private static MessageAuthor Unknown(Notes notes)
    {
        notes.Add("messages without a known sender");
        return MessageAuthor.System;
    }

    private string Cut(string text, Notes notes)
    {
        if (text.Length <= maxTextLength) return text;
        notes.Add("messages cut at Import:MaxTextLength");
        return text[..maxTextLength];
    }
}
