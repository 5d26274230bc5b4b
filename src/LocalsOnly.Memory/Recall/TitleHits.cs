using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>Which conversations have which of a question's words in their title.</summary>
internal sealed class TitleHits
{
    private readonly HashSet<int>?[] _byTerm;

    /// <param name="names">Terms that name somebody: in the title of a chat between people they say nothing.</param>
    public TitleHits(IndexSnapshot snapshot, PageReader pages, IReadOnlyList<QueryTerm> terms, IReadOnlySet<string> names)
    {
        _byTerm = new HashSet<int>?[terms.Count];
        var documents = new int[PostingList.BlockSize];
        var occurrences = new uint[PostingList.BlockSize];
        byte[] list = [];
        for (var term = 0; term < terms.Count; term++)
        {
            if (terms[term].TitleCount == 0 || names.Contains(System.Text.Encoding.UTF8.GetString(terms[term].Forms[0]))) continue;
            var hits = _byTerm[term] = [];
            for (var segment = 0; segment < snapshot.Segments.Count; segment++)
                for (var form = terms[term].Forms.Count; form < 2 * terms[term].Forms.Count; form++)
                {
                    if (terms[term].Entries[segment][form] is not { } entry) continue;
                    var columns = snapshot.Segments[segment].Segment.Documents;
                    var cursor = new PostingCursor(
                        Segment.Read(pages, snapshot.Segments[segment].Segment.Id, entry, ref list), entry.Documents, documents, occurrences);
                    while (cursor.Next())
                        for (var i = 0; i < cursor.Count; i++) hits.Add(columns.Conversation[columns.BlockOf[documents[i]]]);
                }
        }
    }

    public bool Holds(int term, int conversation) => _byTerm[term]?.Contains(conversation) == true;
}
