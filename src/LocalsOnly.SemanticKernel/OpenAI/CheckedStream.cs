using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;

namespace LocalsOnly.SemanticKernel.OpenAI;

/// <summary>
/// An event stream whose end can be believed: it comes only behind a finish reason and, from exo, <c>[DONE]</c>. Everything else is an
/// <see cref="InferenceException"/> from a read, behind all that came before it.
/// </summary>
internal sealed class CheckedStream : Stream
{
    /// <summary>What has come already is handed on in pieces of about this size.</summary>
    private const int Enough = 16 * 1024;

    private readonly HttpContent _content;
    private readonly ExchangeCourse _course;
    private readonly PendingBytes _pending = new();
    private readonly ChunkMender _mender;
    private PipeReader? _reader;
    private SseLines? _lines;
    private Exception? _failure;
    private bool _saidAnything;
    private bool _errorFollows;
    private bool _finished;
    private bool _done;
    private bool _isNews;
    private bool _isHeld;
    private bool _disposed;

    /// <param name="content">Of the response; disposed of with this, which closes its socket unless it has ended.</param>
    public CheckedStream(HttpContent content, ExchangeCourse course, bool simulated)
    {
        (_content, _course, _mender) = (content, course, new ChunkMender(_pending));
        if (course.Exchange.ShowsOpening)
            WriteSign(AnswerFields.Opened, simulated ? "true"u8 : "false"u8);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InferenceException">The stream says an error, or ends before its end, or misses a deadline.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty)
            return 0;
        if (_pending.Length == 0 && _failure is null && !_done)
        {
            if (_isHeld)
                _course.Deadlines.Release();
            (_isNews, _isHeld) = (false, false);
            try
            {
                using var caller = _course.Follow(cancellationToken);
                await FillAsync();
            }
            catch (Exception e)
            {
                _failure = _course.Explain(e, cancellationToken);
            }
        }

        // From here until it asks again the reader is busy with what it is given. A keep-alive is no work, and what it was not given yet neither.
        if (_isNews && !_isHeld)
        {
            _course.Deadlines.Hold();
            _isHeld = true;
        }

        return _pending.Length > 0 ? _pending.Take(buffer.Span)
            : _failure is null ? 0
            : throw _failure;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Blocks a thread until something has come.</summary>
    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    private async Task FillAsync()
    {
        _reader ??= PipeReader.Create(await _content.ReadAsStreamAsync(_course.Token));
        _lines ??= new SseLines(_reader);
        while (!_done && _pending.Length < Enough)
        {
            if (!_lines.TryNext(out var line))
            {
                if (_pending.Length > 0)
                    return;
                line = await _lines.MoveNextAsync(_course.Token);
            }

            if (line == SseLine.End)
                End(_finished && !_course.Exchange.Dialect.EndsWithDone);
            else
                Take(line, _lines.Value.Span);
        }
    }

    private void Take(SseLine line, ReadOnlySpan<byte> value)
    {
        _saidAnything = true;
        switch (line)
        {
            case SseLine.Data when _errorFollows:
            case SseLine.Error:
                throw new WireException((ServerError.Find(value) ?? new ServerError("", null)).Explain());
            case SseLine.Data when value.SequenceEqual("[DONE]"u8):
                End(_finished);
                break;
            case SseLine.Data:
                TakeFrame(value);
                break;
            case SseLine.Comment:
                TakeComment(value);
                break;
            case SseLine.ErrorEvent:
                _errorFollows = true;
                break;
            case SseLine.Field:
                // Names and numbers of events: nobody who reads chat completions has a use for them.
                break;
            default:
                throw new WireException(InferenceFailure.Protocol, "its stream cannot be read");
        }
    }

    private void TakeFrame(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty)
            return;
        _isNews = true;
        var before = _pending.Length;
        try
        {
            _pending.Write("data: "u8);
            _mender.Mend(frame);
            _pending.Write("\n\n"u8);
        }
        catch
        {
            _pending.Rewind(before);
            throw;
        }

        if (_mender.Error is { } error)
        {
            _pending.Rewind(before);
            throw new WireException(error.Explain());
        }

        _finished |= _mender.HasFinished;
        if (_mender.HasToken)
            _course.Deadlines.TokenArrived();
    }

    private void TakeComment(ReadOnlySpan<byte> comment)
    {
        var meaning = StreamComment.Read(comment, simulated: false);
        if (meaning is PrefillProgressContent)
            _course.Deadlines.Progressed();
        if (_course.Exchange.ShowsComments)
        {
            // A keep-alive tells the house's reader nothing, so it is not woken for it either.
            if (meaning is not null)
                WriteSign(AnswerFields.Comment, Encoding.UTF8.GetString(comment));
            return;
        }

        _pending.Write(": "u8);
        _pending.Write(comment);
        _pending.Write("\n\n"u8);
    }

    private void WriteSign(ReadOnlySpan<byte> name, string text)
    {
        var quoted = new ArrayBufferWriter<byte>();
        quoted.Text(text);
        WriteSign(name, quoted.WrittenSpan);
    }

    /// <summary>A chunk without choices, which has no text for anyone who does not look for what it says.</summary>
    private void WriteSign(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var comma = true;
        _isNews = true;
        _pending.Write("data: {\"object\":\"chat.completion.chunk\",\"choices\":[]"u8);
        _pending.Name(ref comma, name);
        _pending.Write(value);
        _pending.Write("}\n\n"u8);
    }

    private void End(bool isWhole)
    {
        if (!isWhole)
        {
            throw !_saidAnything
                ? new WireException(InferenceFailure.Protocol, "it answered with nothing at all")
                : _finished
                    ? new WireException(InferenceFailure.Truncated, "its stream broke off before it said that it was done")
                    : new WireException(InferenceFailure.Truncated, "its stream ended without a finish reason");
        }

        _pending.Write("data: [DONE]\n\n"u8);
        _done = true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _lines?.Dispose();
            _reader?.Complete();
            _content.Dispose();
            _pending.Dispose();
            _course.Dispose();
        }

        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
