using Microsoft.Data.Sqlite;

namespace LocalsOnly.Memory.Postings;

/// <summary>
/// Several segments made one, without what was taken out of them. Blocks are put in the order of conversations, so that parts of a conversation that came one
/// after another lie together again and become one block.
/// </summary>
internal sealed class SegmentMerge
{
    private readonly SqliteConnection _connection;
    private readonly IReadOnlyList<(Segment Segment, DeadBlocks Dead)> _inputs;
    private readonly int[][] _moved;
    private readonly DocumentColumns _documents;

    /// <param name="connection">In the transaction in which the inputs were found.</param>
    /// <param name="inputs">With the blocks that were taken out.</param>
    public SegmentMerge(SqliteConnection connection, IReadOnlyList<(Segment Segment, DeadBlocks Dead)> inputs)
    {
        (_connection, _inputs) = (connection, inputs);
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
        // Each reads on from its own page.
        DictionaryWalk[] walks = [.. _inputs.Select((input, i) => new DictionaryWalk(new PageReader(_connection), input.Segment, _moved[i]))];
        foreach (var walk in walks) walk.MoveNext();
        var merged = new MergedList();
        var first = new List<DictionaryWalk>(walks.Length);
        while (TryFindFirst(walks, first))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var term = first[0].Term;
            merged.Clear();
            // In the order of the segments: what came one after another is in order then, and need not be sorted.
            foreach (var walk in first) walk.AddTo(merged);
            // A title's term stands at the first document of a block, so where blocks became one it would stand in the middle of it.
            merged.Sort(TitleTerms.Is(term) ? _documents : null);
            if (merged.Count > 0) writer.Add(term, merged.Documents, merged.Occurrences);
            foreach (var walk in first) walk.MoveNext();
        }
        foreach (var walk in walks) walk.Dispose();
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
                builder.Add(new DocumentRow(from.Ordinal[i], from.Author[i], from.Length[i], from.Words[i], from.Cues[i], from.Minutes[i], from.Content[i]));
            }
            (conversation, next) = (of, position + size);
        }
        return builder.Build();
    }

    // Those that are at the first term of all. Few segments are merged at once: looking at each is as fast as a heap.
    private static bool TryFindFirst(DictionaryWalk[] walks, List<DictionaryWalk> first)
    {
        first.Clear();
        foreach (var walk in walks)
        {
            if (walk.AtEnd) continue;
            var order = first.Count == 0 ? 0 : walk.Term.SequenceCompareTo(first[0].Term);
            if (order > 0) continue;
            if (order < 0) first.Clear();
            first.Add(walk);
        }
        return first.Count > 0;
    }
}
