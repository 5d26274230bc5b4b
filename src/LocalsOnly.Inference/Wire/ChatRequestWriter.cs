using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>
/// Writes the body of <c>POST /v1/chat/completions</c>. The same messages and tools give the same bytes, so that a server's prefix
/// cache finds them again. <c>max_tokens</c>, never <c>max_completion_tokens</c>: exo drops the latter and writes up to 32168 tokens.
/// </summary>
internal static class ChatRequestWriter
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <returns>UTF-8 JSON. Not from a pool: a transport may still be sending it when the answer is already given up.</returns>
    public static ReadOnlyMemory<byte> Write(IEnumerable<ChatMessage> messages, ChatOptions? options, string model, Dialect dialect)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Relaxed);
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteBoolean("stream"u8, true);
        if (dialect.AsksForUsage)
        {
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }

        WriteTools(json, options, dialect);
        WriteSampling(json, options);
        WriteLogprobs(json, options);
        WriteReasoning(json, options, dialect);
        WriteResponseFormat(json, options, dialect);
        json.WriteStartArray("messages"u8);
        var writer = new MessageWriter(json, dialect);
        if (options?.Instructions is { Length: > 0 } instructions)
            writer.Write(new ChatMessage(ChatRole.System, instructions));
        foreach (var message in messages)
            writer.Write(message);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteSampling(Utf8JsonWriter json, ChatOptions? options)
    {
        if (options is null)
            return;
        if (options.MaxOutputTokens is { } maximum)
            json.WriteNumber("max_tokens"u8, maximum);
        if (options.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (options.TopP is { } topP)
            json.WriteNumber("top_p"u8, topP);
        if (options.TopK is { } topK)
            json.WriteNumber("top_k"u8, topK);
        if (options.Seed is { } seed)
            json.WriteNumber("seed"u8, seed);
        if (options.FrequencyPenalty is { } frequency)
            json.WriteNumber("frequency_penalty"u8, frequency);
        if (options.PresencePenalty is { } presence)
            json.WriteNumber("presence_penalty"u8, presence);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop"u8);
            foreach (var stop in stops)
                json.WriteStringValue(stop);
            json.WriteEndArray();
        }
    }

    /// <summary>Asked for in the additional properties <c>logprobs</c> (bool) and <c>top_logprobs</c> (int), for which the seam has no word.</summary>
    private static void WriteLogprobs(Utf8JsonWriter json, ChatOptions? options)
    {
        if (options?.AdditionalProperties is not { } more)
            return;
        if (more.TryGetValue("logprobs", out bool wanted))
            json.WriteBoolean("logprobs"u8, wanted);
        if (more.TryGetValue("top_logprobs", out int top))
            json.WriteNumber("top_logprobs"u8, top);
    }

    private static void WriteReasoning(Utf8JsonWriter json, ChatOptions? options, Dialect dialect)
    {
        if (dialect.Efforts is not [var none, var low, var medium, var high, var extraHigh] || options?.Reasoning?.Effort is not { } effort)
            return;
        var word = effort switch
        {
            ReasoningEffort.None => none,
            ReasoningEffort.Low => low,
            ReasoningEffort.High => high,
            ReasoningEffort.ExtraHigh => extraHigh,
            _ => medium,
        };
        if (word is not null)
            json.WriteString("reasoning_effort"u8, word);
    }

    private static void WriteResponseFormat(Utf8JsonWriter json, ChatOptions? options, Dialect dialect)
    {
        if (!dialect.HonoursResponseFormat || options?.ResponseFormat is not ChatResponseFormatJson format)
            return;
        json.WriteStartObject("response_format"u8);
        json.WriteString("type"u8, format.Schema is null ? "json_object"u8 : "json_schema"u8);
        if (format.Schema is { } schema)
        {
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.SchemaName ?? "reply");
            json.WritePropertyName("schema"u8);
            schema.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, ChatOptions? options, Dialect dialect)
    {
        var forbidden = options?.ToolMode is NoneChatToolMode;
        if (options?.Tools is not { Count: > 0 } tools || (forbidden && !dialect.HonoursToolChoice))
            return;
        json.WriteStartArray("tools"u8);
        foreach (var tool in tools.OfType<AIFunctionDeclaration>())
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, tool.Name);
            json.WriteString("description"u8, tool.Description);
            json.WritePropertyName("parameters"u8);
            tool.JsonSchema.WriteTo(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (dialect.HonoursToolChoice)
            WriteToolChoice(json, options.ToolMode);
    }

    private static void WriteToolChoice(Utf8JsonWriter json, ChatToolMode? mode)
    {
        switch (mode)
        {
            case NoneChatToolMode:
                json.WriteString("tool_choice"u8, "none"u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                json.WriteStartObject("tool_choice"u8);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            case RequiredChatToolMode:
                json.WriteString("tool_choice"u8, "required"u8);
                break;
            default:
                // Automatic is every server's default.
                break;
        }
    }
}
