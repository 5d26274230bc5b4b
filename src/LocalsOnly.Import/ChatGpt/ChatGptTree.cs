using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;

namespace LocalsOnly.Import.ChatGpt;

/// <summary>A node of ChatGPT's <c>mapping</c>.</summary>
internal sealed class ChatGptNode(string id, JsonElement? message, string? parentId)
{
    public string Id => id;

    public JsonElement? Message => message;

    public string? ParentId => parentId;

    public ChatGptNode? Parent { get; set; }

    public bool HasChild => Child is not null;

    /// <summary>The first in the file that calls it its parent.</summary>
    public ChatGptNode? Child { get; set; }

    /// <summary>The export holds its key again, further on.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>The nearest ancestor with a message, once it was looked for.</summary>
    public ChatGptNode? Above { get; set; }

    /// <summary>It was looked for, and no ancestor has a message.</summary>
    public bool HasNoneAbove { get; set; }

    /// <summary>A message hangs somewhere below.</summary>
    public bool LeadsToMessage { get; set; }
}

/// <summary>
/// The tree of a conversation, built from <c>parent</c> alone: <c>children</c> is absent in slim exports and wrong in some others. Every walk is iterative and
/// remembers where it was, because chains of ten thousand and cycles both occur.
/// </summary>
internal sealed class ChatGptTree
{
    private readonly Dictionary<string, ChatGptNode> _byId = new(StringComparer.Ordinal);

    /// <summary>In file order.</summary>
    public List<ChatGptNode> Nodes { get; } = [];

    public int LeafCount => Nodes.Count(node => !node.HasChild);

    public static ChatGptTree Read(JsonElement root, Notes notes)
    {
        var tree = new ChatGptTree();
        if (root.Get("mapping") is not { ValueKind: JsonValueKind.Object } mapping)
        {
            notes.Add("conversations exported without messages");
            return tree;
        }
        foreach (var property in mapping.EnumerateObject()) tree.Add(LenientJson.NameOf(property), property.Value);
        tree.Nodes.RemoveAll(node => node.IsReplaced);
        // A parent may be named by the node's own id where that differs from its key.
        foreach (var property in mapping.EnumerateObject())
            if (property.Value.Text("id") is { Length: > 0 } alias && tree._byId.TryGetValue(LenientJson.NameOf(property), out var node)) tree._byId.TryAdd(alias, node);
        foreach (var node in tree.Nodes)
        {
            if (node.ParentId is not { } parentId || !tree._byId.TryGetValue(parentId, out var parent) || parent == node) continue;
            node.Parent = parent;
            parent.Child ??= node;
        }
        foreach (var node in tree.Nodes)
            if (node.Message is not null)
                for (var above = node.Parent; above is { LeadsToMessage: false } && above != node; above = above.Parent) above.LeadsToMessage = true;
        return tree;
    }

    /// <summary>Whether there is a node of this id.</summary>
    public bool Names(string? id) => id is not null && _byId.ContainsKey(id);

    /// <summary>From root to the node last looked at; a cycle is cut at its first repeat.</summary>
    public List<ChatGptNode> ActivePath(string? currentNode)
    {
        var leaf = currentNode is not null && _byId.TryGetValue(currentNode, out var current) ? current : NewestLeaf();
        var path = new List<ChatGptNode>();
        var visited = new HashSet<ChatGptNode>();
        for (var node = leaf; node is not null && visited.Add(node); node = node.Parent) path.Add(node);
        path.Reverse();
        return path;
    }

    /// <summary>The nearest ancestor that holds a message.</summary>
    public ChatGptNode? ParentWithMessage(ChatGptNode node)
    {
        // Steps instead of a set: there cannot be more ancestors than nodes, and this runs once per node.
        var steps = 0;
        var above = node.Parent;
        while (above is { Message: null, HasNoneAbove: false } && steps++ < Nodes.Count) above = above.Above ?? above.Parent;
        if (above is { Message: null }) above = null;
        // A long chain without messages is walked once, not again from each node below it.
        for (var passed = node.Parent; passed is { Message: null, Above: null, HasNoneAbove: false } && steps-- > 0; passed = passed.Parent)
        {
            passed.Above = above;
            passed.HasNoneAbove = above is null;
        }
        return above != node ? above : null;
    }

    private void Add(string key, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) return;
        var message = value.Get("message") is { ValueKind: JsonValueKind.Object } found ? found : (JsonElement?)null;
        var node = new ChatGptNode(key, message, value.Text("parent"));
        if (_byId.TryGetValue(key, out var duplicate)) duplicate.IsReplaced = true;
        _byId[key] = node;
        Nodes.Add(node);
    }

    // The newest that holds a message with none below it; ties go to the later in the file. Without a leaf (all in a cycle), the newest message.
    private ChatGptNode? NewestLeaf()
    {
        var messages = Nodes.Where(node => node.Message is not null).ToList();
        var leaves = messages.Where(node => !node.LeadsToMessage).ToList();
        ChatGptNode? newest = null;
        DateTimeOffset? newestTime = null;
        foreach (var node in leaves.Count > 0 ? leaves : messages)
        {
            var time = node.Message!.Value.Time("create_time");
            if (newest is not null && time < newestTime) continue;
            newest = node;
            newestTime = time ?? newestTime;
        }
        return newest ?? (Nodes.Count > 0 ? Nodes[^1] : null);
    }
}
