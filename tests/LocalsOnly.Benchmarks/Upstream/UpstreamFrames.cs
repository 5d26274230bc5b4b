using System.Globalization;
using System.Text;

namespace LocalsOnly.Benchmarks.Upstream;

/// <summary>The bytes of one answer, built once: exo's frames and comments in HTTP chunks, each token holding <see cref="Marker"/> once.</summary>
internal sealed class UpstreamFrames
{
    public const string Model = "bench/none-0b";

    /// <summary>Occurs once in every token and nowhere else, so that tokens are counted by bytes however a gateway cuts its frames.</summary>
    public const byte Marker = (byte)'^';

    private const string Id = "5f3c1c5e-9d52-4f5e-8a43-3a8d1f0c2b11";

    public UpstreamFrames(int tokens, bool close)
    {
        Tokens = [.. Enumerable.Range(0, tokens).Select(i => Chunk(Token(i == tokens - 1, tokens)))];
        var head = $"HTTP/1.1 200 \r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n{(close ? "connection: close\r\n" : "")}"
            + "server: hypercorn-h11\r\nx-simulated: true\r\ntransfer-encoding: chunked\r\n\r\n";
        Opening = [.. Encoding.ASCII.GetBytes(head), .. Chunk(": keep-alive\n\n"), .. Chunk(Progress(0)), .. Chunk(Progress(100)), .. Tokens[0]];
        Ending = [.. Chunk(Statistics(tokens)), .. Chunk("data: [DONE]\n\n"), .. "0\r\n\r\n"u8];
        Rest = [.. Tokens[1..].SelectMany(t => t), .. Ending];
        Whole = Encoding.ASCII.GetBytes(WholeReply(tokens));
    }

    /// <summary>Headers, keep-alive, prefill progress and the first token.</summary>
    public byte[] Opening { get; }

    public byte[][] Tokens { get; }

    /// <summary>Statistics and <c>[DONE]</c>.</summary>
    public byte[] Ending { get; }

    /// <summary>All that follows <see cref="Opening"/>, for a model that takes no time.</summary>
    public byte[] Rest { get; }

    /// <summary>The reply to a request that does not stream, on a connection that stays open.</summary>
    public byte[] Whole { get; }

    private static string Token(bool isLast, int tokens) =>
        $$"""data: {"id":"{{Id}}","object":"chat.completion","created":1750000000,"model":"{{Model}}","choices":[{"index":0,"delta":{"role":"assistant","content":" ^word"}"""
        + (isLast ? $$""","finish_reason":"stop"}],"usage":{{Usage(tokens)}}""" : "}]") + "}\n\n";

    private static string Usage(int tokens) =>
        $$$"""{"prompt_tokens":100,"completion_tokens":{{{tokens}}},"total_tokens":{{{100 + tokens}}},"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";

    private static string Progress(int processed) =>
        $$$""": prefill_progress {"PrefillProgressChunk":{"model":"{{{Model}}}","processed_tokens":{{{processed}}},"total_tokens":100}}""" + "\n\n";

    private static string Statistics(int tokens) =>
        $$$""": generation_stats {"prompt_tps":812.4,"generation_tps":31.9,"prompt_tokens":100,"generation_tokens":{{{tokens}}},"peak_memory_usage":{"in_bytes":17179869184},"prefix_cache_hit":"none"}""" + "\n\n";

    private static string WholeReply(int tokens)
    {
        var text = string.Concat(Enumerable.Repeat(" ^word", tokens));
        var body = $$"""{"id":"{{Id}}","object":"chat.completion","created":1750000000,"model":"{{Model}}","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"stop"}],"usage":{{Usage(tokens)}}}""";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 \r\ncontent-type: application/json\r\nserver: hypercorn-h11\r\nx-simulated: true\r\ntransfer-encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n");
    }

    private static byte[] Chunk(string text) => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length:x}\r\n{text}\r\n"));
}
