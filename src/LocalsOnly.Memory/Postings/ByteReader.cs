namespace LocalsOnly.Memory.Postings;

/// <summary>Reads what a <see cref="ByteBuffer"/> wrote.</summary>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public readonly bool AtEnd => Position >= _bytes.Length;

    /// <exception cref="DamagedIndexException">The bytes end before the value does.</exception>
    public ulong Variable()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (Position >= _bytes.Length) throw new DamagedIndexException("a number is cut off");
            var next = _bytes[Position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new DamagedIndexException("a number is too long");
    }

    /// <exception cref="DamagedIndexException">There are fewer bytes.</exception>
    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count < 0 || count > _bytes.Length - Position) throw new DamagedIndexException("a value is cut off");
        Position += count;
        return _bytes.Slice(Position - count, count);
    }
}
