using System.Buffers;

namespace LocalsOnly.Discord.Gateway;

/// <summary>The bytes of one payload, in a rented array that grows up to a bound. What goes beyond the bound is dropped and remembered as such.</summary>
internal sealed class PayloadBuffer(int most) : IDisposable
{
    private const int First = 16 * 1024;
    private const int Kept = 1024 * 1024;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(First);
    private int _length;

    public bool IsTooLong { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        (_length, IsTooLong) = (0, false);
        if (_bytes.Length <= Kept) return;
        // A long one is rare, and its room is not kept for the short ones after it.
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = ArrayPool<byte>.Shared.Rent(First);
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (IsTooLong || bytes.Length > most - _length)
        {
            IsTooLong = true;
            return;
        }

        if (bytes.Length > _bytes.Length - _length) Grow(_length + bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    public void Dispose()
    {
        var bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
