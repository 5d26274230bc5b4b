using System.Buffers;
using System.Text;
using LocalsOnly.Host.Api;
using LocalsOnly.Tests.Inference;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Tests.Host;

public sealed class EventStreamTests : IDisposable
{
    private readonly CountingTime _time = new();
    private readonly MemoryStream _sent = new();
    private readonly DefaultHttpContext _context = new();

    public EventStreamTests() => _context.Response.Body = _sent;

    public void Dispose() => _sent.Dispose();

    [Fact]
    public async Task What_is_written_goes_out_when_the_next_is_waited_for()
    {
        using var stream = new EventStream(_context, _time);
        var next = new TaskCompletionSource<bool>();
        stream.Write("data: 1\n\n"u8);
        Assert.True(await stream.WaitAsync(new ValueTask<bool>(true)));
        Assert.Equal("", Sent);

        var waiting = stream.WaitAsync(new ValueTask<bool>(next.Task));
        Assert.Equal("data: 1\n\n", Sent);
        Assert.Equal("text/event-stream", _context.Response.ContentType);
        next.SetResult(false);
        Assert.False(await waiting);
    }

    [Fact]
    public async Task Silence_gets_a_comment_that_begins_the_response_and_words_do_not()
    {
        using (var stream = new EventStream(_context, _time))
        {
            var next = new TaskCompletionSource<bool>();
            var waiting = stream.WaitAsync(new ValueTask<bool>(next.Task));
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.False(stream.HasBegun);
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.True(stream.HasBegun);
            Assert.Equal(": keep-alive\n\n", Sent);
            next.SetResult(true);
            Assert.True(await waiting);

            // Nobody waits: the one who writes is at work.
            _time.Advance(TimeSpan.FromMinutes(1));
            Assert.Equal(": keep-alive\n\n", Sent);
            stream.Write("data: 1\n\n"u8);
            next = new();
            waiting = stream.WaitAsync(new ValueTask<bool>(next.Task));
            _time.Advance(TimeSpan.FromSeconds(5));
            Assert.Equal(": keep-alive\n\ndata: 1\n\n", Sent);
            next.SetException(new FormatException());
            await Assert.ThrowsAsync<FormatException>(async () => await waiting);
        }

        Assert.Equal(0, _time.Timers);
    }

    private string Sent => Encoding.UTF8.GetString(_sent.ToArray());
}
