using System.IO.Compression;

namespace LocalsOnly.Discord.Gateway;

/// <summary>
/// Inflates <c>zlib-stream</c>: one zlib stream for the whole connection, flushed after each payload, so that what was inflated earlier is needed for what comes.
/// </summary>
/// <remarks>discord.com/developers/docs/events/gateway#zlibstream.</remarks>
internal sealed class StreamInflater : IDisposable
{
    private readonly Feed _feed = new();
    private readonly ZLibStream _stream;
    private readonly byte[] _piece = new byte[16 * 1024];

    public StreamInflater() => _stream = new ZLibStream(_feed, CompressionMode.Decompress);

    /// <exception cref="InvalidDataException">The stream is broken, and stays so.</exception>
    public void Inflate(ReadOnlyMemory<byte> compressed, PayloadBuffer to)
    {
        _feed.Next = compressed;
        int read;
        while ((read = _stream.Read(_piece, 0, _piece.Length)) > 0) to.Append(_piece.AsSpan(0, read));
        if (_feed.Next.Length > 0) throw new InvalidDataException("The stream of the gateway ended before the connection did.");
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Gives what has come in, and says for now that there is no more.</summary>
    private sealed class Feed : Stream
    {
        public ReadOnlyMemory<byte> Next { get; set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var taken = Math.Min(buffer.Length, Next.Length);
            Next.Span[..taken].CopyTo(buffer);
            Next = Next[taken..];
            return taken;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
