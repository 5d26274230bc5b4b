using System.Net;
using System.Net.Sockets;
using System.Text;
using LocalsOnly.Inference.Network;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference;

/// <summary>Reads of a crowd over true sockets, with a clock that stands still between rounds.</summary>
public sealed class ReadRoundsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _servers = [];
    private readonly List<RoundStream> _streams = [];
    private readonly ReadRounds _rounds;

    public ReadRoundsTests()
    {
        _rounds = new ReadRounds(_time);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
    }

    public void Dispose()
    {
        foreach (var stream in _streams)
            stream.Dispose();
        foreach (var server in _servers)
            server.Dispose();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_crowd_is_read_when_the_round_comes_and_not_before()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        var reads = Waiting();
        foreach (var server in _servers)
            await SendAsync(server, " token");
        await ArriveAsync();

        // The last ones of the crowd wait for the round; those before them were already being woken for when it became one.
        Assert.All(reads[ReadRounds.Crowd..], read => Assert.False(read.IsCompleted));
        _time.Advance(ReadRounds.Interval);
        Assert.All(await Task.WhenAll(reads), text => Assert.Equal(" token", text));
    }

    [Fact]
    public async Task A_few_streams_are_read_as_they_come()
    {
        await FlowAsync(ReadRounds.Crowd - 1);
        var reads = Waiting();
        foreach (var server in _servers)
            await SendAsync(server, " token");
        Assert.All(await Task.WhenAll(reads), text => Assert.Equal(" token", text));
    }

    [Fact]
    public async Task What_has_come_already_is_read_at_once_in_a_crowd_too()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        _ = Waiting()[..ReadRounds.Crowd];
        var late = await AddAsync();
        await SendAsync(_servers[late], " token");
        await ArriveAsync();
        Assert.Equal(" token", await ReadAsync(_streams[late]));
    }

    [Fact]
    public async Task The_first_reads_after_a_request_wait_for_no_round()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        var asked = _streams[^1];
        _ = Waiting()[..ReadRounds.Crowd];
        await asked.DisposeAsync();
        var next = await ConnectAsync();
        await _streams[next].WriteAsync("ask"u8.ToArray());
        var first = ReadAsync(_streams[next]);
        await SendAsync(_servers[next], "first");
        Assert.Equal("first", await first);
    }

    [Fact]
    public async Task A_stream_that_has_become_slow_is_woken_for_instead_of_being_looked_at()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        var last = Waiting()[^1];
        _time.Advance(ReadRounds.Patience);
        _time.Advance(ReadRounds.Interval);
        await SendAsync(_servers[^1], " at last");
        Assert.Equal(" at last", await last);
    }

    [Fact]
    public async Task The_end_of_a_stream_is_its_end_in_a_round_too()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        var last = Waiting()[^1];
        _servers[^1].Shutdown(SocketShutdown.Send);
        await EndAsync(_streams[^1]);
        _time.Advance(ReadRounds.Interval);
        Assert.Equal("", await last);
    }

    [Fact]
    public async Task A_connection_that_is_reset_fails_the_read_that_waits_for_a_round()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        var last = Waiting()[^1];
        _servers[^1].LingerState = new LingerOption(true, 0);
        _servers[^1].Dispose();
        await EndAsync(_streams[^1]);
        _time.Advance(ReadRounds.Interval);
        await Assert.ThrowsAsync<IOException>(() => last);
    }

    [Fact]
    public async Task Closing_a_stream_ends_its_read_without_a_round()
    {
        await FlowAsync(ReadRounds.Crowd + 1);
        var last = Waiting()[^1];
        await _streams[^1].DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => last);
    }

    [Fact]
    public async Task Who_takes_his_time_with_his_token_does_not_hold_up_those_behind_him()
    {
        await FlowAsync(ReadRounds.Crowd + 2);
        using var holding = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var reads = Waiting(at => at == ReadRounds.Crowd
            ? () =>
            {
                holding.Set();
                release.Wait();
            }
        : null);
        await SendAsync(_servers[^2], " slow");
        await SendAsync(_servers[^1], " behind");
        await ArriveAsync();

        var round = Task.Run(() => _time.Advance(ReadRounds.Interval));
        holding.Wait();
        Assert.False(reads[^1].IsCompleted);
        _rounds.Look();
        Assert.Equal(" behind", await reads[^1]);
        release.Set();
        await round;
        Assert.Equal(" slow", await reads[^2]);
    }

    /// <summary>Opens so many streams and lets each flow: some tokens are read on each.</summary>
    private async Task FlowAsync(int streams)
    {
        for (var i = 0; i < streams; i++)
            await AddAsync();
    }

    private async Task<int> AddAsync()
    {
        var at = await ConnectAsync();
        for (var i = 0; i < 4; i++)
        {
            await SendAsync(_servers[at], ".");
            Assert.Equal(".", await ReadAsync(_streams[at]));
        }

        return at;
    }

    private async Task<int> ConnectAsync()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_listener.LocalEndPoint!);
        _servers.Add(await _listener.AcceptAsync());
        _streams.Add(new RoundStream(client, _rounds));
        return _streams.Count - 1;
    }

    /// <summary>Begins a read on every stream, in order.</summary>
    private List<Task<string>> Waiting(Func<int, Action?>? andThen = null) =>
        [.. _streams.Select((stream, at) => ReadAsync(stream, andThen?.Invoke(at)))];

    private static async Task<string> ReadAsync(RoundStream stream, Action? andThen = null)
    {
        var buffer = new byte[64];
        var count = await stream.ReadAsync(buffer.AsMemory());
        andThen?.Invoke();
        return Encoding.ASCII.GetString(buffer, 0, count);
    }

    private static async Task SendAsync(Socket server, string text) => await server.SendAsync(Encoding.ASCII.GetBytes(text));

    /// <summary>Returns when what was sent has come to every stream that was sent something.</summary>
    private async Task ArriveAsync()
    {
        foreach (var stream in _streams.TakeLast(1))
            await Task.Run(() => SpinWait.SpinUntil(() => stream.Socket.Available > 0));
    }

    /// <summary>Returns when the end, or the breaking, of a connection can be seen.</summary>
    private static Task EndAsync(RoundStream stream) => Task.Run(() => SpinWait.SpinUntil(() => stream.Socket.Poll(0, SelectMode.SelectRead)));
}
