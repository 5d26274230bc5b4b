using System.IO.Compression;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LocalsOnly.Simulation.Discord;

namespace LocalsOnly.Tests.Discord.FakeDiscord;

/// <summary>A client of the gateway that does only what it is told, right or wrong.</summary>
internal sealed class RawGateway : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _compressed = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private ZLibStream? _zlib;

    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    public string? CloseReason => _socket.CloseStatusDescription;

    public static async Task<RawGateway> OpenAsync(SimulatedDiscord discord, string path = "/?v=10&encoding=json")
    {
        var gateway = new RawGateway();
        await gateway._socket.ConnectAsync(new Uri($"ws://{discord.ApiUrl.Authority}{path}"), default);
        return gateway;
    }

    /// <summary>Connects, identifies and reads on to READY.</summary>
    public static async Task<(RawGateway Gateway, JsonElement Ready)> IdentifyAsync(SimulatedDiscord discord, SimulatedBot bot, int intents = Intents.All, string path = "/?v=10&encoding=json")
    {
        var gateway = await OpenAsync(discord, path);
        await gateway.NextAsync(10);
        await gateway.SendAsync(Identify(bot.Token, intents));
        return (gateway, await gateway.EventAsync("READY"));
    }

    public static string Identify(string token, int intents = Intents.All) =>
        $$$"""{"op":2,"d":{"token":"{{{token}}}","intents":{{{intents}}},"properties":{"os":"linux","browser":"raw","device":"raw"} }}""";

    public static string Resume(string token, string session, int sequence) => $$$"""{"op":6,"d":{"token":"{{{token}}}","session_id":"{{{session}}}","seq":{{{sequence}}} }}""";

    public Task SendAsync(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, true, default);

    public Task SendAsync(byte[] frame) => _socket.SendAsync(frame, WebSocketMessageType.Binary, true, default);

    public Task CloseAsync(int status) => _socket.CloseAsync((WebSocketCloseStatus)status, "", default);

    /// <summary>The next frame; undefined when the socket was closed instead.</summary>
    public async Task<JsonElement> NextAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        using var frame = new MemoryStream();
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer, patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return default;
            frame.Write(_buffer, 0, received.Count);
            if (received.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(received.MessageType == WebSocketMessageType.Binary ? Inflate(frame.ToArray()) : frame.ToArray());
        }
    }

    /// <summary>The next frame with an op; others are skipped.</summary>
    public async Task<JsonElement> NextAsync(int op)
    {
        while (true)
        {
            var frame = await NextAsync();
            Assert.True(frame.ValueKind == JsonValueKind.Object, $"closed with {CloseStatus} {CloseReason}");
            if (frame.GetProperty("op").GetInt32() == op)
                return frame;
        }
    }

    /// <summary>The <c>d</c> of the next event of a type; others are skipped.</summary>
    public async Task<JsonElement> EventAsync(string type) => (await FrameAsync(type)).GetProperty("d");

    public async Task<JsonElement> FrameAsync(string type)
    {
        while (true)
        {
            var frame = await NextAsync(0);
            if (frame.GetProperty("t").GetString() == type)
                return frame;
        }
    }

    /// <summary>Reads on until the socket is closed.</summary>
    /// <returns>The close code.</returns>
    public async Task<int> ClosedAsync()
    {
        while ((await NextAsync()).ValueKind != JsonValueKind.Undefined)
        {
        }

        return (int)CloseStatus!.Value;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _zlib?.Dispose();
        _compressed.Dispose();
    }

    /// <summary>One inflate context for all frames, as <c>zlib-stream</c> has one deflate context.</summary>
    private byte[] Inflate(byte[] frame)
    {
        Assert.Equal([0x00, 0x00, 0xFF, 0xFF], frame[^4..]);
        var at = _compressed.Position;
        _compressed.Seek(0, SeekOrigin.End);
        _compressed.Write(frame);
        _compressed.Position = at;
        _zlib ??= new ZLibStream(_compressed, CompressionMode.Decompress);
        using var inflated = new MemoryStream();
        var part = new byte[4096];
        while (_zlib.Read(part) is > 0 and var read)
            inflated.Write(part, 0, read);
        return inflated.ToArray();
    }
}

internal static class Intents
{
    public const int Guilds = 1;
    public const int GuildMessages = 1 << 9;
    public const int DirectMessages = 1 << 12;
    public const int MessageContent = 1 << 15;
    public const int All = Guilds | GuildMessages | 1 << 10 | 1 << 11 | DirectMessages | 1 << 13 | 1 << 14 | MessageContent;
}
