using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LocalsOnly.Benchmarks.Upstream;

/// <summary>
/// exo's wire on a bare socket, with the answers built beforehand: what is measured in front of it should not wait for it. Knows the chat
/// completions, streamed and whole, and what a host looks at (<c>/node_id</c>, <c>/state/…</c>). <c>GET /bench/TOKENS/MS/close|keep</c> sets
/// the length and pace of the next answers and whether a stream ends its connection, as exo's do.
/// </summary>
internal sealed class LeanUpstream
{
    private static readonly byte[] s_notFound = Reply(404, """{"detail":"Not Found"}""");

    private readonly Pacer _pacer = new();
    private volatile Script _script = new(new UpstreamFrames(50, close: true), TimeSpan.Zero, Close: true);

    /// <summary>Says its address on standard output, then serves until standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(2048);
        Console.WriteLine($"http://{listener.LocalEndPoint}");
        var parent = Task.Run(() => Console.In.ReadToEnd());
        var upstream = new LeanUpstream();
        while (true)
        {
            var accepting = listener.AcceptAsync();
            if (await Task.WhenAny(accepting, parent) == parent)
                return 0;
            _ = upstream.ServeAsync(await accepting);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        socket.NoDelay = true;
        var buffer = new byte[8192];
        var length = 0;
        try
        {
            while (true)
            {
                int head, body;
                while (!IsWhole(buffer.AsSpan(0, length), out head, out body))
                {
                    if (length == buffer.Length || head + body > buffer.Length)
                        Array.Resize(ref buffer, Math.Max(buffer.Length * 2, head + body));
                    var read = await socket.ReceiveAsync(buffer.AsMemory(length));
                    if (read == 0)
                        return;
                    length += read;
                }

                if (!await AnswerAsync(socket, buffer.AsMemory(0, head), buffer.AsMemory(head, body)))
                {
                    socket.Shutdown(SocketShutdown.Send);
                    return;
                }

                buffer.AsSpan(head + body, length - head - body).CopyTo(buffer);
                length -= head + body;
            }
        }
        catch (SocketException)
        {
            // The reader has gone; so does its connection.
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> received, out int head, out int body)
    {
        (head, body) = (received.IndexOf("\r\n\r\n"u8) + 4, 0);
        if (head < 4)
            return false;
        foreach (var range in received[..head].Split("\r\n"u8))
        {
            var line = received[range];
            if (line.Length > 15 && Ascii.EqualsIgnoreCase(line[..15], "content-length:"u8))
                body = int.Parse(line[15..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture);
        }

        return received.Length >= head + body;
    }

    /// <summary>True when the connection stays open.</summary>
    private async ValueTask<bool> AnswerAsync(Socket socket, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        if (!head.Span.StartsWith("POST /v1/chat/completions "u8))
        {
            await socket.SendAsync(Look(Encoding.ASCII.GetString(head.Span).Split(' ')[1]));
            return true;
        }

        var script = _script;
        if (!Streams(body.Span))
        {
            await socket.SendAsync(script.Frames.Whole);
            return true;
        }

        await socket.SendAsync(script.Frames.Opening);
        if (script.Pace == TimeSpan.Zero)
            await socket.SendAsync(script.Frames.Rest);
        else
            await _pacer.WriteAsync(socket, script.Frames, script.Pace);
        return !script.Close;
    }

    private static bool Streams(ReadOnlySpan<byte> body)
    {
        var at = body.IndexOf("\"stream\""u8);
        return at >= 0 && body[(at + 8)..].TrimStart(" :"u8).StartsWith("true"u8);
    }

    private byte[] Look(string path)
    {
        if (path.Split('/') is ["", "bench", var tokens, var pace, var end])
        {
            _script = new Script(
                new UpstreamFrames(int.Parse(tokens, CultureInfo.InvariantCulture), end == "close"),
                TimeSpan.FromMilliseconds(int.Parse(pace, CultureInfo.InvariantCulture)),
                end == "close");
            return Reply(200, "{}");
        }

        if (path.StartsWith("/state", StringComparison.Ordinal))
        {
            using var state = JsonDocument.Parse(State());
            var part = state.RootElement;
            return path == "/state" || (path.StartsWith("/state/", StringComparison.Ordinal) && part.TryGetProperty(path["/state/".Length..], out part))
                ? Reply(200, part.GetRawText())
                : s_notFound;
        }

        return path switch
        {
            "/node_id" => Reply(200, "\"n1\""),
            "/models" or "/v1/models" => Reply(200, $$"""{"object":"list","data":[{"id":"{{UpstreamFrames.Model}}","object":"model","created":1,"owned_by":"exo","context_length":32768}]}"""),
            _ => s_notFound,
        };
    }

    private static string State() => $$"""
        {
          "instances": {"i1": {"MlxRingInstance": {"instanceId": "i1", "shardAssignments": {"modelId": "{{UpstreamFrames.Model}}",
            "runnerToShard": {"r1": {"PipelineShardMetadata": {"modelCard": {"modelId": "{{UpstreamFrames.Model}}"}, "deviceRank": 0, "worldSize": 1, "startLayer": 0, "endLayer": 28, "nLayers": 28} } },
            "nodeToRunner": {"n1": "r1"} }, "hostsByNode": {}, "ephemeralPort": 1} } },
          "runners": {"r1": {"RunnerReady": {"prefillServerPort": null} } },
          "downloads": {}, "tasks": {}, "lastSeen": {"n1": "{{DateTimeOffset.UtcNow:O}}"},
          "topology": {"nodes": ["n1"], "connections": {} },
          "nodeIdentities": {"n1": {"modelId": "bench", "chipId": "none", "friendlyName": "bench", "osVersion": "0", "osBuildVersion": "0"} },
          "nodeMemory": {}, "nodeDisk": {}, "nodeSystem": {}, "nodeBackends": {}, "instanceLinks": {}, "lastEventAppliedIdx": 1
        }
        """;

    private static byte[] Reply(int status, string json) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} \r\ncontent-type: application/json\r\ndate: {DateTimeOffset.UtcNow:R}\r\nserver: hypercorn-h11\r\nx-simulated: true\r\ncontent-length: {json.Length}\r\n\r\n{json}"));

    private sealed record Script(UpstreamFrames Frames, TimeSpan Pace, bool Close);
}
