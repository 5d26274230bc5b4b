using System.Text.Json;
using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>Canvases that the export holds as files of their own (<c>textdocs/{id}.json</c>): their text is final, a replay is a guess beside it.</summary>
/// <param name="others">Asked for what this does not hold.</param>
internal sealed class TextDocuments(TextDocuments? others = null)
{
    private readonly Dictionary<string, Document> _byId = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every id with its title and its text.</summary>
    public IEnumerable<string> Texts => _byId.Select(document => $"{document.Key}\t{document.Value.Title}\t{document.Value.Text}");

    /// <summary>The title and the text of a canvas; null when the export has no file of it.</summary>
    public (string? Title, string Text)? Find(string id) => _byId.TryGetValue(id, out var found) ? (found.Title, found.Text) : others?.Find(id);

    /// <summary>Reads one file. Of several with the same canvas the one that was written last counts, whichever is read first.</summary>
    /// <param name="root">Its root object.</param>
    /// <param name="fileName">Its name without the ending: the id, where the object does not repeat it.</param>
    /// <param name="written">When it was written; null when nobody knows.</param>
    /// <returns>False when it holds no text.</returns>
    public bool Add(JsonElement root, string fileName, DateTimeOffset? written)
    {
        if ((root.Text("content") ?? root.Text("text")) is not { } text) return false;
        var id = root.Text("textdoc_id") ?? root.Text("id") ?? fileName;
        var document = new Document(root.Text("title") ?? root.Text("name"), text, written ?? DateTimeOffset.MinValue);
        if (!_byId.TryGetValue(id, out var known) || document.CompareTo(known) > 0) _byId[id] = document;
        return true;
    }

    private readonly record struct Document(string? Title, string Text, DateTimeOffset Written) : IComparable<Document>
    {
        public int CompareTo(Document other)
        {
            var order = Written.CompareTo(other.Written);
            if (order == 0) order = string.CompareOrdinal(Text, other.Text);
            return order != 0 ? order : string.CompareOrdinal(Title, other.Title);
        }
    }
}
