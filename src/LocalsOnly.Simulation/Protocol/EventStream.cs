using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Why a stream's writer woke up.</summary>
[Flags]
internal enum Woken
{
    None = 0,

    /// <summary>There is something to write.</summary>
    News = 1,

    /// <summary>Nothing was sent for 10 s.</summary>
    Silence = 2,

    /// <summary>The client has closed the connection.</summary>
    Gone = 4,
}

/// <summary>
/// A reply of server-sent events with exo's keep-alive: a comment at once, then one after each 10 s of silence. One writer, woken by
/// anybody; neither a wake-up nor a wait allocates, and one timer serves the whole stream.
/// </summary>
internal sealed class EventStream : IValueTaskSource<Woken>, IDisposable
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(10);

    private readonly HttpContext _context;
    private readonly TimeProvider _time;
    private readonly ITimer _silence;
    private readonly CancellationTokenRegistration _aborted;
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<Woken> _wait = new() { RunContinuationsAsynchronously = true };
    private Woken _pending;
    private bool _waiting;
    private bool _disposed;
    private long _lastSent;

    public EventStream(HttpContext context, TimeProvider time)
    {
        (_context, _time) = (context, time);
        _silence = time.CreateTimer(
            static stream => ((EventStream)stream!).LookForSilence(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _aborted = context.RequestAborted.UnsafeRegister(static stream => ((EventStream)stream!).Wake(Woken.Gone), this);
    }

    /// <summary>Takes whole frames; <see cref="FlushAsync"/> sends them.</summary>
    public PipeWriter Writer => _context.Response.BodyWriter;

    /// <summary>Sends the headers and the first comment.</summary>
    public async Task OpenAsync()
    {
        var response = _context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.Connection = "close";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        WriteKeepAlive();
        await FlushAsync();
        _silence.Change(KeepAliveInterval, Timeout.InfiniteTimeSpan);
    }

    public void WriteKeepAlive() => Write(": keep-alive\n\n"u8);

    public void Write(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(Writer.GetSpan(frame.Length));
        Writer.Advance(frame.Length);
    }

    /// <summary>Sends what was written.</summary>
    public ValueTask<FlushResult> FlushAsync()
    {
        Volatile.Write(ref _lastSent, _time.GetTimestamp());
        return Writer.FlushAsync();
    }

    /// <summary>Wakes the writer, now or as soon as it waits.</summary>
    public void Wake() => Wake(Woken.News);

    /// <summary>Waits until there is a reason to write. For one writer at a time.</summary>
    public ValueTask<Woken> WaitAsync()
    {
        lock (_gate)
        {
            if (_pending != Woken.None)
            {
                var pending = _pending;
                _pending = Woken.None;
                return ValueTask.FromResult(pending);
            }

            _waiting = true;
            _wait.Reset();
            return new ValueTask<Woken>(this, _wait.Version);
        }
    }

    private void Wake(Woken why)
    {
        lock (_gate)
        {
            if (!_waiting)
            {
                _pending |= why;
                return;
            }

            _waiting = false;
        }

        _wait.SetResult(why);
    }

    private void LookForSilence()
    {
        var silent = _time.GetElapsedTime(Volatile.Read(ref _lastSent));
        if (silent >= KeepAliveInterval)
        {
            Wake(Woken.Silence);
            silent = TimeSpan.Zero;
        }

        // A timer that is changed while another thread disposes of it may go off later with nobody to tell.
        lock (_gate)
        {
            if (!_disposed)
                _silence.Change(KeepAliveInterval - silent, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _silence.Dispose();
        }

        _aborted.Dispose();
    }

    Woken IValueTaskSource<Woken>.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<Woken>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<Woken>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);
}
