using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LocalsOnly.Benchmarks.Gateway;

/// <summary>What one request came to. Times in milliseconds from just before a connection was looked for.</summary>
/// <param name="FirstToken">Until the first byte of text was there.</param>
/// <param name="Total">Until the reply was whole.</param>
/// <param name="Flaw">Why it counts as lost; null when it was whole.</param>
internal readonly record struct Call(double FirstToken, double Total, string? Flaw);

/// <summary>One program that asks again and again, over its own connection for as long as the server leaves it open.</summary>
internal sealed class Caller(IPEndPoint server) : IDisposable
{
    private readonly byte[] _buffer = new byte[16384];
    private readonly ReplyReader _reply = new();
    private Socket? _socket;

    /// <param name="request">The whole HTTP request.</param>
    /// <param name="tokens">Tokens that the answer must have.</param>
    /// <param name="streams">Whether the answer must say <c>[DONE]</c>.</param>
    public async Task<Call> CallAsync(ReadOnlyMemory<byte> request, int tokens, bool streams)
    {
        var began = Stopwatch.GetTimestamp();
        var firstToken = 0L;
        _reply.Begin();
        try
        {
            if (_socket is null)
            {
                _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await _socket.ConnectAsync(server);
            }

            await _socket.SendAsync(request);
            while (!_reply.IsWhole)
            {
                var count = await _socket.ReceiveAsync(_buffer);
                if (count == 0)
                {
                    _reply.EndOfConnection();
                    break;
                }

                _reply.Read(_buffer.AsSpan(0, count));
                if (firstToken == 0 && _reply.Tokens > 0)
                    firstToken = Stopwatch.GetTimestamp();
            }
        }
        catch (Exception e) when (e is SocketException or InvalidDataException)
        {
            Dispose();
            return new Call(double.NaN, double.NaN, e.Message);
        }

        var ended = Stopwatch.GetTimestamp();
        if (_reply.Closes || !_reply.IsWhole)
            Dispose();
        return new Call(Milliseconds(began, firstToken), Milliseconds(began, ended), Flaw(tokens, streams));
    }

    private string? Flaw(int tokens, bool streams) =>
        _reply.Status != 200 ? $"status {_reply.Status}"
        : !_reply.IsWhole ? "cut off"
        : _reply.Tokens != tokens ? $"{_reply.Tokens} of {tokens} tokens"
        : streams && !_reply.SaidDone ? "no [DONE]"
        : null;

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
