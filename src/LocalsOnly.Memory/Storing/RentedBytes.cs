using System.Buffers;

namespace LocalsOnly.Memory.Storing;

/// <summary>
/// Bytes in rented memory, on their way from one thread to the next. Whoever has them last disposes of them; what is lost with a fault is collected like any other array.
/// Not safe for use by several threads at once.
/// </summary>
internal sealed class RentedBytes : IBufferWriter<byte>, IDisposable
{
    // The pool keeps dozens of every size: of what is larger and rare, that would be more than it saves.
    private const int LongestRented = 128 << 10;

    private byte[] _buffer;

    /// <param name="capacity">Expected length; it grows when there is more.</param>
    public RentedBytes(int capacity) => _buffer = Rent(capacity);

    public int Length { get; private set; }

    /// <summary>What was written; valid until more is written or this is disposed of.</summary>
    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    public static RentedBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        var copy = new RentedBytes(bytes.Length);
        bytes.CopyTo(copy._buffer);
        copy.Length = bytes.Length;
        return copy;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var room = Math.Max(1, sizeHint);
        if (_buffer.Length - Length < room)
        {
            var larger = Rent(Math.Max(checked(Length + room), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
            Span.CopyTo(larger);
            Return(_buffer);
            _buffer = larger;
        }
        return _buffer.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        var buffer = _buffer;
        (_buffer, Length) = ([], 0);
        Return(buffer);
    }

    private static byte[] Rent(int length) => length <= LongestRented ? ArrayPool<byte>.Shared.Rent(length) : GC.AllocateUninitializedArray<byte>(length);

    private static void Return(byte[] buffer)
    {
        if (buffer.Length is > 0 and <= LongestRented) ArrayPool<byte>.Shared.Return(buffer);
    }
}
