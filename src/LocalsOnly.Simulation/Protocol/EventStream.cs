using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>
/// A reply of server-sent events with exo's keep-alive: a comment at once, then one after each 10 s of silence. One timer serves the
/// whole stream; writes never overlap.
/// </summary>
internal sealed class EventStream : IAsyncDisposable
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(10);

    private readonly HttpContext _context;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ITimer _silence;
    private Task _comment = Task.CompletedTask;
    private bool _closed;

    public EventStream(HttpContext context, TimeProvider time)
    {
        _context = context;
        _silence = time.CreateTimer(
            static stream => ((EventStream)stream!).BreakSilence(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sends the headers and the first comment.</summary>
    public Task OpenAsync()
    {
        var response = _context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.Connection = "close";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        return SendAsync(": keep-alive\n\n"u8.ToArray());
    }

    public Task DataAsync(ReadOnlyMemory<byte> json) => SendAsync((byte[])[.. "data: "u8, .. json.Span, .. "\n\n"u8]);

    /// <summary>Writes whole frames and flushes them.</summary>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> frames)
    {
        await _turn.WaitAsync(_context.RequestAborted);
        try
        {
            await _context.Response.Body.WriteAsync(frames, _context.RequestAborted);
            await _context.Response.Body.FlushAsync(_context.RequestAborted);
            if (!_closed)
                _silence.Change(KeepAliveInterval, KeepAliveInterval);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void BreakSilence()
    {
        // A comment that has not gone out yet speaks for the next as well.
        if (_comment.IsCompleted)
            _comment = CommentAsync();
    }

    private async Task CommentAsync()
    {
        try
        {
            await _turn.WaitAsync(_context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return;
        }

        try
        {
            if (_closed)
                return;
            await _context.Response.Body.WriteAsync(": keep-alive\n\n"u8.ToArray(), _context.RequestAborted);
            await _context.Response.Body.FlushAsync(_context.RequestAborted);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client is gone; the request's own end says so.
            return;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _silence.DisposeAsync();
        await _turn.WaitAsync();
        _closed = true;
        _turn.Release();
        await _comment;
    }
}
