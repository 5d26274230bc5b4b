using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LocalsOnly.Inference;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Host.Api;

/// <summary>
/// Writes a model's answer as <c>chat.completion.chunk</c> frames (docs/api.md). What all chunks begin with is written out once, and a token costs a few
/// copies and one escaped string. The finish reason is held back until the answer is known to have ended well.
/// </summary>
internal sealed class ModelChunks(EventStream output, HttpResponse response, string id, long created, ModelRequest request) : IDisposable
{
    private static readonly JsonWriterOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly Utf8JsonWriter _json = new(output, s_relaxed);
    private readonly ModelOutcome _outcome = new();
    private byte[] _head = [];
    private bool _opened;
    private int _calls;

    public void Write(ChatResponseUpdate update)
    {
        _outcome.Observe(update);
        LogprobsContent? logprobs = null;
        var contents = update.Contents;
        for (var i = 0; i < contents.Count && logprobs is null; i++) logprobs = contents[i] as LogprobsContent;
        for (var i = 0; i < contents.Count; i++)
        {
            switch (contents[i])
            {
                case TextContent { Text.Length: > 0 } text:
                    Text("\"content\":"u8, text.Text, ref logprobs);
                    break;
                case TextReasoningContent { Text.Length: > 0 } reasoning:
                    Text("\"reasoning_content\":"u8, reasoning.Text, ref logprobs);
                    break;
                case FunctionCallContent call:
                    Call(call, ref logprobs);
                    break;
                case RouteContent when _opened:
                    Route();
                    break;
                case QueuedContent queued when output.HasBegun:
                    Queued(queued);
                    break;
                case PrefillProgressContent progress when output.HasBegun:
                    Prefill(progress);
                    break;
            }
        }

        if (logprobs is not null)
        {
            Delta();
            CloseDelta(ref logprobs);
        }
    }

    /// <summary>The answer is whole.</summary>
    public void Finish()
    {
        Delta();
        Raw("},\"finish_reason\":"u8);
        Value(_outcome.FinishReason);
        Raw("}]"u8);
        if (_outcome.Stats is { } stats)
        {
            Raw(",\"locals\":{\"stats\":"u8);
            JsonSerializer.Serialize(_json, stats, ApiJson.Default.StatsWire);
            Restart();
            Raw("}"u8);
        }

        Raw("}\n\n"u8);
        if (request.IncludeUsage)
        {
            Raw(_head);
            Raw("\"choices\":[],"u8);
            Raw("\"usage\":"u8);
            _outcome.WriteUsage(_json);
            Restart();
            Raw("}\n\n"u8);
        }

        Raw("data: [DONE]\n\n"u8);
    }

    /// <summary>The answer breaks off. What was written stands; no finish reason and no <c>[DONE]</c> follow.</summary>
    public void Error(string message, string code)
    {
        Raw("data: "u8);
        JsonSerializer.Serialize(_json, ErrorWire.Of(message, "incomplete", code), ApiJson.Default.ErrorWire);
        Restart();
        Raw("\n\n"u8);
    }

    public void Dispose() => _json.Dispose();

    private void Text(ReadOnlySpan<byte> name, string text, ref LogprobsContent? logprobs)
    {
        Delta();
        Raw(name);
        Value(text);
        CloseDelta(ref logprobs);
    }

    private void Call(FunctionCallContent call, ref LogprobsContent? logprobs)
    {
        Delta();
        Raw("\"tool_calls\":["u8);
        ModelOutcome.WriteCall(_json, call, _calls++);
        Restart();
        Raw("]"u8);
        CloseDelta(ref logprobs);
    }

    private void Route()
    {
        Head();
        Delta();
        Raw("},\"finish_reason\":null}]"u8);
        WriteRoute();
        Raw("}\n\n"u8);
    }

    private void Queued(QueuedContent queued)
    {
        Delta();
        Raw("},\"finish_reason\":null}],\"locals\":{\"queued\":"u8);
        _json.WriteStartObject();
        _json.WriteString("endpoint"u8, queued.Endpoint);
        _json.WriteNumber("ahead"u8, queued.Ahead);
        if (queued.Wait is { } wait)
            _json.WriteNumber("wait_ms"u8, Math.Round(wait.TotalMilliseconds));
        _json.WriteEndObject();
        Restart();
        Raw("}}\n\n"u8);
    }

    private void Prefill(PrefillProgressContent progress)
    {
        Delta();
        Raw("},\"finish_reason\":null}],\"locals\":{\"prefill\":"u8);
        _json.WriteStartObject();
        _json.WriteNumber("processed"u8, progress.ProcessedTokens);
        _json.WriteNumber("total"u8, progress.TotalTokens);
        _json.WriteEndObject();
        Restart();
        Raw("}}\n\n"u8);
    }

    /// <summary>Begins a chunk, and before the first one the stream: with who answers, in a header and in the chunk that tells the role.</summary>
    private void Delta()
    {
        if (!_opened)
        {
            _opened = true;
            if (!output.HasBegun && _outcome.Route is { } route) response.Headers["x-locals-endpoint"] = route.Endpoint;
            Head();
            Open();
            Raw("\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]"u8);
            WriteRoute();
            Raw("}\n\n"u8);
        }

        Open();
    }

    private void Open()
    {
        Raw(_head);
        Raw("\"choices\":[{\"index\":0,\"delta\":{"u8);
    }

    private void CloseDelta(ref LogprobsContent? logprobs)
    {
        Raw("}"u8);
        if (logprobs is not null)
        {
            Raw(",\"logprobs\":"u8);
            Raw(logprobs.Json.Span);
            logprobs = null;
        }

        Raw(",\"finish_reason\":null}]}\n\n"u8);
    }

    private void WriteRoute()
    {
        if (_outcome.Route is not { } route) return;
        Raw(",\"locals\":{\"route\":"u8);
        JsonSerializer.Serialize(_json, RouteWire.From(route), ApiJson.Default.RouteWire);
        Restart();
        Raw("}"u8);
    }

    /// <summary>What every chunk begins with, up to its choices.</summary>
    private void Head()
    {
        var head = new ArrayBufferWriter<byte>(256);
        head.Write("data: "u8);
        using (var json = new Utf8JsonWriter(head, s_relaxed))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("object"u8, "chat.completion.chunk"u8);
            json.WriteNumber("created"u8, created);
            json.WriteString("model"u8, _outcome.Route?.Model ?? request.Model);
        }

        head.Write(","u8);
        _head = head.WrittenSpan.ToArray();
    }

    private void Value(string text)
    {
        _json.WriteStringValue(text);
        Restart();
    }

    private void Restart()
    {
        _json.Flush();
        _json.Reset();
    }

    private void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
