using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;
using LocalsOnly.Memory;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>Reads one ChatGPT conversation, of any generation from 2023 to the slim shards of 2026.</summary>
internal sealed class ChatGptReader(Assets assets, int maxTextLength)
{
    public const string Source = "chatgpt";

    public static bool Recognises(JsonElement element) => element.Get("mapping") is { ValueKind: JsonValueKind.Object };

    /// <summary>A conversation whose messages were not exported: no <c>mapping</c>, but what a conversation is made of else.</summary>
    public static bool RecognisesShell(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && (element.Text("conversation_id") ?? element.Text("id")) is { Length: > 0 } &&
        (element.TryGetProperty("current_node", out _) || (element.TryGetProperty("title", out _) && element.TryGetProperty("create_time", out _)));

    public ReadConversation Read(JsonElement root)
    {
        var notes = new Notes();
        var tree = ChatGptTree.Read(root, notes);
        var key = $"{Source}:{ExportId.Safe(Id(root, tree))}";
        var content = new ChatGptContent(assets, notes, maxTextLength);
        var path = tree.ActivePath(root.Text("current_node"));
        var active = path.ToHashSet();
        var messages = new List<ConversationMessage>();
        foreach (var node in path.Concat(tree.Nodes.Where(node => !active.Contains(node))))
        {
            if (node.Message is not { } message) continue;
            var (author, kind, text, attachments) = content.Read(message);
            var parent = tree.ParentWithMessage(node);
            messages.Add(new ConversationMessage(
                $"{key}:{ExportId.Safe(node.Id)}", parent is null ? null : $"{key}:{ExportId.Safe(parent.Id)}", author, kind, active.Contains(node), message.Time("create_time"), text, attachments));
        }
        if (messages.Any(message => message.Active && message.Kind == MessageKind.Visible && message.Text.Length == 0 && message.Attachments.Count == 0))
            notes.Add("visible messages without content");
        var conversation = new Conversation(
            key, Source, Titles.Of(messages, root.Text("title")), root.Time("create_time"), root.Time("update_time"),
            root.Text("default_model_slug") ?? content.Model, Account: null, messages);
        var visible = messages.Count(message => message is { Active: true, Kind: MessageKind.Visible });
        return new ReadConversation(
            conversation, new ConversationShape(tree.Nodes.Count, tree.LeafCount, path.Count, visible, content.AssetsResolved, content.AssetsMissing), notes.Counts);
    }

    // Some exports name neither id. The first message's id is as stable; node ids are not unique (client-created-root).
    private static string Id(JsonElement root, ChatGptTree tree)
    {
        if ((root.Text("conversation_id") ?? root.Text("id")) is { Length: > 0 } id) return id;
        if (tree.Nodes.Select(node => node.Message?.Text("id")).FirstOrDefault(text => !string.IsNullOrEmpty(text)) is { } first) return first;
        var shape = $"{root.Text("title")}|{root.Time("create_time")?.UtcTicks}|{string.Join(',', tree.Nodes.Take(3).Select(node => node.Id))}";
        return "derived-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shape)).AsSpan(0, 12));
    }
}
