using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

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
            CollectionsMarshal.AsSpan(used).Sort(new ByTerm(vocabulary));
            foreach (var (_, term) in used)
            {
                var from = term == 0 ? 0 : starts[term - 1];
                var length = starts[term] - from;
                writer.Add(vocabulary.Term(term), documents.AsSpan(from, length), occurrences.AsSpan(from, length));
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
    private List<(ulong Beginning, int Term)> CountTerms(Span<int> starts)
    {
        starts.Clear();
        foreach (var (postings, _) in _postings)
            foreach (var posting in postings) starts[(int)(posting >> 8)]++;
        var used = new List<(ulong Beginning, int Term)>();
        var sum = 0;
        for (var term = 0; term < starts.Length; term++)
        {
            var count = starts[term];
            if (count > 0) used.Add((Beginning(vocabulary.Term(term)), term));
            starts[term] = sum;
            sum += count;
        }
        return used;
    }

    // Terms that differ in it are in its order; most do.
    private static ulong Beginning(ReadOnlySpan<byte> term)
    {
        if (term.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(term);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        term.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }

    private readonly struct ByTerm(Vocabulary vocabulary) : IComparer<(ulong Beginning, int Term)>
    {
        public int Compare((ulong Beginning, int Term) left, (ulong Beginning, int Term) right) =>
            left.Beginning != right.Beginning ? left.Beginning.CompareTo(right.Beginning) : vocabulary.Term(left.Term).SequenceCompareTo(vocabulary.Term(right.Term));
    }
}
