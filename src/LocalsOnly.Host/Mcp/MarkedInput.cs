namespace LocalsOnly.Host.Mcp;

/// <summary>A stream of lines with one more line at its end, a mark, and an end that comes only when something else is done.</summary>
/// <param name="input">What is read.</param>
/// <param name="ready">Completes when the end may be told to who reads.</param>
internal sealed class MarkedInput(Stream input, Func<CancellationToken, Task> ready) : Stream
{
    /// <summary>Name of the notification that the mark is.</summary>
    public const string Method = "notifications/localsonly/end-of-input";

    // The last line of a file may lack its end.
    private static readonly byte[] s_mark = [.. "\n{\"jsonrpc\":\"2.0\",\"method\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(Method), .. "\"}\n"u8];

    private int _marked = -1;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_marked < 0)
        {
            // A read from standard input cannot be cancelled, only left behind.
            var read = await input.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
            if (read > 0 || buffer.IsEmpty) return read;
            _marked = 0;
        }
        if (_marked < s_mark.Length)
        {
            var part = s_mark.AsMemory(_marked, Math.Min(buffer.Length, s_mark.Length - _marked));
            part.CopyTo(buffer);
            _marked += part.Length;
            return part.Length;
        }
        await ready(cancellationToken);
        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Lines are read as they come, without blocking a thread.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
