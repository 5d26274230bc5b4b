using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LocalsOnly.Host.Api;

/// <summary>
/// A reply of server-sent events. What is written goes out when the next thing to write is waited for, and a wait longer than 5 to 10 s gets a
/// comment, because clients hang up on silence. The first thing written begins the response; until then it may still become an error.
/// </summary>
internal sealed class EventStream : IBufferWriter<byte>, IDisposable
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly HttpContext _context;
    private readonly PipeWriter _output;
    private readonly ITimer _timer;
    private Task? _flushing;
    private bool _waiting;
    private bool _quiet;
    private bool _unflushed;

    public EventStream(HttpContext context, TimeProvider time)
    {
        _context = context;
        _output = context.Response.BodyWriter;
        _timer = time.CreateTimer(static me => ((EventStream)me!).KeepAlive(), this, s_tick, s_tick);
    }

    /// <summary>The status and the headers are decided.</summary>
    public bool HasBegun { get; private set; }

    public void Begin()
    {
        if (HasBegun) return;
        HasBegun = true;
        _context.Response.ContentType = "text/event-stream";
        _context.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>
    /// Waits for what is written next. Returns, or throws, only when <paramref name="next"/> has: a sequence must not be disposed of while it moves.
    /// </summary>
    public ValueTask<bool> WaitAsync(ValueTask<bool> next) => next.IsCompletedSuccessfully ? next : WaitLongerAsync(next);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> WaitLongerAsync(ValueTask<bool> next)
    {
        if (_unflushed) await FlushAsync();
        lock (_gate)
            _waiting = true;
        try
        {
            return await next;
        }
        finally
        {
            Task? flushing;
            lock (_gate)
                (_waiting, flushing, _flushing) = (false, _flushing, null);
            if (flushing is not null) await flushing;
        }
    }

    /// <summary>Sends what is written. A caller that has hung up is no error here: the sequence that is written ends with it.</summary>
    public ValueTask FlushAsync()
    {
        _unflushed = false;
        if (_context.RequestAborted.IsCancellationRequested) return default;
        var flush = _output.FlushAsync(CancellationToken.None);
        if (!flush.IsCompletedSuccessfully) return new ValueTask(flush.AsTask());
        _ = flush.Result;
        return default;
    }

    public void Advance(int count)
    {
        _output.Advance(count);
        (_unflushed, _quiet) = (true, false);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Begin();
        return _output.GetMemory(sizeHint);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Begin();
        return _output.GetSpan(sizeHint);
    }

    /// <summary>Writes only while nobody else does: the one who waits takes the gate before and after.</summary>
    private void KeepAlive()
    {
        lock (_gate)
        {
            if (!_waiting || _flushing is not null || _context.RequestAborted.IsCancellationRequested) return;
            if (!_quiet)
            {
                _quiet = true;
                return;
            }

            this.Write(": keep-alive\n\n"u8);
            _flushing = FlushAsync().AsTask();
            if (_flushing.IsCompletedSuccessfully) _flushing = null;
        }
    }

    public void Dispose() => _timer.Dispose();
}
