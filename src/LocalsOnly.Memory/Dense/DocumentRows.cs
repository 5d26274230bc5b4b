using LocalsOnly.Memory.Postings;
using LocalsOnly.Memory.Recall;

namespace LocalsOnly.Memory.Dense;

/// <summary>Which documents have which content, for one snapshot of the index.</summary>
internal sealed class DocumentRows
{
    private readonly IndexSnapshot _snapshot;
    private readonly Dictionary<long, DocumentPlace> _first = [];
    private readonly Dictionary<long, List<DocumentPlace>> _more = [];

    public DocumentRows(IndexSnapshot snapshot)
    {
        _snapshot = snapshot;
        for (var i = 0; i < snapshot.Segments.Count; i++)
        {
            var (segment, dead) = snapshot.Segments[i];
            for (var document = 0; document < segment.Documents.Count; document++)
            {
                if (dead.Contains(segment.Documents.BlockOf[document])) continue;
                var (content, place) = (segment.Documents.Content[document], new DocumentPlace(i, document));
                if (_first.TryAdd(content, place)) continue;
                if (_more.TryGetValue(content, out var others)) others.Add(place);
                else _more[content] = [place];
            }
        }
    }

    public SnapshotVersion Version => _snapshot.Version;

    /// <summary>The contents of documents that may be seen.</summary>
    public IEnumerable<long> Contents(Func<int, int, bool> takes)
    {
        for (var i = 0; i < _snapshot.Segments.Count; i++)
        {
            var columns = _snapshot.Segments[i].Segment.Documents;
            for (var document = 0; document < columns.Count; document++)
                if (takes(i, document)) yield return columns.Content[document];
        }
    }

    /// <summary>The documents of a content.</summary>
    public IEnumerable<DocumentPlace> Places(long content)
    {
        if (!_first.TryGetValue(content, out var first)) return [];
        return _more.TryGetValue(content, out var others) ? [first, .. others] : [first];
    }
}
