using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LocalsOnly.Benchmarks.Gateway;

namespace LocalsOnly.Benchmarks.FirstToken;

/// <summary>The least that can be done: one thread that blocks on one socket, the request written by hand, the reply followed by its bytes.</summary>
internal sealed class BlockingSocket(IPEndPoint server) : IDisposable
{
    private readonly byte[] _buffer = new byte[16384];
    private readonly ReplyReader _reply = new();
    private Socket? _socket;

    /// <returns>Milliseconds from just before a connection was looked for to the first byte of text.</returns>
    public double Call(ReadOnlySpan<byte> request)
    {
        var began = Stopwatch.GetTimestamp();
        if (_socket is null)
        {
            _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _socket.Connect(server);
        }

        _socket.Send(request);
        _reply.Begin();
        var firstToken = 0L;
        while (!_reply.IsWhole)
        {
            var count = _socket.Receive(_buffer);
            if (count == 0)
                throw new InvalidDataException("The upstream hung up.");
            _reply.Read(_buffer.AsSpan(0, count));
            if (firstToken == 0 && _reply.Tokens > 0)
                firstToken = Stopwatch.GetTimestamp();
        }

        if (_reply.Closes)
            Dispose();
        return Stopwatch.GetElapsedTime(began, firstToken).TotalMilliseconds;
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
