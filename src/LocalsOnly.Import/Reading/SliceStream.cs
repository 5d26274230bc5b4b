using LocalsOnly.Import.Json;

namespace LocalsOnly.Import.Reading;

/// <summary>So many bytes of a stream from where it stands.</summary>
internal sealed class SliceStream(Stream inner, long length) : ReadOnlyStream
{
    private long _read;

    public override long Position { get => _read; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, length - _read)]);
        _read += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
