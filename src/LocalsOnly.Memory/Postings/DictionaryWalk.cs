namespace LocalsOnly.Memory.Postings;

/// <summary>Walks the terms of one segment in order, with their lists, while segments are merged.</summary>
/// <param name="pages">Reads it; disposed of with this.</param>
/// <param name="segment">Whose terms.</param>
/// <param name="moved">The new number of each document; negative for one that is gone.</param>
internal sealed class DictionaryWalk(PageReader pages, Segment segment, int[] moved) : IDisposable
{
    private readonly int[] _documents = new int[PostingList.BlockSize];
    private readonly uint[] _occurrences = new uint[PostingList.BlockSize];
    private byte[] _page = [];
    private byte[] _term = new byte[64];
    private byte[] _list = [];
    private int _length;
    private int _position;
    private int _nextPage;
    private long _offset;
    private TermEntry _entry;

    public ReadOnlySpan<byte> Term => _term.AsSpan(0, _length);

    public bool AtEnd { get; private set; }

    /// <summary>Goes to the next term.</summary>
    public void MoveNext()
    {
        if (_position == _page.Length)
        {
            if (segment.DictionaryPage(pages, _nextPage++) is not { } page)
            {
                AtEnd = true;
                return;
            }
            (_page, _offset) = page;
            (_position, _length) = (0, 0);
        }
        var reader = new ByteReader(_page.AsSpan(_position));
        var shared = (int)reader.Variable();
        var suffix = reader.Bytes((int)reader.Variable());
        if (shared > _length) throw new DamagedIndexException("a term shares more than there is");
        _length = shared + suffix.Length;
        if (_length > _term.Length) Array.Resize(ref _term, 2 * _length);
        suffix.CopyTo(_term.AsSpan(shared));
        _entry = new TermEntry((int)reader.Variable(), _offset, (int)reader.Variable());
        _offset += _entry.Length;
        _position += reader.Position;
    }

    /// <summary>Adds the documents that hold the term, by their new numbers.</summary>
    public void AddTo(MergedList merged)
    {
        var cursor = new PostingCursor(Segment.Read(pages, segment.Id, _entry, ref _list), _entry.Documents, _documents, _occurrences);
        while (cursor.Next())
            for (var i = 0; i < cursor.Count; i++)
                if (moved[_documents[i]] is var document and >= 0) merged.Add(document, (byte)_occurrences[i]);
    }

    public void Dispose() => pages.Dispose();
}
