using System.Text.Json;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>Canvases that the export holds as files of their own (<c>textdocs/{id}.json</c>): their text is final, a replay is a guess beside it.</summary>
internal sealed class TextDocuments
{
    private readonly Dictionary<string, (string? Title, string Text)> _byId = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every id with its title and its text.</summary>
    public IEnumerable<string> Texts => _byId.Select(document => $"{document.Key}\t{document.Value.Title}\t{document.Value.Text}");

    /// <summary>The title and the text of a canvas; null when the export has no file of it.</summary>
    public (string? Title, string Text)? Find(string id) => _byId.TryGetValue(id, out var found) ? found : null;

    /// <summary>Reads one file.</summary>
    /// <param name="root">Its root object.</param>
    /// <param name="fileName">Its name without the ending: the id, where the object does not repeat it.</param>
    /// <returns>False when it holds no text.</returns>
    public bool Add(JsonElement root, string fileName)
    {
        if ((root.Text("content") ?? root.Text("text")) is not { } text) return false;
        _byId[root.Text("textdoc_id") ?? root.Text("id") ?? fileName] = (root.Text("title") ?? root.Text("name"), text);
        return true;
    }
}
