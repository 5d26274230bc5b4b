using System.IO.Compression;

namespace LocalsOnly.Simulation.Discord.Gateway;

/// <summary>The transport compression <c>zlib-stream</c>: one deflate context for the whole socket, flushed after each payload.</summary>
/// <remarks>discord.com/developers/docs/events/gateway#zlibstream</remarks>
internal sealed class FrameCompressor : IDisposable
{
    private readonly MemoryStream _out = new();
    private readonly ZLibStream _zlib;

    public FrameCompressor() => _zlib = new ZLibStream(_out, CompressionLevel.Fastest, leaveOpen: true);

    /// <summary>The compressed frame, which ends in 00 00 FF FF. It is good until the next call.</summary>
    public ReadOnlyMemory<byte> Compress(ReadOnlySpan<byte> frame)
    {
        _out.SetLength(0);
        _zlib.Write(frame);
        _zlib.Flush();
        return _out.GetBuffer().AsMemory(0, (int)_out.Length);
    }

    public void Dispose()
    {
        _zlib.Dispose();
        _out.Dispose();
    }
}
