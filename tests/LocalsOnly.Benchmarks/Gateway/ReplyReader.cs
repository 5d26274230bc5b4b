using System.Buffers.Text;
using System.Text;
using LocalsOnly.Benchmarks.Upstream;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>
/// Follows one HTTP/1.1 reply through its bytes without keeping them: the status, where it ends (chunked, by length or by the connection),
/// how many tokens it held and whether it said <c>[DONE]</c>. Allocates nothing once made.
/// </summary>
internal sealed class ReplyReader
{
    private readonly byte[] _head = new byte[8192];
    private readonly byte[] _tail = new byte[16];
    private int _headLength;
    private int _tailLength;
    private long _left;
    private Part _part;

    private enum Part
    {
        Head,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailer,
        Length,
        UntilClose,
        End,
    }

    public int Status { get; private set; }

    public int Tokens { get; private set; }

    /// <summary>Whether the server ends the connection with this reply.</summary>
    public bool Closes { get; private set; }

    public bool IsWhole => _part == Part.End;

    public bool SaidDone => _tail.AsSpan(0, _tailLength).IndexOf("[DONE]"u8) >= 0;

    public void Begin()
    {
        (_part, _headLength, _tailLength, _left) = (Part.Head, 0, 0, 0);
        (Status, Tokens, Closes) = (0, 0, false);
    }

    /// <summary>Nothing more comes. A reply that ends with its connection is whole now; any other was cut off.</summary>
    public void EndOfConnection() => _part = _part == Part.UntilClose ? Part.End : _part;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _part != Part.End)
        {
            bytes = _part switch
            {
                Part.Head => ReadHead(bytes),
                Part.ChunkSize => ReadChunkSize(bytes),
                Part.ChunkData or Part.Length => ReadBody(bytes),
                Part.ChunkEnd or Part.Trailer => ReadLineEnd(bytes),
                _ => Count(bytes, bytes.Length),
            };
        }
    }

    private ReadOnlySpan<byte> ReadHead(ReadOnlySpan<byte> bytes)
    {
        var before = _headLength;
        var taken = Math.Min(bytes.Length, _head.Length - before);
        bytes[..taken].CopyTo(_head.AsSpan(before));
        _headLength += taken;
        var end = _head.AsSpan(0, _headLength).IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return taken < bytes.Length ? throw new InvalidDataException("The head of a reply is longer than 8 KB.") : default;
        ReadHeaders(_head.AsSpan(0, end));
        return bytes[(end + 4 - before)..];
    }

    private void ReadHeaders(ReadOnlySpan<byte> head)
    {
        Status = Utf8Parser.TryParse(head[9..], out int status, out _) ? status : 0;
        _part = Part.UntilClose;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (Has(line, "transfer-encoding:"u8, out _))
            {
                _part = Part.ChunkSize;
            }
            else if (Has(line, "content-length:"u8, out var value) && Utf8Parser.TryParse(value, out long length, out _))
            {
                _left = length;
                _part = length == 0 ? Part.End : Part.Length;
            }
            else if (Has(line, "connection:"u8, out value))
            {
                Closes = Ascii.EqualsIgnoreCase(value, "close"u8);
            }
        }
    }

    private static bool Has(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length < name.Length || !Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;
        value = line[name.Length..].Trim((byte)' ');
        return true;
    }

    private ReadOnlySpan<byte> ReadChunkSize(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var digit = bytes[i] switch
            {
                >= (byte)'0' and <= (byte)'9' and var b => b - '0',
                >= (byte)'a' and <= (byte)'f' and var b => b - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' and var b => b - 'A' + 10,
                _ => -1,
            };
            if (digit >= 0)
            {
                _left = (_left * 16) + digit;
            }
            else if (bytes[i] == '\n')
            {
                _part = _left == 0 ? Part.Trailer : Part.ChunkData;
                return bytes[(i + 1)..];
            }
        }

        return default;
    }

    private ReadOnlySpan<byte> ReadBody(ReadOnlySpan<byte> bytes)
    {
        var count = (int)Math.Min(_left, bytes.Length);
        var rest = Count(bytes, count);
        _left -= count;
        if (_left == 0)
            _part = _part == Part.Length ? Part.End : Part.ChunkEnd;
        return rest;
    }

    private ReadOnlySpan<byte> ReadLineEnd(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
            return default;
        _part = _part == Part.Trailer ? Part.End : Part.ChunkSize;
        return bytes[(end + 1)..];
    }

    private ReadOnlySpan<byte> Count(ReadOnlySpan<byte> bytes, int count)
    {
        var body = bytes[..count];
        Tokens += body.Count(UpstreamFrames.Marker);
        if (body.Length >= _tail.Length)
        {
            body[^_tail.Length..].CopyTo(_tail);
            _tailLength = _tail.Length;
        }
        else
        {
            var kept = Math.Min(_tailLength, _tail.Length - body.Length);
            _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
            body.CopyTo(_tail.AsSpan(kept));
            _tailLength = kept + body.Length;
        }

        return bytes[count..];
    }
}
