namespace LocalsOnly.Memory.Postings;

/// <summary>Bytes that grow at their end; cleared and used again.</summary>
internal sealed class ByteBuffer
{
    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public Span<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Makes room for bytes, which are not cleared.</summary>
    public void Advance(int count)
    {
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(Length + count, 2 * _bytes.Length));
        Length += count;
    }

    public void WriteByte(byte value)
    {
        Advance(1);
        _bytes[Length - 1] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        var at = Length;
        Advance(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(at));
    }

    /// <summary>Seven bits a byte, the lowest first; the highest bit says that more follow (LEB128).</summary>
    public void WriteVariable(ulong value)
    {
        while (value >= 0x80)
        {
            WriteByte((byte)(value | 0x80));
            value >>= 7;
        }
        WriteByte((byte)value);
    }

    /// <summary>Takes bytes away at the beginning.</summary>
    public void RemoveFirst(int count)
    {
        _bytes.AsSpan(count, Length - count).CopyTo(_bytes);
        Length -= count;
    }

    public void Clear() => Length = 0;
}
