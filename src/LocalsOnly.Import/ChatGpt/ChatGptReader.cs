using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>Reads one ChatGPT conversation, of any generation from 2023 to the slim shards of 2026. The same bytes and the same files beside them give the same conversation.</summary>
internal sealed class ChatGptReader(Assets assets, TextDocuments documents, int maxTextLength)
{
    public const string Source = "chatgpt";

    public ReadConversation Read(JsonElement root)
    {
        var notes = new Notes();
        var tree = ChatGptTree.Read(root, notes);
        var id = Id(root, tree);
        var key = $"{Source}:{ExportId.Safe(id)}";
        var content = new ChatGptContent(assets, notes, id, maxTextLength);
        var path = tree.ActivePath(root.Text("current_node"));
        var active = path.ToHashSet();
        var messages = new List<ConversationMessage>();
        var remembered = new List<MemoryNote>();
        var canvases = new DocumentReplay(key, "canvas", maxTextLength, notes);
        var replay = new CanvasReplay(canvases, maxTextLength);
        void Add(ChatGptNode node, JsonElement? answer)
        {
            if (node.Message is not { } exported) return;
            var parent = tree.ParentWithMessage(node);
            var message = content.Read(
                exported, $"{key}:{ExportId.Safe(node.Id)}", parent is null ? null : $"{key}:{ExportId.Safe(parent.Id)}", active.Contains(node), answer);
            messages.Add(message);
            replay.Add(exported, answer, message);
            remembered.AddRange(MemoryNotes.Of(exported, message));
        }
        for (var i = 0; i < path.Count; i++) Add(path[i], i + 1 < path.Count ? path[i + 1].Message : null);
        // Where the export names none, what an older one has below the last message goes on from it.
        var leaf = messages.Count > 0 && tree.Names(root.Text("current_node")) ? messages[^1].Key : null;
        var activeCount = messages.Count;
        foreach (var node in tree.Nodes)
            if (!active.Contains(node)) Add(node, node.Child?.Message);
        canvases.Overrule(documents.Find);
        foreach (var document in canvases.Messages())
        {
            if (document.Active) messages.Insert(activeCount++, document);
            else messages.Add(document);
        }
        if (messages.Any(message => message.Active && message.Kind == MessageKind.Visible && message.Text.Length == 0 && message.Attachments.Count == 0))
            notes.Add("visible messages without content");
        var conversation = new Conversation(
            key, Source, Titles.Of(messages, root.Text("title"), out _), root.Time("create_time"), root.Time("update_time"),
            root.Text("default_model_slug") ?? content.Model, Account: null, messages)
        { Leaf = leaf, Project = Project(root) };
        var visible = messages.Count(message => message is { Active: true, Kind: MessageKind.Visible });
        return new ReadConversation(
            conversation, new ConversationShape(tree.Nodes.Count, tree.LeafCount, path.Count, visible, content.AssetsResolved, content.AssetsMissing), notes.Counts)
        { Remembered = remembered };
    }

    // Custom GPTs have ids of the same field that begin with g- alone; only g-p- is a project.
    private static string? Project(JsonElement root)
    {
        foreach (var id in new[] { root.Text("gizmo_id"), root.Text("conversation_template_id") })
            if (id?.StartsWith("g-p-", StringComparison.Ordinal) == true) return $"{Source}:project:{ExportId.Safe(id)}";
        return null;
    }

    // Some exports name neither id. The first message's id is as stable; node ids are not unique (client-created-root).
    private static string Id(JsonElement root, ChatGptTree tree)
    {
        if (root.Text("conversation_id") is { Length: > 0 } conversation) return conversation;
        if (root.Text("id") is { Length: > 0 } id) return id;
        if (tree.Nodes.Select(node => node.Message?.Text("id")).FirstOrDefault(text => !string.IsNullOrEmpty(text)) is { } first) return first;
        var shape = $"{root.Text("title")}|{root.Time("create_time")?.UtcTicks}|{string.Join(',', tree.Nodes.Take(3).Select(node => node.Id))}";
        return ExportId.Derived(shape);
    }
}
