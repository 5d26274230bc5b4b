namespace LocalsOnly.Memory.Postings;

/// <summary>
/// Several segments made one, without what was taken out of them. Blocks are put in the order of conversations, so that parts of a conversation that came one
/// after another lie together again and become one block.
/// </summary>
internal sealed class SegmentMerge
{
    private readonly PageReader _pages;
    private readonly IReadOnlyList<(Segment Segment, DeadBlocks Dead)> _inputs;
    private readonly int[][] _moved;
    private readonly DocumentColumns _documents;

    /// <param name="pages">Reads the inputs.</param>
    /// <param name="inputs">With the blocks that were taken out.</param>
    public SegmentMerge(PageReader pages, IReadOnlyList<(Segment Segment, DeadBlocks Dead)> inputs)
    {
        (_pages, _inputs) = (pages, inputs);
        _moved = [.. inputs.Select(input => new int[input.Segment.Documents.Count])];
        foreach (var moved in _moved) moved.AsSpan().Fill(-1);
        _documents = Documents();
    }

    /// <summary>Documents that are left.</summary>
    public int Count => _documents.Count;

    /// <summary>Writes the merged segment; nothing when no document is left.</summary>
    public void Write(SegmentWriter writer, CancellationToken cancellationToken)
    {
        if (Count == 0) return;
        var walks = new PriorityQueue<DictionaryWalk, byte[]>(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
        for (var i = 0; i < _inputs.Count; i++)
        {
            var walk = new DictionaryWalk(_pages, _inputs[i].Segment, _moved[i]);
            if (walk.MoveNext()) walks.Enqueue(walk, walk.Term);
        }
        var merged = new MergedList();
        while (walks.TryPeek(out _, out var term))
        {
            cancellationToken.ThrowIfCancellationRequested();
            merged.Clear();
            while (walks.TryPeek(out var walk, out var other) && other.AsSpan().SequenceEqual(term))
            {
                walks.Dequeue();
                walk.AddTo(merged);
                if (walk.MoveNext()) walks.Enqueue(walk, walk.Term);
            }
            // A title's term stands at the first document of a block, so where blocks became one it would stand in the middle of it.
            merged.Sort(TitleTerms.Is(term) ? _documents : null);
            if (merged.Count > 0) writer.Add(term, merged.Documents, merged.Occurrences);
        }
        writer.Complete(_documents);
    }

    private DocumentColumns Documents()
    {
        var blocks = new List<(int Conversation, int Position, int Input, int Block)>();
        for (var i = 0; i < _inputs.Count; i++)
        {
            var documents = _inputs[i].Segment.Documents;
            for (var block = 0; block < documents.BlockCount; block++)
                if (!_inputs[i].Dead.Contains(block)) blocks.Add((documents.Conversation[block], documents.FirstPosition[block], i, block));
        }
        blocks.Sort();
        var builder = new ColumnBuilder();
        var (conversation, next) = (-1, -1);
        foreach (var (of, position, input, block) in blocks)
        {
            var from = _inputs[input].Segment.Documents;
            if (of != conversation || position != next) builder.BeginBlock(of, from.Scope[block], position);
            var size = from.SizeOf(block);
            for (var i = from.FirstDocument[block]; i < from.FirstDocument[block] + size; i++)
            {
                _moved[input][i] = builder.Count;
                builder.Add(new DocumentRow(from.Ordinal[i], from.Author[i], from.Length[i], from.Words[i], from.Traits[i], from.Minutes[i]));
            }
            (conversation, next) = (of, position + size);
        }
        return builder.Build();
    }

    /// <summary>The terms of one input, in order.</summary>
    private sealed class DictionaryWalk(PageReader pages, Segment segment, int[] moved)
    {
        private readonly Queue<(byte[] Term, TermEntry Entry)> _page = [];
        private readonly int[] _documents = new int[PostingList.BlockSize];
        private readonly uint[] _occurrences = new uint[PostingList.BlockSize];
        private int _nextPage;
        private TermEntry _entry;
        private byte[] _list = [];

        public byte[] Term { get; private set; } = [];

        public bool MoveNext()
        {
            if (_page.Count == 0)
            {
                if (segment.DictionaryPage(pages, _nextPage++) is not { } page) return false;
                var terms = new TermEnumerator(page.Terms, page.FirstOffset);
                while (terms.MoveNext()) _page.Enqueue((terms.Term.ToArray(), terms.Entry));
            }
            (Term, _entry) = _page.Dequeue();
            return true;
        }

        public void AddTo(MergedList merged)
        {
            var cursor = new PostingCursor(Segment.Read(pages, segment.Id, _entry, ref _list), _entry.Documents, _documents, _occurrences);
            while (cursor.Next())
                for (var i = 0; i < cursor.Count; i++)
                    if (moved[_documents[i]] is var document and >= 0) merged.Add(document, (byte)_occurrences[i]);
        }
    }
}
