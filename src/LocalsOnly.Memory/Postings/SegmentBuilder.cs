using System.Buffers;

namespace LocalsOnly.Memory.Postings;

/// <summary>Collects documents with their terms, and turns them round into a segment: for each term the documents that hold it.</summary>
/// <param name="vocabulary">What the numbers of terms mean; another thread may be adding to it.</param>
internal sealed class SegmentBuilder(Vocabulary vocabulary)
{
    private readonly ColumnBuilder _documents = new();
    private readonly List<(uint[] Postings, int Document)> _postings = [];
    private int _total;
    private int _greatest;

    public int Count => _documents.Count;

    /// <summary>Begins a block: what follows belongs to one conversation, in reading order.</summary>
    /// <param name="conversation">Its row.</param>
    /// <param name="scope">Row of its scope.</param>
    /// <param name="firstPosition">Position of the first document among the recallable messages.</param>
    /// <param name="title">Terms of the title, which counts for all of the block.</param>
    public void BeginBlock(int conversation, int scope, int firstPosition, uint[] title)
    {
        _documents.BeginBlock(conversation, scope, firstPosition);
        Add(title);
    }

    /// <param name="document">Its columns.</param>
    /// <param name="postings">Its terms: number · 256 + occurrences.</param>
    public void Add(in DocumentRow document, uint[] postings)
    {
        Add(postings);
        _documents.Add(document);
    }

    /// <summary>Writes the segment; nothing when there is no document.</summary>
    public void Write(SegmentWriter writer)
    {
        if (Count == 0) return;
        var starts = ArrayPool<int>.Shared.Rent(_greatest + 1);
        var documents = ArrayPool<int>.Shared.Rent(_total);
        var occurrences = ArrayPool<byte>.Shared.Rent(_total);
        try
        {
            var used = CountTerms(starts.AsSpan(0, _greatest + 1));
            foreach (var (postings, document) in _postings)
                foreach (var posting in postings)
                {
                    var at = starts[posting >> 8]++;
                    documents[at] = document;
                    occurrences[at] = (byte)posting;
                }
            // Each start has moved to where the next term begins.
            var order = used.ToArray();
            var terms = Array.ConvertAll(order, vocabulary.Term);
            Array.Sort(terms, order, TermComparer.Instance);
            for (var i = 0; i < order.Length; i++)
            {
                var from = order[i] == 0 ? 0 : starts[order[i] - 1];
                var length = starts[order[i]] - from;
                writer.Add(terms[i], documents.AsSpan(from, length), occurrences.AsSpan(from, length));
            }
            writer.Complete(_documents.Build());
        }
        finally
        {
            ArrayPool<int>.Shared.Return(starts);
            ArrayPool<int>.Shared.Return(documents);
            ArrayPool<byte>.Shared.Return(occurrences);
        }
    }

    private void Add(uint[] postings)
    {
        if (postings.Length == 0) return;
        _postings.Add((postings, _documents.Count));
        _total += postings.Length;
        foreach (var posting in postings) _greatest = Math.Max(_greatest, (int)(posting >> 8));
    }

    // Turns counts into starts, and returns the terms that there are.
    private List<int> CountTerms(Span<int> starts)
    {
        starts.Clear();
        foreach (var (postings, _) in _postings)
            foreach (var posting in postings) starts[(int)(posting >> 8)]++;
        var used = new List<int>();
        var sum = 0;
        for (var term = 0; term < starts.Length; term++)
        {
            var count = starts[term];
            if (count > 0) used.Add(term);
            starts[term] = sum;
            sum += count;
        }
        return used;
    }

    private sealed class TermComparer : IComparer<byte[]>
    {
        public static TermComparer Instance { get; } = new();

        public int Compare(byte[]? left, byte[]? right) => left.AsSpan().SequenceCompareTo(right);
    }
}
