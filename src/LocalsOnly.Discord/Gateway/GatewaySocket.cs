using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LocalsOnly.Discord.Gateway;

/// <summary>One WebSocket to the gateway: whole payloads in, whole payloads out. One reader; any number of senders.</summary>
internal sealed class GatewaySocket(HttpMessageInvoker invoker, TimeProvider time) : IDisposable
{
    /// <summary>The longest payload that is read, in bytes after inflating. That of a server with all its members is a few million.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    /// <summary>The four bytes that end a flushed payload.</summary>
    private const uint Flush = 0x0000FFFF;

    private readonly ClientWebSocket _socket = new();
    private readonly StreamInflater _inflater = new();
    private readonly PayloadBuffer _payload = new(MostBytes);
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ArrayBufferWriter<byte> _outgoing = new(512);
    private int _isDisposed;

    /// <summary>The payload that <see cref="ReceiveAsync"/> read; until it is called again.</summary>
    public ReadOnlySpan<byte> Payload => _payload.Bytes;

    public bool IsTooLong => _payload.IsTooLong;

    /// <summary>Why the other side closed; null when it said nothing.</summary>
    public (int? Code, string? Reason) Closed => ((int?)_socket.CloseStatus, _socket.CloseStatusDescription);

    public Task ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        // The gateway's own heartbeats find out whether the other side is there.
        _socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        return _socket.ConnectAsync(url, invoker, cancellationToken);
    }

    /// <summary>Reads the next payload.</summary>
    /// <returns>False when the other side has closed.</returns>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    /// <exception cref="InvalidDataException">It cannot be inflated.</exception>
    public async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        _payload.Clear();
        var tail = uint.MaxValue;
        while (true)
        {
            var received = await _socket.ReceiveAsync(_chunk.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close) return false;
            var chunk = _chunk.AsMemory(0, received.Count);
            // Compression was asked for, but a gateway that sends text has not listened.
            if (received.MessageType == WebSocketMessageType.Text) _payload.Append(chunk.Span);
            else
            {
                _inflater.Inflate(chunk, _payload);
                foreach (var end in chunk.Span[^Math.Min(4, chunk.Length)..]) tail = (tail << 8) | end;
            }

            if (received.EndOfMessage && (received.MessageType == WebSocketMessageType.Text || tail == Flush)) return true;
        }
    }

    /// <summary>Sends a payload; null data is written as such.</summary>
    public async Task SendAsync<T>(GatewayOp op, T data, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            Write(op, writer => JsonSerializer.Serialize(writer, data, type));
            await _socket.SendAsync(_outgoing.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Sends a payload that is written already: JSON in UTF-8.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye with a code, for as long as a second; the connection is gone afterwards in any case when <see cref="Dispose"/> is called.</summary>
    public async Task CloseAsync(int code)
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
        try
        {
            await _sending.WaitAsync(limit.Token);
            try
            {
                await _socket.CloseOutputAsync((WebSocketCloseStatus)code, statusDescription: null, limit.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception failed) when (failed is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // It was gone already.
        }
    }

    /// <summary>Only when nothing reads or sends any more: the buffers go back to where they were rented.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _socket.Abort();
        _socket.Dispose();
        _inflater.Dispose();
        _payload.Dispose();
        _sending.Dispose();
        ArrayPool<byte>.Shared.Return(_chunk);
    }

    private void Write(GatewayOp op, Action<Utf8JsonWriter> data)
    {
        _outgoing.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_outgoing);
        writer.WriteStartObject();
        writer.WriteNumber("op"u8, (int)op);
        writer.WritePropertyName("d"u8);
        data(writer);
        writer.WriteEndObject();
    }
}
