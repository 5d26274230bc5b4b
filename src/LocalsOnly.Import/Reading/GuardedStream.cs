using LocalsOnly.Import.Json;

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
internal sealed class GuardedStream(Stream inner, long packed, int maxRatio, ExpansionBudget budget) : ReadOnlyStream
{
    private const long RatioFreeBytes = 64L << 20;

    private long _read;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        _read += count;
        budget.Take(count);
        if (_read > RatioFreeBytes && _read / maxRatio > packed) throw new ExpansionException($"it expands more than {maxRatio} times");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
