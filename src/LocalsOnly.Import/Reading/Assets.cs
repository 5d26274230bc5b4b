using System.Text.Json;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>Names and presence of the files that conversations refer to. An export gives a file an opaque name; a person knows it by another.</summary>
internal sealed class Assets
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    // By place (message, conversation, or anywhere) and name; null when several files are meant.
    private readonly Dictionary<(string Place, string Name), string?> _made = [];
    private readonly List<string> _present = [];
    private bool _sorted = true;

    /// <summary>Notes a file of the export.</summary>
    public void AddFile(string baseName)
    {
        _present.Add(baseName);
        _sorted = false;
    }

    /// <summary>Reads <c>conversation_asset_file_names.json</c>: asset file to original name.</summary>
    public void AddNames(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return;
        foreach (var property in root.EnumerateObject())
            if (property.Value.AsText() is { Length: > 0 } name) _names[WithoutDat(LenientJson.NameOf(property))] = name;
    }

    /// <summary>Reads <c>library_files.json</c>.</summary>
    public void AddLibrary(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Array) return;
        foreach (var item in root.EnumerateArray())
        {
            if (item.Text("file_id") is not { Length: > 0 } fileId || item.Text("file_name") is not { Length: > 0 } name) continue;
            var id = WithoutDat(fileId);
            _names.TryAdd(id, name);
            foreach (var place in (string?[])[item.Text("origination_message_id"), item.Text("origination_thread_id"), ""])
                if (place is not null) AddMade((place, name), id);
        }
    }

    /// <summary>
    /// The file that a model wrote as <c>/mnt/data/{name}</c>: known by its message, else by its conversation, else by a name that only one file of the
    /// export has. Null when there is none, or more than one: a guess could show somebody the wrong file.
    /// </summary>
    public string? IdOfSandboxFile(string? messageId, string conversationId, string name)
    {
        foreach (var place in (string?[])[messageId, conversationId, ""])
            if (place is not null && _made.TryGetValue((place, name), out var id)) return id;
        return null;
    }

    private void AddMade((string Place, string Name) key, string id) => _made[key] = _made.TryGetValue(key, out var known) && known != id ? null : id;

    /// <summary>The bare id in an asset pointer such as <c>file-service://file-abc</c> or <c>sediment://file_abc</c>.</summary>
    public static string IdOf(string pointer)
    {
        var at = pointer.IndexOf("://", StringComparison.Ordinal);
        return WithoutDat(at < 0 ? pointer : pointer[(at + 3)..].Split('#', '?')[0]);
    }

    /// <summary>Every id with its name.</summary>
    public IEnumerable<string> Names => _names.Select(named => $"{named.Key}\t{named.Value}");

    /// <summary>What the person called the file; null when the export does not say.</summary>
    public string? NameOf(string id) => _names.GetValueOrDefault(id);

    /// <summary>Whether the export holds a file of this id: <c>{id}.dat</c>, <c>{id}-{name}</c>, <c>{id}.{extension}</c>.</summary>
    public bool Holds(string id)
    {
        if (!_sorted)
        {
            _present.Sort(StringComparer.Ordinal);
            _sorted = true;
        }
        var at = _present.BinarySearch(id, StringComparer.Ordinal);
        if (at >= 0) return true;
        for (at = ~at; at < _present.Count && _present[at].StartsWith(id, StringComparison.Ordinal); at++)
            if (!char.IsLetterOrDigit(_present[at][id.Length])) return true;
        return false;
    }

    private static string WithoutDat(string id) => id.EndsWith(".dat", StringComparison.OrdinalIgnoreCase) ? id[..^4] : id;
}
