namespace LocalsOnly.Memory.Postings;

/// <summary>The list of one term while several are made one.</summary>
internal sealed class MergedList
{
    private int[] _documents = new int[1024];
    private byte[] _occurrences = new byte[1024];
    private bool _isSorted = true;

    public int Count { get; private set; }

    public ReadOnlySpan<int> Documents => _documents.AsSpan(0, Count);

    public ReadOnlySpan<byte> Occurrences => _occurrences.AsSpan(0, Count);

    public void Add(int document, byte occurrences)
    {
        if (Count == _documents.Length)
        {
            Array.Resize(ref _documents, 2 * Count);
            Array.Resize(ref _occurrences, 2 * Count);
        }
        if (Count > 0 && _documents[Count - 1] >= document) _isSorted = false;
        _documents[Count] = document;
        _occurrences[Count++] = occurrences;
    }

    /// <param name="blocks">When given, each document stands for its block, once.</param>
    public void Sort(DocumentColumns? blocks)
    {
        if (blocks is not null)
            for (var i = 0; i < Count; i++) _documents[i] = blocks.FirstDocument[blocks.BlockOf[_documents[i]]];
        if (!_isSorted) Array.Sort(_documents, _occurrences, 0, Count);
        if (blocks is null) return;
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (kept > 0 && _documents[kept - 1] == _documents[i]) continue;
            _documents[kept] = _documents[i];
            _occurrences[kept++] = _occurrences[i];
        }
        Count = kept;
    }

    public void Clear() => (Count, _isSorted) = (0, true);
}
