using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalsOnly.Simulation.Answering;
using LocalsOnly.Simulation.Engine;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Formats the frames and comments of one chat stream, with one JSON writer for all of them.</summary>
internal sealed class ChatFrames(IBufferWriter<byte> output, ChatBody chat, string id, TimeProvider time, bool nulls) : IDisposable
{
    private const int DefaultTopLogprobs = 5;

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(output, Relaxed);

    public void Done() => output.Write("data: [DONE]\n\n"u8);

    public void Progress(int processed, int total)
    {
        var json = Begin(": prefill_progress "u8);
        json.WriteStartObject();
        json.WriteStartObject("PrefillProgressChunk"u8);
        json.WriteString("model"u8, chat.Model);
        json.WriteNumber("processed_tokens"u8, processed);
        json.WriteNumber("total_tokens"u8, total);
        json.WriteEndObject();
        json.WriteEndObject();
        End();
    }

    /// <summary>One token. The last one brings the finish reason and with it the usage.</summary>
    public void Token(AnswerToken token, string? finish, ChatJob job)
    {
        var json = Begin("data: "u8);
        WriteHead(json);
        json.WriteString(token.Thinking ? "reasoning_content"u8 : "content"u8, token.Text);
        if (nulls)
            WriteNulls(json, token.Thinking ? "content"u8 : "reasoning_content"u8);
        json.WriteEndObject();
        if (chat.Logprobs)
        {
            json.WritePropertyName("logprobs"u8);
            json.WriteStartObject();
            json.WriteStartArray("content"u8);
            WriteLogprob(json, chat, token);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else if (nulls)
        {
            json.WriteNull("logprobs"u8);
        }

        WriteTail(json, finish, finish is null ? null : job);
        End();
    }

    /// <summary>All calls of a turn, whole.</summary>
    public void Calls(ChatJob job)
    {
        var json = Begin("data: "u8);
        WriteHead(json);
        WriteCalls(json, job.Script.Calls);
        if (nulls)
            WriteNulls(json, "content"u8, "reasoning_content"u8);
        json.WriteEndObject();
        if (nulls)
            json.WriteNull("logprobs"u8);
        WriteTail(json, "tool_calls", job.Script.WithoutUsage ? null : job);
        End();
    }

    public void Stats(ChatJob job)
    {
        var json = Begin(": generation_stats "u8);
        json.WriteStartObject();
        json.WriteNumber("prompt_tps"u8, Rate(job.Uncached, job.PrefillSeconds));
        json.WriteNumber("generation_tps"u8, Rate(job.Script.Count - 1, job.DecodeSeconds));
        json.WriteNumber("prompt_tokens"u8, job.PromptTokens);
        json.WriteNumber("generation_tokens"u8, job.Script.Count);
        json.WriteStartObject("peak_memory_usage"u8);
        json.WriteNumber("in_bytes"u8, 17_179_869_184);
        json.WriteEndObject();
        json.WriteString("prefix_cache_hit"u8, job.CacheHit);
        json.WriteEndObject();
        End();
    }

    public void Error(string message)
    {
        var json = Begin("data: "u8);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteString("type"u8, "InternalServerError"u8);
        json.WriteNumber("code"u8, 500);
        json.WriteEndObject();
        json.WriteEndObject();
        End();
        Done();
    }

    public static void WriteUsage(Utf8JsonWriter json, ChatJob job)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, job.PromptTokens);
        json.WriteNumber("completion_tokens"u8, job.Script.Count);
        json.WriteNumber("total_tokens"u8, job.PromptTokens + job.Script.Count);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, job.CachedTokens);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, job.Script.ThinkingTokens);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteNumber("accepted_prediction_tokens"u8, 0);
        json.WriteNumber("rejected_prediction_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<ScriptedCall> calls)
    {
        json.WriteStartArray("tool_calls"u8);
        for (var i = 0; i < calls.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, calls[i].Id);
            json.WriteNumber("index"u8, i);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("id"u8, calls[i].Id);
            json.WriteString("name"u8, calls[i].Name);
            json.WriteString("arguments"u8, calls[i].Arguments);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>One entry of <c>logprobs.content</c>; the figures follow from the token alone.</summary>
    public static void WriteLogprob(Utf8JsonWriter json, ChatBody chat, AnswerToken token)
    {
        var own = -0.05 - (token.Text.Sum(c => c) % 40 / 100.0);
        json.WriteStartObject();
        json.WriteString("token"u8, token.Text);
        json.WriteNumber("logprob"u8, own);
        json.WriteStartArray("top_logprobs"u8);
        for (var i = 0; i < (chat.TopLogprobs > 0 ? chat.TopLogprobs : DefaultTopLogprobs); i++)
        {
            json.WriteStartObject();
            json.WriteString("token"u8, i == 0 ? token.Text : $"<alternative {i}>");
            json.WriteNumber("logprob"u8, own - (2.5 * i));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Up to and into the delta.</summary>
    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, time.GetUtcNow().ToUnixTimeSeconds());
        json.WriteString("model"u8, chat.Model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        json.WriteString("role"u8, "assistant"u8);
    }

    private void WriteTail(Utf8JsonWriter json, string? finish, ChatJob? usage)
    {
        if (finish is not null)
            json.WriteString("finish_reason"u8, finish);
        else if (nulls)
            json.WriteNull("finish_reason"u8);
        if (nulls)
            json.WriteNull("usage"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        if (usage is not null)
            WriteUsage(json, usage);
        else if (nulls)
            json.WriteNull("usage"u8);
        if (nulls)
            json.WriteNull("service_tier"u8);
        json.WriteEndObject();
    }

    private static void WriteNulls(Utf8JsonWriter json, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default)
    {
        json.WriteNull(first);
        json.WriteNull(second.Length > 0 ? second : "tool_calls"u8);
        json.WriteNull("name"u8);
        json.WriteNull("tool_call_id"u8);
        json.WriteNull("function_call"u8);
    }

    /// <summary>JSON has no infinity; a node without a pace says a rate nobody takes for real.</summary>
    private static double Rate(int tokens, double seconds) => seconds > 0 ? Math.Round(tokens / seconds, 1) : 1_000_000;

    private Utf8JsonWriter Begin(ReadOnlySpan<byte> prefix)
    {
        output.Write(prefix);
        _json.Reset();
        return _json;
    }

    private void End()
    {
        _json.Flush();
        output.Write("\n\n"u8);
    }

    public void Dispose() => _json.Dispose();
}
