using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Recall;

/// <summary>
/// Walks the lists of a question's words once and scores every document by itself (BM25 with a weight for its author) and every conversation as a whole. Exact
/// and exhaustive but for words that every tenth message holds, which only cost time here; the second stage counts them.
/// </summary>
internal sealed class FirstStage(IndexSnapshot snapshot, PageReader pages, AuthorProfile authors, RankingWeights weights)
{
    private const double CommonShare = 0.1;
    private const int SmallIndex = 20_000;
    private const int RarestKept = 2;
    private const double ConversationSaturation = 1.2;
    private const float ConversationLengthShare = 0.4f;

    private readonly int[] _documents = new int[PostingList.BlockSize];
    private readonly uint[] _occurrences = new uint[PostingList.BlockSize];
    private readonly Dictionary<int, float> _parts = [];
    private byte[] _list = [];

    /// <summary>Fills <paramref name="sums"/>.</summary>
    /// <param name="terms">Of the question, looked up.</param>
    /// <param name="allowed">For each segment, whether each of its blocks may be seen.</param>
    /// <param name="sums">Where scores are added.</param>
    public void Run(IReadOnlyList<QueryTerm> terms, bool[][] allowed, Accumulators sums)
    {
        var rarest = terms.Where(term => term.IsKnown).OrderBy(term => term.Documents).Take(RarestKept).ToHashSet();
        foreach (var term in terms)
        {
            if (!term.IsKnown || (snapshot.Documents > SmallIndex && term.Documents > CommonShare * snapshot.Documents && !rarest.Contains(term))) continue;
            for (var segment = 0; segment < snapshot.Segments.Count; segment++)
                for (var form = 0; form < term.Forms.Count; form++)
                {
                    if (term.Entries[segment][form] is { } entry) Texts(segment, entry, term, allowed[segment], sums);
                    if (term.Entries[segment][term.Forms.Count + form] is { } title) Titles(segment, title, term, allowed[segment], sums);
                }
            foreach (var (conversation, frequency) in _parts) AddConversation(sums, conversation, term, frequency);
            _parts.Clear();
        }
    }

    private void Texts(int segment, TermEntry entry, QueryTerm term, bool[] allowed, Accumulators sums)
    {
        var (read, _) = snapshot.Segments[segment];
        var columns = read.Documents;
        var (blockOf, lengths, writers) = (columns.BlockOf, columns.Length, columns.Author);
        var scores = sums.Documents(segment);
        var gain = (float)(term.Idf * (weights.Saturation + 1));
        var saturation = (float)weights.Saturation;
        var cursor = new PostingCursor(Segment.Read(pages, read.Id, entry, ref _list), entry.Documents, _documents, _occurrences);
        var (block, frequency) = (-1, 0f);
        while (cursor.Next())
            for (var i = 0; i < cursor.Count; i++)
            {
                var document = _documents[i];
                var of = blockOf[document];
                if (!allowed[of]) continue;
                if (of != block)
                {
                    Flush(columns, block, frequency, term, sums);
                    (block, frequency) = (of, 0);
                }
                var count = _occurrences[i] * term.Weight * authors.Weight(writers[document]);
                frequency += count;
                scores[document] += gain * count / (count + saturation * authors.Norm(writers[document], lengths[document]));
            }
        Flush(columns, block, frequency, term, sums);
    }

    // A title speaks for its conversation, and for the first messages of it: somebody who looks for it finds its beginning.
    private void Titles(int segment, TermEntry entry, QueryTerm term, bool[] allowed, Accumulators sums)
    {
        var (read, _) = snapshot.Segments[segment];
        var columns = read.Documents;
        var scores = sums.Documents(segment);
        var normed = (float)weights.Title * term.Weight;
        var gain = (float)(term.Idf * (weights.Saturation + 1) * normed / (normed + weights.Saturation));
        var cursor = new PostingCursor(Segment.Read(pages, read.Id, entry, ref _list), entry.Documents, _documents, _occurrences);
        while (cursor.Next())
            for (var i = 0; i < cursor.Count; i++)
            {
                var block = columns.BlockOf[_documents[i]];
                if (!allowed[block]) continue;
                Flush(columns, block, (float)weights.ConversationTitle * term.Weight, term, sums);
                var size = Math.Min(columns.SizeOf(block), 2);
                for (var document = columns.FirstDocument[block]; document < columns.FirstDocument[block] + size; document++) scores[document] += gain;
            }
    }

    private void Flush(DocumentColumns columns, int block, float frequency, QueryTerm term, Accumulators sums)
    {
        if (block < 0 || frequency == 0) return;
        var conversation = columns.Conversation[block];
        // Where forms, titles or parts are counted apart, their sum is what saturates.
        if (term.TitleCount > 0 || term.Forms.Count > 1 || snapshot.Conversations.Parts(conversation) is not null)
            _parts[conversation] = _parts.GetValueOrDefault(conversation) + frequency;
        else AddConversation(sums, conversation, term, frequency);
    }

    private void AddConversation(Accumulators sums, int conversation, QueryTerm term, float frequency)
    {
        var map = snapshot.Conversations;
        var normed = frequency / (1 - ConversationLengthShare + ConversationLengthShare * map.LengthOf(conversation) / map.AverageLength);
        sums.Conversations[conversation] += (float)(term.Idf * (ConversationSaturation + 1) * normed / (normed + ConversationSaturation));
    }
}
