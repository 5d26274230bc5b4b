using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Host.Api;

/// <summary>Gathers a model's answer for a caller that wants it whole, as one <c>chat.completion</c>.</summary>
internal sealed class ModelReply
{
    private static readonly JsonWriterOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly StringBuilder _text = new();
    private readonly ModelOutcome _outcome = new();
    private StringBuilder? _reasoning;
    private List<FunctionCallContent>? _calls;
    private List<LogprobsContent>? _logprobs;

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    public string? Endpoint => _outcome.Route?.Endpoint;

    public void Add(ChatResponseUpdate update)
    {
        _outcome.Observe(update);
        var contents = update.Contents;
        for (var i = 0; i < contents.Count; i++)
        {
            switch (contents[i])
            {
                case TextContent text:
                    _text.Append(text.Text);
                    break;
                case TextReasoningContent reasoning:
                    (_reasoning ??= new()).Append(reasoning.Text);
                    break;
                case FunctionCallContent call:
                    (_calls ??= []).Add(call);
                    break;
                case LogprobsContent logprobs:
                    (_logprobs ??= []).Add(logprobs);
                    break;
            }
        }
    }

    public void Write(IBufferWriter<byte> output, string id, long created, string asked)
    {
        using var json = new Utf8JsonWriter(output, s_relaxed);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, _outcome.Route?.Model ?? asked);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        WriteMessage(json);
        if (_logprobs is not null) WriteLogprobs(json, _logprobs);
        json.WriteString("finish_reason"u8, _outcome.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        _outcome.WriteUsage(json);
        json.WriteStartObject("locals"u8);
        if (_outcome.Route is { } route)
        {
            json.WritePropertyName("route"u8);
            JsonSerializer.Serialize(json, RouteWire.From(route), ApiJson.Default.RouteWire);
        }

        if (_outcome.Stats is { } stats)
        {
            json.WritePropertyName("stats"u8);
            JsonSerializer.Serialize(json, stats, ApiJson.Default.StatsWire);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteMessage(Utf8JsonWriter json)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        if (_text.Length == 0 && _calls is not null) json.WriteNull("content"u8);
        else json.WriteString("content"u8, Text);
        if (_reasoning is not null) json.WriteString("reasoning_content"u8, _reasoning.ToString());
        if (_calls is not null)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var call in _calls) ModelOutcome.WriteCall(json, call, null);
            json.WriteEndArray();
        }

        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }

    /// <summary>The chunks' lists as one, each element as it came.</summary>
    private static void WriteLogprobs(Utf8JsonWriter json, List<LogprobsContent> pieces)
    {
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("content"u8);
        foreach (var piece in pieces)
        {
            using var document = JsonDocument.Parse(piece.Json);
            if (!document.RootElement.TryGetProperty("content", out var tokens) || tokens.ValueKind != JsonValueKind.Array) continue;
            foreach (var token in tokens.EnumerateArray()) token.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
    }
}
