using LocalsOnly.Memory.Embedding.Vectors;
using LocalsOnly.Memory.Postings;

namespace LocalsOnly.Memory.Dense;

/// <summary>
/// Which vectors the documents of a segment have. A segment never changes, so this is made once, and as the file of vectors grows only what had none is looked up.
/// </summary>
internal sealed class SegmentVectors
{
    private readonly DocumentColumns _columns;
    private readonly long[] _contents;
    private readonly int[] _documents;
    private readonly int[] _rows;
    private int _generation = -1;
    private int _seen = -1;

    public SegmentVectors(DocumentColumns columns)
    {
        _columns = columns;
        _rows = new int[columns.Count];
        Array.Fill(_rows, -1);
        _contents = [.. columns.Content];
        _documents = new int[columns.Count];
        for (var i = 0; i < _documents.Length; i++) _documents[i] = i;
        _contents.AsSpan().Sort(_documents.AsSpan());
    }

    /// <summary>Of each document the row of its vector, or a negative number. For one thread at a time.</summary>
    /// <param name="file">Where the vectors are.</param>
    /// <param name="rows">How many rows it has: when it has more than the last time, they are looked at.</param>
    /// <param name="generation">Of the file: rows of an earlier one are no longer valid.</param>
    public ReadOnlySpan<int> Rows(VectorFile file, int rows, int generation)
    {
        if (rows == _seen && generation == _generation) return _rows;
        if (generation != _generation) _rows.AsSpan().Fill(-1);
        file.Find(_columns.Content, _rows);
        (_seen, _generation) = (rows, generation);
        return _rows;
    }

    /// <summary>The documents of a content.</summary>
    public ReadOnlySpan<int> Documents(long content)
    {
        var at = _contents.AsSpan().BinarySearch(content);
        if (at < 0) return [];
        var to = at + 1;
        while (at > 0 && _contents[at - 1] == content) at--;
        while (to < _contents.Length && _contents[to] == content) to++;
        return _documents.AsSpan(at, to - at);
    }
}
