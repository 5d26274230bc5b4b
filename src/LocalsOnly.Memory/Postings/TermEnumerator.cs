namespace LocalsOnly.Memory.Postings;

/// <summary>Walks the terms of a dictionary page, which are stored as what each shares with the one before and what it adds.</summary>
internal ref struct TermEnumerator(ReadOnlySpan<byte> page, long firstOffset)
{
    private ByteReader _reader = new(page);
    private byte[] _term = new byte[64];
    private int _length;
    private long _next = firstOffset;

    /// <summary>The term; valid until the next one is asked for.</summary>
    public readonly ReadOnlySpan<byte> Term => _term.AsSpan(0, _length);

    public TermEntry Entry { get; private set; }

    public bool MoveNext()
    {
        if (_reader.AtEnd) return false;
        var shared = (int)_reader.Variable();
        var suffix = _reader.Bytes((int)_reader.Variable());
        if (shared > _length) throw new DamagedIndexException("a term shares more than there is");
        _length = shared + suffix.Length;
        if (_length > _term.Length) Array.Resize(ref _term, 2 * _length);
        suffix.CopyTo(_term.AsSpan(shared));
        var documents = (int)_reader.Variable();
        var length = (int)_reader.Variable();
        Entry = new TermEntry(documents, _next, length);
        _next += length;
        return true;
    }
}
