using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LocalsOnly.Inference.Wire;

/// <summary>What a line of an event stream is.</summary>
internal enum SseLine
{
    /// <summary>The stream has ended.</summary>
    End,

    /// <summary><c>data:</c>, one whole frame: none of the servers splits one over several lines.</summary>
    Data,

    /// <summary>A line that begins with a colon. exo tells its progress and its speed here, which is why no stock parser will do.</summary>
    Comment,

    /// <summary>Another field of an event (<c>id:</c>, <c>retry:</c>, an <c>event:</c> of no matter).</summary>
    Field,

    /// <summary><c>event: error</c>: the frame that follows is an error, however it looks. LM Studio says so.</summary>
    ErrorEvent,

    /// <summary><c>error:</c> with the error itself, which is no event stream's: what llama.cpp sent until late in 2025 (PR 16109).</summary>
    Error,

    /// <summary>Not an event stream at all: a web page, a JSON object.</summary>
    Foreign,
}

/// <summary>Reads an event stream line by line, LF or CRLF, without copying except where a line straddles two buffers.</summary>
internal sealed class SseLines(PipeReader reader) : IDisposable
{
    /// <summary>A whole tool call fits many times over; a server gone mad does not.</summary>
    private const int LongestLine = 8 * 1024 * 1024;

    private ReadOnlySequence<byte> _buffer;
    private bool _holding;
    private bool _completed;
    private byte[]? _rented;

    /// <summary>The line without its field name and line end. Valid until the next <see cref="MoveNextAsync"/>.</summary>
    public ReadOnlyMemory<byte> Value { get; private set; }

    /// <summary>The next line that is not blank, if it has come already. What was valid of <see cref="Value"/> is not any more.</summary>
    public bool TryNext(out SseLine kind)
    {
        while (_holding && TryTake(out var line))
        {
            if (line.IsEmpty)
                continue;
            kind = Classify(line);
            return true;
        }

        kind = SseLine.End;
        return false;
    }

    /// <summary>The next line that is not blank. A last line without a line end is dropped: it was cut off.</summary>
    /// <exception cref="InvalidDataException">A line is longer than 8 MiB.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SseLine> MoveNextAsync(CancellationToken cancellationToken)
    {
        SseLine kind;
        while (!TryNext(out kind))
        {
            if (_holding)
            {
                if (_buffer.Length > LongestLine)
                    throw new InvalidDataException("A line of the stream is longer than 8 MiB.");
                reader.AdvanceTo(_buffer.Start, _buffer.End);
                _holding = false;
            }

            if (_completed)
                return SseLine.End;
            var read = await reader.ReadAsync(cancellationToken);
            _buffer = read.Buffer;
            _completed = read.IsCompleted;
            _holding = true;
        }

        return kind;
    }

    private bool TryTake(out ReadOnlyMemory<byte> line)
    {
        if (_buffer.PositionOf((byte)'\n') is not { } end)
        {
            line = default;
            return false;
        }

        line = Contiguous(_buffer.Slice(0, end));
        if (!line.IsEmpty && line.Span[^1] == '\r')
            line = line[..^1];
        _buffer = _buffer.Slice(_buffer.GetPosition(1, end));
        return true;
    }

    private ReadOnlyMemory<byte> Contiguous(ReadOnlySequence<byte> line)
    {
        if (line.IsSingleSegment)
            return line.First;
        var length = (int)line.Length;
        if (_rented is null || _rented.Length < length)
        {
            Dispose();
            _rented = ArrayPool<byte>.Shared.Rent(length);
        }

        line.CopyTo(_rented);
        return _rented.AsMemory(0, length);
    }

    private SseLine Classify(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        if (span.StartsWith("data:"u8))
            return Take(SseLine.Data, line[5..]);
        if (span[0] == ':')
            return Take(SseLine.Comment, line[1..]);
        if (span.StartsWith("event:"u8))
            return Take(span["event:"u8.Length..].Trim((byte)' ').SequenceEqual("error"u8) ? SseLine.ErrorEvent : SseLine.Field, line);
        if (span.StartsWith("error:"u8))
            return Take(SseLine.Error, line["error:".Length..]);
        return Take(span.StartsWith("id:"u8) || span.StartsWith("retry:"u8) ? SseLine.Field : SseLine.Foreign, line);
    }

    private SseLine Take(SseLine kind, ReadOnlyMemory<byte> value)
    {
        Value = !value.IsEmpty && value.Span[0] == ' ' ? value[1..] : value;
        return kind;
    }

    public void Dispose()
    {
        if (_rented is not null)
            ArrayPool<byte>.Shared.Return(_rented);
        _rented = null;
    }
}
