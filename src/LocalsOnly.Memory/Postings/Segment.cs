namespace LocalsOnly.Memory.Postings;

/// <summary>
/// An immutable part of the index. Its documents and its dictionary stay in memory once they were read; its lists, which are most of it, are read from the file
/// each time. Safe for several threads: what two of them read at once is the same.
/// </summary>
internal sealed class Segment
{
    private readonly byte[][] _firstTerms;
    private readonly long[] _firstOffsets;
    private readonly byte[]?[] _dictionary;

    private Segment(long id, DocumentColumns documents, byte[][] firstTerms, long[] firstOffsets)
    {
        (Id, Documents, _firstTerms, _firstOffsets) = (id, documents, firstTerms, firstOffsets);
        _dictionary = new byte[]?[firstTerms.Length];
    }

    public long Id { get; }

    public DocumentColumns Documents { get; }

    /// <exception cref="DamagedIndexException">A page is not what was written.</exception>
    public static Segment Load(PageReader pages, long id)
    {
        var firstTerms = new List<byte[]>();
        var firstOffsets = new List<long>();
        var index = new ByteReader(pages.Read(PageId.Of(id, PageKind.TermIndex, 0)));
        while (!index.AtEnd)
        {
            firstTerms.Add(index.Bytes((int)index.Variable()).ToArray());
            firstOffsets.Add((long)index.Variable());
        }
        var documents = DocumentColumns.Read(pages.Read(PageId.Of(id, PageKind.Documents, 0)));
        return new Segment(id, documents, [.. firstTerms], [.. firstOffsets]);
    }

    /// <summary>Looks a term up; null when no document holds it.</summary>
    public TermEntry? Find(PageReader pages, ReadOnlySpan<byte> term)
    {
        var page = PageOf(term);
        if (page < 0) return null;
        var terms = new TermEnumerator(Dictionary(pages, page), _firstOffsets[page]);
        while (terms.MoveNext())
        {
            var order = terms.Term.SequenceCompareTo(term);
            if (order == 0) return terms.Entry;
            if (order > 0) break;
        }
        return null;
    }

    /// <summary>All terms that begin with some bytes, in order.</summary>
    public void VisitTerms(PageReader pages, ReadOnlySpan<byte> prefix, TermEntryVisitor visit)
    {
        for (var page = Math.Max(0, PageOf(prefix)); page < _firstTerms.Length; page++)
        {
            var terms = new TermEnumerator(Dictionary(pages, page), _firstOffsets[page]);
            while (terms.MoveNext())
            {
                if (terms.Term.StartsWith(prefix)) visit(terms.Term, terms.Entry);
                else if (terms.Term.SequenceCompareTo(prefix) > 0) return;
            }
        }
    }

    /// <summary>Reads a list into a buffer and returns its bytes.</summary>
    public static ReadOnlySpan<byte> Read(PageReader pages, long segment, TermEntry entry, ref byte[] buffer)
    {
        if (buffer.Length < entry.Length) buffer = new byte[Math.Max(entry.Length, 2 * buffer.Length)];
        var done = 0;
        while (done < entry.Length)
        {
            var at = entry.Offset + done;
            var page = pages.Read(PageId.Of(segment, PageKind.Postings, (int)(at / PageId.PostingBytes)));
            var from = (int)(at % PageId.PostingBytes);
            if (from >= page.Length) throw new DamagedIndexException("a list of documents is cut off");
            var length = Math.Min(entry.Length - done, page.Length - from);
            page.Slice(from, length).CopyTo(buffer.AsSpan(done));
            done += length;
        }
        return buffer.AsSpan(0, entry.Length);
    }

    /// <summary>A page of the dictionary with where its first list begins, by its number; null behind the last.</summary>
    public (byte[] Terms, long FirstOffset)? DictionaryPage(PageReader pages, int page) =>
        page < _firstTerms.Length ? (_dictionary[page] ?? Load(pages, page), _firstOffsets[page]) : null;

    // The last page whose first term is not after the one looked for.
    private int PageOf(ReadOnlySpan<byte> term)
    {
        int low = 0, high = _firstTerms.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_firstTerms[middle].AsSpan().SequenceCompareTo(term) <= 0) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    private byte[] Dictionary(PageReader pages, int page) => _dictionary[page] ??= Load(pages, page);

    private byte[] Load(PageReader pages, int page) => pages.Read(PageId.Of(Id, PageKind.Dictionary, page)).ToArray();
}

/// <summary>Receives a term; the span is valid during the call only.</summary>
internal delegate void TermEntryVisitor(ReadOnlySpan<byte> term, TermEntry entry);
