using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.Claude;

/// <summary>Reads one Claude conversation, of the account export or of the shapes that browser exporters write.</summary>
internal sealed class ClaudeReader(int maxTextLength)
{
    public const string Source = "claude";

    /// <summary>Reads a conversation; every message gets a key of its own, and so does each record beside it.</summary>
    public ReadConversation Read(JsonElement root)
    {
        var notes = new Notes();
        var tree = ClaudeTree.Read(root, notes);
        var key = $"{Source}:{ExportId.Safe(Id(root))}";
        var path = tree.ActivePath(root.Text("current_leaf_message_uuid"));
        var active = path.ToHashSet();
        var artifacts = new DocumentReplay(key, "artifact", maxTextLength, notes);
        var writer = new ClaudeMessages(key, artifacts, maxTextLength, notes);
        foreach (var node in path) writer.Add(node.Id, node.ParentId, Author(node.Message, notes), node.Message, active: true);
        var activeCount = writer.Messages.Count;
        foreach (var node in tree.Nodes)
            if (!active.Contains(node)) writer.Add(node.Id, node.ParentId, Author(node.Message, notes), node.Message, active: false);
        var messages = writer.Messages;
        foreach (var document in artifacts.Messages())
        {
            if (document.Active) messages.Insert(activeCount++, document);
            else messages.Add(document);
        }
        var conversation = new Conversation(
            key, Source, Titles.Of(messages, root.Text("name"), out var borrowed, root.Text("summary")), root.Time("created_at"), root.Time("updated_at"), root.Text("model"),
            root.Get("account").Text("uuid"), messages)
        {
            TitleBorrowed = borrowed,
            ParentsGuessed = tree.IsGuessed ? true : null,
            // Where the export names none, what an older one has below the last message goes on from it.
            Leaf = path.Count > 0 && path[^1].Id == root.Text("current_leaf_message_uuid") ? $"{key}:{ExportId.Safe(path[^1].Id)}" : null,
            Project = root.Text("project_uuid") is { Length: > 0 } project ? ClaudeProjectReader.KeyOf(project) : null,
        };
        var visible = messages.Count(message => message is { Active: true, Kind: MessageKind.Visible });
        return new ReadConversation(conversation, new ConversationShape(tree.Nodes.Count, tree.LeafCount, path.Count, visible, 0, 0), notes.Counts);
    }

    private static string Id(JsonElement root)
    {
        if (root.Text("uuid") is { Length: > 0 } uuid) return uuid;
        // The first message's id is as stable.
        var first = root.Items("chat_messages").FirstOrDefault(message => message.ValueKind == JsonValueKind.Object);
        if (first.Text("uuid") is { Length: > 0 } message) return message;
        return ClaudeIds.Derived(root, root.Text("name"), root.Items("chat_messages"));
    }

    private static MessageAuthor Author(JsonElement message, Notes notes) => message.Text("sender") switch
    {
        "human" or "user" => MessageAuthor.User,
        "assistant" => MessageAuthor.Assistant,
        _ => Unknown(notes),
    };

    private static MessageAuthor Unknown(Notes notes)
    {
        notes.Add("messages without a known sender");
        return MessageAuthor.System;
    }
}
