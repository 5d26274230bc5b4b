using System.Buffers;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// The second stage's table: how often each of a question's words is in the candidates and in the messages around them. Rows are sorted, so that each list is
/// read once from its beginning to its end, and only the blocks that hold a row. Rented; dispose it.
/// </summary>
internal sealed class Context : IDisposable
{
    /// <summary>A candidate's neighbours are candidates too, and theirs are looked at.</summary>
    private const int Reach = 4;

    private readonly IndexSnapshot _snapshot;
    private readonly DocumentPlace[] _rows;
    private readonly float[] _counts;
    private readonly int _terms;

    private Context(IndexSnapshot snapshot, DocumentPlace[] rows, int count, int terms)
    {
        (_snapshot, _rows, RowCount, _terms) = (snapshot, rows, count, terms);
        _counts = ArrayPool<float>.Shared.Rent(count * terms);
        _counts.AsSpan(0, count * terms).Clear();
    }

    public int RowCount { get; }

    /// <summary>Reads it for the documents that the first stage chose.</summary>
    public static Context Read(IndexSnapshot snapshot, PageReader pages, IReadOnlyList<QueryTerm> terms, IReadOnlyList<DocumentPlace> chosen)
    {
        var wanted = ArrayPool<ulong>.Shared.Rent(chosen.Count * (2 * Reach + 1));
        var count = 0;
        foreach (var place in chosen)
            for (var distance = -Reach; distance <= Reach; distance++)
                if ((distance == 0 ? place : Neighbour(snapshot, place, distance)) is { } near) wanted[count++] = ((ulong)near.Segment << 32) | (uint)near.Document;
        wanted.AsSpan(0, count).Sort();
        var rows = ArrayPool<DocumentPlace>.Shared.Rent(count);
        var unique = 0;
        for (var i = 0; i < count; i++)
            if (i == 0 || wanted[i] != wanted[i - 1]) rows[unique++] = new DocumentPlace((int)(wanted[i] >> 32), (int)(uint)wanted[i]);
        ArrayPool<ulong>.Shared.Return(wanted);
        var context = new Context(snapshot, rows, unique, terms.Count);
        context.Fill(pages, terms);
        return context;
    }

    public DocumentPlace Place(int row) => _rows[row];

    /// <summary>Occurrences of each term in a row's message.</summary>
    public ReadOnlySpan<float> Counts(int row) => _counts.AsSpan(row * _terms, _terms);

    /// <summary>The row of a message near another in its conversation; negative when there is none.</summary>
    public int RowAt(int row, int distance)
    {
        var near = row + distance;
        var place = _rows[row];
        // Nearly always it is the row next to it.
        if (near >= 0 && near < RowCount && _rows[near] is var guess && guess.Segment == place.Segment && guess.Document == place.Document + distance)
        {
            var blockOf = _snapshot.Segments[place.Segment].Segment.Documents.BlockOf;
            if (blockOf[guess.Document] == blockOf[place.Document]) return near;
        }
        return Neighbour(_snapshot, place, distance) is { } other ? RowOf(other) : -1;
    }

    /// <summary>The row of a document; negative when it is not in the table.</summary>
    public int RowOf(DocumentPlace place) => Array.BinarySearch(_rows, 0, RowCount, place, PlaceComparer.Instance);

    public void Dispose()
    {
        ArrayPool<DocumentPlace>.Shared.Return(_rows);
        ArrayPool<float>.Shared.Return(_counts);
    }

    private static DocumentPlace? Neighbour(IndexSnapshot snapshot, DocumentPlace place, int distance)
    {
        var columns = snapshot.Segments[place.Segment].Segment.Documents;
        var block = columns.BlockOf[place.Document];
        var document = place.Document + distance;
        var first = columns.FirstDocument[block];
        if (document >= first && document < first + columns.SizeOf(block)) return new DocumentPlace(place.Segment, document);
        if (snapshot.Conversations.Parts(columns.Conversation[block]) is not { } parts) return null;
        var position = columns.FirstPosition[block] + place.Document - first + distance;
        foreach (var part in parts)
        {
            var other = snapshot.Segments[part.Segment].Segment.Documents;
            var within = position - other.FirstPosition[part.Block];
            if (within >= 0 && within < other.SizeOf(part.Block)) return new DocumentPlace(part.Segment, other.FirstDocument[part.Block] + within);
        }
        return null;
    }

    private void Fill(PageReader pages, IReadOnlyList<QueryTerm> terms)
    {
        var documents = new int[PostingList.BlockSize];
        var occurrences = new uint[PostingList.BlockSize];
        byte[] list = [];
        for (var from = 0; from < RowCount;)
        {
            var segment = _rows[from].Segment;
            var to = from;
            while (to < RowCount && _rows[to].Segment == segment) to++;
            for (var term = 0; term < terms.Count; term++)
                for (var form = 0; form < terms[term].Forms.Count; form++)
                {
                    if (terms[term].Entries[segment][form] is not { } entry) continue;
                    var cursor = new PostingCursor(
                        Segment.Read(pages, _snapshot.Segments[segment].Segment.Id, entry, ref list), entry.Documents, documents, occurrences);
                    Fill(ref cursor, from, to, term, terms[term].Weight, documents, occurrences);
                }
            from = to;
        }
    }

    private void Fill(ref PostingCursor cursor, int from, int to, int term, float weight, int[] documents, uint[] occurrences)
    {
        var at = 0;
        for (var row = from; row < to; row++)
        {
            var document = _rows[row].Document;
            if (!cursor.Seek(document)) return;
            // A block that was read anew begins at 0; within one, rows only go up.
            if (at >= cursor.Count || documents[at] > document) at = 0;
            while (documents[at] < document) at++;
            if (documents[at] == document) _counts[row * _terms + term] += occurrences[at] * weight;
        }
    }

    private sealed class PlaceComparer : IComparer<DocumentPlace>
    {
        public static PlaceComparer Instance { get; } = new();

        public int Compare(DocumentPlace x, DocumentPlace y) => x.Segment != y.Segment ? x.Segment.CompareTo(y.Segment) : x.Document.CompareTo(y.Document);
    }
}
