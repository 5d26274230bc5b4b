using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Writes the frames and comments of one chat stream, each flushed on its own.</summary>
internal sealed class ChatFrames(HttpResponse response, string model, long created, bool nulls)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly string _id = Guid.NewGuid().ToString();

    /// <summary>The command's id, which every frame carries.</summary>
    public string Id => _id;

    public Task KeepAliveAsync(CancellationToken cancellationToken) => LineAsync(": keep-alive", cancellationToken);

    public Task DoneAsync(CancellationToken cancellationToken) => LineAsync("data: [DONE]", cancellationToken);

    public Task LineAsync(string line, CancellationToken cancellationToken) =>
        SendAsync(Encoding.UTF8.GetBytes(line + "\n\n"), cancellationToken);

    public Task ProgressAsync(int processed, int total, CancellationToken cancellationToken) => FrameAsync(": prefill_progress ", json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("PrefillProgressChunk"u8);
        json.WriteString("model"u8, model);
        json.WriteNumber("processed_tokens"u8, processed);
        json.WriteNumber("total_tokens"u8, total);
        json.WriteEndObject();
        json.WriteEndObject();
    }, cancellationToken);

    /// <summary>One token. The last one brings the finish reason and with it the usage.</summary>
    public Task TokenAsync(string piece, string? finish, int promptTokens, int completionTokens, CancellationToken cancellationToken) =>
        FrameAsync("data: ", json => WriteToken(json, piece, finish, promptTokens, completionTokens), cancellationToken);

    private void WriteToken(Utf8JsonWriter json, string piece, string? finish, int promptTokens, int completionTokens)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, _id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, piece);
        if (nulls)
        {
            json.WriteNull("reasoning_content"u8);
            json.WriteNull("name"u8);
            json.WriteNull("tool_calls"u8);
            json.WriteNull("tool_call_id"u8);
            json.WriteNull("function_call"u8);
        }

        json.WriteEndObject();
        if (nulls)
            json.WriteNull("logprobs"u8);
        if (finish is not null)
            json.WriteString("finish_reason"u8, finish);
        else if (nulls)
            json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        if (finish is not null)
            WriteUsage(json, promptTokens, completionTokens);
        else if (nulls)
            json.WriteNull("usage"u8);
        json.WriteEndObject();
    }

    public Task StatsAsync(double promptRate, double decodeRate, int promptTokens, int tokens, CancellationToken cancellationToken) =>
        FrameAsync(": generation_stats ", json =>
        {
            json.WriteStartObject();
            json.WriteNumber("prompt_tps"u8, Finite(promptRate));
            json.WriteNumber("generation_tps"u8, Finite(decodeRate));
            json.WriteNumber("prompt_tokens"u8, promptTokens);
            json.WriteNumber("generation_tokens"u8, tokens);
            json.WriteStartObject("peak_memory_usage"u8);
            json.WriteNumber("in_bytes"u8, 17_179_869_184);
            json.WriteEndObject();
            json.WriteString("prefix_cache_hit"u8, "none"u8);
            json.WriteEndObject();
        }, cancellationToken);

    public async Task ErrorAsync(string message, CancellationToken cancellationToken)
    {
        await FrameAsync("data: ", json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("message"u8, message);
            json.WriteString("type"u8, "InternalServerError"u8);
            json.WriteNumber("code"u8, 500);
            json.WriteEndObject();
            json.WriteEndObject();
        }, cancellationToken);
        await DoneAsync(cancellationToken);
    }

    public static void WriteUsage(Utf8JsonWriter json, int promptTokens, int completionTokens)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, promptTokens);
        json.WriteNumber("completion_tokens"u8, completionTokens);
        json.WriteNumber("total_tokens"u8, promptTokens + completionTokens);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, 0);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, 0);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteNumber("accepted_prediction_tokens"u8, 0);
        json.WriteNumber("rejected_prediction_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>JSON has no infinity; a node without a pace says a rate nobody takes for real.</summary>
    private static double Finite(double rate) => double.IsFinite(rate) ? Math.Round(rate, 1) : 1_000_000;

    private async Task FrameAsync(string prefix, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(Encoding.UTF8.GetBytes(prefix));
        using (var json = new Utf8JsonWriter(_buffer, Relaxed))
            write(json);
        _buffer.Write("\n\n"u8);
        await SendAsync(_buffer.WrittenMemory, cancellationToken);
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(bytes, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
