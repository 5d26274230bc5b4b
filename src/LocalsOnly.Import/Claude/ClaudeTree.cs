using System.Text.Json;
using LocalsOnly.Import.Json;
using LocalsOnly.Import.Reading;

namespace LocalsOnly.Import.Claude;

/// <summary>A message of Claude's <c>chat_messages</c>.</summary>
internal sealed class ClaudeNode(string id, JsonElement message)
{
    public string Id => id;

    public JsonElement Message { get; set; } = message;

    /// <summary>Whether its blocks speak, how much it says, and how much of it was exported; null until another of its id turns up.</summary>
    public (bool Whole, int Said, int Exported)? Richness { get; set; }

    public ClaudeNode? Parent { get; set; }

    /// <summary>Id of its parent: the one above, or one that only another export has; null at a root.</summary>
    public string? ParentId { get; set; }

    public bool HasChild { get; set; }
}

/// <summary>The messages with their parents. Exports before 2026 name no parents: there the array is the order. An unknown parent or the vendor's all-zero one is a root.</summary>
internal sealed class ClaudeTree
{
    private const string NoParent = "00000000-0000-4000-8000-000000000000";

    private readonly Dictionary<string, ClaudeNode> _byId = new(StringComparer.Ordinal);

    /// <summary>In file order.</summary>
    public List<ClaudeNode> Nodes { get; } = [];

    /// <summary>No message names a parent: those here are the order of the array.</summary>
    public bool IsGuessed { get; private set; }

    public int LeafCount => Nodes.Count(node => !node.HasChild);

    public static ClaudeTree Read(JsonElement root, Notes notes)
    {
        var tree = new ClaudeTree();
        foreach (var message in root.Items("chat_messages")) tree.Add(message, notes);
        var linked = tree.Nodes.Any(node => node.Message.Text("parent_message_uuid") is { Length: > 0 });
        tree.IsGuessed = !linked && tree.Nodes.Count > 0;
        for (var i = 0; i < tree.Nodes.Count; i++)
        {
            var node = tree.Nodes[i];
            var named = linked && node.Message.Text("parent_message_uuid") is { Length: > 0 } id && id != NoParent ? id : null;
            var parent = named is not null ? tree._byId.GetValueOrDefault(named) : !linked && i > 0 ? tree.Nodes[i - 1] : null;
            if (parent == node) continue;
            node.ParentId = parent?.Id ?? named;
            if (parent is null) continue;
            node.Parent = parent;
            parent.HasChild = true;
        }
        return tree;
    }

    /// <summary>From root to the named leaf, or else the newest; ties go to the later in the file.</summary>
    public List<ClaudeNode> ActivePath(string? namedLeaf)
    {
        var leaf = namedLeaf is not null && _byId.TryGetValue(namedLeaf, out var named) && !named.HasChild ? named : Newest();
        var path = new List<ClaudeNode>();
        var visited = new HashSet<ClaudeNode>();
        for (var node = leaf; node is not null && visited.Add(node); node = node.Parent) path.Add(node);
        path.Reverse();
        return path;
    }

    private void Add(JsonElement message, Notes notes)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            notes.Add("messages that are no objects");
            return;
        }
        var id = message.Text("uuid") is { Length: > 0 } uuid ? uuid : $"message-{Nodes.Count}";
        if (!_byId.TryGetValue(id, out var known))
        {
            Nodes.Add(_byId[id] = new ClaudeNode(id, message));
            return;
        }
        notes.Add("messages exported twice");
        // One was stripped: the one that says more is the whole.
        known.Richness ??= Richness(known.Message);
        var richness = Richness(message);
        if (richness.CompareTo(known.Richness.Value) <= 0) return;
        known.Message = message;
        known.Richness = richness;
    }

    private static (bool Whole, int Said, int Exported) Richness(JsonElement message)
    {
        var content = ClaudeContent.Read(message, message.Get("content"), message.Text("text"), new Notes());
        return (!content.Flattened && content.Text.Length > 0, content.Text.Length, message.GetRawText().Length);
    }

    private ClaudeNode? Newest()
    {
        ClaudeNode? newest = null;
        DateTimeOffset? newestTime = null;
        foreach (var node in Nodes.Where(node => !node.HasChild))
        {
            var time = node.Message.Time("created_at");
            if (newest is not null && time < newestTime) continue;
            newest = node;
            newestTime = time ?? newestTime;
        }
        return newest ?? (Nodes.Count > 0 ? Nodes[^1] : null);
    }
}
