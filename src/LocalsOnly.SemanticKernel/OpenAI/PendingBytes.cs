using System.Buffers;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>Bytes that wait to be read, in one buffer from the pool.</summary>
internal sealed class PendingBytes : IBufferWriter<byte>, IDisposable
{
    private const int Least = 4096;

    private byte[] _buffer = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Written => _buffer.AsSpan(_start, Length);

    /// <summary>Moves as many as fit; gives their number.</summary>
    public int Take(Span<byte> destination)
    {
        var count = Math.Min(Length, destination.Length);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        if (Length == 0)
            (_start, _end) = (0, 0);
        return count;
    }

    /// <summary>Forgets what was written last, so that this much is left.</summary>
    public void Rewind(int length) => _end = _start + length;

    public void Advance(int count) => _end += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_end);
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - _end >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Least, Math.Max(Length + more, 2 * Length)));
        Written.CopyTo(larger);
        (_end, _start) = (Length, 0);
        Return();
        _buffer = larger;
    }

    private void Return()
    {
        if (_buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    public void Dispose()
    {
        (_start, _end) = (0, 0);
        Return();
    }
}
