using System.Net;
using System.Net.Sockets;
using LocalsOnly.Inference.Network;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference;

public sealed class SpareConnectionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly List<bool> _opened = [];
    private readonly SpareConnection _spares;

    public SpareConnectionTests()
    {
        _server.Start();
        _spares = new SpareConnection(ConnectAsync, _time);
    }

    private DnsEndPoint Target => new("127.0.0.1", ((IPEndPoint)_server.LocalEndpoint).Port);

    [Fact]
    public async Task Who_is_asked_once_in_a_while_gets_no_spare()
    {
        await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        await AskAsync();
        Assert.Equal([false, false], _opened);
    }

    [Fact]
    public async Task Who_is_asked_again_and_again_is_answered_over_the_connection_kept_ahead()
    {
        await AskAsync();
        await AskAsync();
        Assert.Equal([false, false, true], _opened);
        await AskAsync();
        // Nobody waited for a connection: it was there, and the next one is.
        Assert.Equal([false, false, true, true], _opened);
    }

    [Fact]
    public async Task A_spare_that_is_old_is_not_used()
    {
        await AskAsync();
        await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        await AskAsync();
        Assert.Equal([false, false, true, false], _opened);
    }

    [Fact]
    public async Task A_spare_that_the_server_has_hung_up_on_is_not_used()
    {
        await AskAsync();
        await AskAsync();
        for (var i = 0; i < 3; i++)
            (await _server.AcceptTcpClientAsync()).Dispose();
        await AskAsync();
        Assert.Equal([false, false, true, false], _opened.Take(4));
    }

    public void Dispose()
    {
        _spares.Dispose();
        _server.Dispose();
    }

    private async Task AskAsync()
    {
        await using var connection = await _spares.TakeAsync(Target, CancellationToken.None);
        _spares.Prepare();
        await _spares.Opening;
    }

    private async ValueTask<NetworkStream> ConnectAsync(DnsEndPoint target, bool isAhead, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(target, cancellationToken);
        lock (_opened)
            _opened.Add(isAhead);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
