namespace LocalsOnly.Memory.Postings;

/// <summary>Writes a segment: terms in ascending order of their bytes, then the documents.</summary>
internal sealed class SegmentWriter(IPageSink pages, long segment)
{
    // A term is found by reading one page from its beginning: larger costs time, smaller costs memory for the index of first terms.
    private const int TermsOnPage = 128;

    private readonly ByteBuffer _index = new();
    private readonly ByteBuffer _dictionary = new();
    private readonly ByteBuffer _postings = new();
    private readonly ByteBuffer _page = new();
    private byte[] _previous = [];
    private int _previousLength;
    private int _termsOnPage;
    private int _dictionaryPages;
    private int _postingPages;
    private long _flushed;

    /// <summary>Adds a term with the documents that hold it.</summary>
    /// <param name="term">UTF-8, greater than the one before.</param>
    /// <param name="documents">Ascending.</param>
    /// <param name="occurrences">Of each.</param>
    public void Add(ReadOnlySpan<byte> term, ReadOnlySpan<int> documents, ReadOnlySpan<byte> occurrences)
    {
        if (_termsOnPage == TermsOnPage) FlushDictionary();
        var shared = 0;
        if (_termsOnPage == 0)
        {
            _index.WriteVariable((ulong)term.Length);
            _index.Write(term);
            _index.WriteVariable((ulong)(_flushed + _postings.Length));
        }
        else
        {
            shared = _previous.AsSpan(0, _previousLength).CommonPrefixLength(term);
        }
        var start = _postings.Length;
        PostingList.Write(documents, occurrences, _postings);
        _dictionary.WriteVariable((ulong)shared);
        _dictionary.WriteVariable((ulong)(term.Length - shared));
        _dictionary.Write(term[shared..]);
        _dictionary.WriteVariable((ulong)documents.Length);
        _dictionary.WriteVariable((ulong)(_postings.Length - start));
        _termsOnPage++;
        if (_previous.Length < term.Length) _previous = new byte[Math.Max(64, 2 * term.Length)];
        term.CopyTo(_previous);
        _previousLength = term.Length;
        FlushPostings(atLeast: PageId.PostingBytes);
    }

    /// <summary>Writes what is left, and the documents.</summary>
    public void Complete(DocumentColumns documents)
    {
        if (_termsOnPage > 0) FlushDictionary();
        FlushPostings(atLeast: 1);
        pages.Write(PageId.Of(segment, PageKind.TermIndex, 0), _index);
        documents.Write(_page);
        pages.Write(PageId.Of(segment, PageKind.Documents, 0), _page);
    }

    private void FlushDictionary()
    {
        pages.Write(PageId.Of(segment, PageKind.Dictionary, _dictionaryPages++), _dictionary);
        _termsOnPage = 0;
    }

    private void FlushPostings(int atLeast)
    {
        if (_postings.Length < atLeast) return;
        var done = 0;
        while (_postings.Length - done >= atLeast)
        {
            var length = Math.Min(PageId.PostingBytes, _postings.Length - done);
            _page.Write(_postings.Span.Slice(done, length));
            pages.Write(PageId.Of(segment, PageKind.Postings, _postingPages++), _page);
            done += length;
        }
        _flushed += done;
        _postings.RemoveFirst(done);
    }
}
