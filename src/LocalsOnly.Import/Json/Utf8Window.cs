using System.Buffers;
using System.Text;

namespace LocalsOnly.Import.Json;

/// <summary>
/// What is looked at of a text file of any size, as UTF-8 whatever it was: from <see cref="Start"/>, behind which nothing is needed any more, to <see cref="End"/>, up to which it was read. The bytes are rented, and grow
/// with what lies between the two.
/// </summary>
internal sealed class Utf8Window : IDisposable
{
    private const int LongestMark = 4;

    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    private readonly Stream _stream;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(1 << 16);
    private long _base;

    /// <summary>Begins behind a byte order mark; without one UTF-16 is told by its zeros.</summary>
    /// <param name="stream">The file; not disposed.</param>
    public Utf8Window(Stream stream)
    {
        _stream = stream;
        End = stream.ReadAtLeast(_bytes.AsSpan(0, LongestMark), LongestMark, throwOnEndOfStream: false);
        var head = _bytes.AsSpan(0, End);
        if (head is [0xFF, 0xFE, ..] or [not 0, 0, ..]) _stream = Transcode(Encoding.Unicode);
        else if (head is [0xFE, 0xFF, ..] or [0, not 0, ..]) _stream = Transcode(Encoding.BigEndianUnicode);
        if (_bytes.AsSpan(0, End).StartsWith(s_mark)) Position = s_mark.Length;
    }

    /// <summary>The first byte that is kept.</summary>
    public int Start { get; set; }

    /// <summary>The next byte to be looked at.</summary>
    public int Position { get; set; }

    /// <summary>Behind the last byte that was read.</summary>
    public int End { get; private set; }

    /// <summary>What lies behind <see cref="Start"/>, as far as it was read.</summary>
    public ReadOnlySpan<byte> Kept => _bytes.AsSpan(Start, End - Start);

    /// <summary>What was looked at of it. Valid until the next is read.</summary>
    public ReadOnlyMemory<byte> Taken => _bytes.AsMemory(Start, Position - Start);

    /// <summary>What is yet to be looked at of it.</summary>
    public ReadOnlySpan<byte> Ahead => _bytes.AsSpan(Position, End - Position);

    /// <summary>The byte at <see cref="Position"/>, where <see cref="HasNext"/>.</summary>
    public byte Next => _bytes[Position];

    /// <summary>Where <see cref="Start"/> is in the file, in bytes of UTF-8.</summary>
    public long Offset => _base + Start;

    /// <summary>Bytes consumed so far, as UTF-8.</summary>
    public long BytesRead => _base + Position;

    /// <summary>Whether there is a byte to be looked at; reads on where it has to, and what is kept may move.</summary>
    public bool HasNext() => Position < End || Fill();

    public byte Take() => _bytes[Position++];

    /// <summary>Reads more behind what is kept, which may move; false at the end of the file.</summary>
    public bool Fill()
    {
        if (Start > 0)
        {
            _bytes.AsSpan(Start, End - Start).CopyTo(_bytes);
            _base += Start;
            Position -= Start;
            End -= Start;
            Start = 0;
        }
        if (End == _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
            _bytes.AsSpan(0, End).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        var read = _stream.Read(_bytes.AsSpan(End));
        End += read;
        return read > 0;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private Stream Transcode(Encoding encoding)
    {
        var text = new PrefixedStream(_bytes.AsSpan(0, End).ToArray(), _stream);
        var utf8 = Encoding.CreateTranscodingStream(text, encoding, Encoding.UTF8, leaveOpen: true);
        End = utf8.ReadAtLeast(_bytes.AsSpan(0, LongestMark), s_mark.Length, throwOnEndOfStream: false);
        return utf8;
    }
}
