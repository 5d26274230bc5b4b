namespace LocalsOnly.Import.Reading;

/// <summary>A member of an archive expands to more than its container may.</summary>
internal sealed class ExpansionException(string message) : IOException(message);

/// <summary>What may still be expanded from one input.</summary>
internal sealed class ExpansionBudget(long bytes)
{
    public long Left { get; private set; } = bytes;

    public void Take(int count)
    {
        Left -= count;
        if (Left < 0) throw new ExpansionException("the input expands beyond Import:MaxExpandedBytes");
    }
}

/// <summary>Counts what a member really expands to: the sizes a zip claims may be lies.</summary>
internal sealed class GuardedStream(Stream inner, long packed, int maxRatio, ExpansionBudget budget) : Stream
{
    private const long RatioFreeBytes = 64L << 20;

    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        budget.Take(count);
        if (_read > RatioFreeBytes && _read / maxRatio > packed) throw new ExpansionException($"it expands more than {maxRatio} times");
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
