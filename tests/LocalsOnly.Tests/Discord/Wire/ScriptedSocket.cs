using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LocalsOnly.Tests.Discord.Wire;

/// <summary>The gateway's end of one socket. Compresses as <c>zlib-stream</c> does, when the client asked for it.</summary>
internal sealed class ScriptedSocket : IDisposable
{
    private readonly WebSocket _socket;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _compressed = new();
    private readonly ZLibStream? _deflater;

    public ScriptedSocket(WebSocket socket, string query, string path)
    {
        (_socket, Query, Path) = (socket, query, path);
        if (query.Contains("compress=zlib-stream", StringComparison.Ordinal)) _deflater = new ZLibStream(_compressed, CompressionLevel.Fastest, leaveOpen: true);
    }

    public string Query { get; }

    public string Path { get; }

    public Task Over => _over.Task;

    /// <summary>Says hello, takes the identification and begins a session.</summary>
    /// <returns>The identification.</returns>
    public async Task<JsonElement> BeginAsync(int interval = 45_000, string session = "s1", string? resumeAt = null)
    {
        await HelloAsync(interval);
        var identify = await ReceiveAsync(2);
        var resume = resumeAt is null ? "" : $",\"resume_gateway_url\":\"{resumeAt}\"";
        await DispatchAsync("READY", 1, $$"""{"v":10,"user":{"id":"100","username":"vince","bot":true},"guilds":[],"session_id":"{{session}}","application":{"id":"101"} {{resume}} }""");
        return identify;
    }

    public Task HelloAsync(int interval = 45_000) => SendAsync($$"""{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":{{interval}},"_trace":["x"]} }""");

    public Task DispatchAsync(string name, long sequence, string data) => SendAsync($$"""{"t":"{{name}}","s":{{sequence}},"op":0,"d":{{data}}}""");

    public Task SendAsync(string payload) => SendAsync(Encoding.UTF8.GetBytes(payload));

    /// <param name="pieces">How many messages of the socket one payload is cut into.</param>
    public async Task SendAsync(byte[] payload, int pieces = 1)
    {
        if (_deflater is null)
        {
            await _socket.SendAsync(payload, WebSocketMessageType.Text, true, CancellationToken.None);
            return;
        }

        _compressed.SetLength(0);
        await _deflater.WriteAsync(payload);
        await _deflater.FlushAsync();
        var bytes = _compressed.ToArray();
        for (var i = 0; i < pieces; i++)
            await SendRawAsync(bytes[(bytes.Length * i / pieces)..(bytes.Length * (i + 1) / pieces)]);
    }

    public async Task SendRawAsync(byte[] bytes) => await _socket.SendAsync(bytes, WebSocketMessageType.Binary, true, CancellationToken.None);

    /// <summary>The data of the next payload with an opcode; others before it are passed over.</summary>
    public async Task<JsonElement> ReceiveAsync(int op)
    {
        while (true)
        {
            var payload = await NextAsync() ?? throw new InvalidOperationException($"The socket was closed with {CloseCode} instead of a payload {op}.");
            if (payload.GetProperty("op").GetInt32() == op) return payload.GetProperty("d");
        }
    }

    /// <summary>The next payload; null when the client has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var patience = new CancellationTokenSource(ScriptedDiscord.Patience);
        var buffer = new byte[8192];
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await _socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            }
            catch (WebSocketException)
            {
                return null;
            }

            if (received.MessageType == WebSocketMessageType.Close) return null;
            length += received.Count;
            if (received.EndOfMessage) return JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, length));
        }
    }

    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Waits until the client has closed.</summary>
    /// <returns>Its code; null when it was gone without one.</returns>
    public async Task<int?> ClosedAsync()
    {
        while (await NextAsync() is not null)
        {
        }

        if (_socket.State == WebSocketState.CloseReceived) await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        return CloseCode;
    }

    public async Task CloseAsync(int code)
    {
        await _socket.CloseOutputAsync((WebSocketCloseStatus)code, null, CancellationToken.None);
        await ClosedAsync();
        _over.TrySetResult();
    }

    /// <summary>Cuts the line.</summary>
    public void Drop()
    {
        _socket.Abort();
        _over.TrySetResult();
    }

    public void Dispose()
    {
        _over.TrySetResult();
        _deflater?.Dispose();
        _compressed.Dispose();
        _socket.Dispose();
    }
}
