using System.Buffers;
using System.Text.Json;
using LocalsOnly.Agents;

namespace LocalsOnly.Host.Api;

/// <summary>Writes one reply as <c>chat.completion.chunk</c> frames (docs/api.md), with one reused JSON writer and no intermediate strings.</summary>
internal sealed class ChunkWriter(IBufferWriter<byte> output, string id, long created, string model, string baseUrl) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output);

    public void Begin()
    {
        Open();
        OpenDelta();
        _json.WriteString("role"u8, "assistant"u8);
        _json.WriteString("content"u8, ""u8);
        CloseDelta(null);
        Close();
    }

    public void Text(string text)
    {
        Open();
        OpenDelta();
        _json.WriteString("content"u8, text);
        CloseDelta(null);
        Close();
    }

    public void Route(RouteChosen route)
    {
        Open();
        OpenDelta();
        CloseDelta(null);
        _json.WriteStartObject("locals"u8);
        _json.WritePropertyName("route"u8);
        JsonSerializer.Serialize(_json, RouteWire.From(route), ApiJson.Default.RouteWire);
        _json.WriteEndObject();
        Close();
    }

    public void Queued(Queued queued)
    {
        Open();
        OpenDelta();
        CloseDelta(null);
        _json.WriteStartObject("locals"u8);
        _json.WriteStartObject("queued"u8);
        _json.WriteString("endpoint"u8, queued.Endpoint);
        _json.WriteNumber("ahead"u8, queued.Ahead);
        if (queued.Wait is { } wait)
            _json.WriteNumber("wait_ms"u8, Math.Round(wait.TotalMilliseconds));
        _json.WriteEndObject();
        _json.WriteEndObject();
        Close();
    }

    public void Prefill(PrefillProgress progress)
    {
        Open();
        OpenDelta();
        CloseDelta(null);
        _json.WriteStartObject("locals"u8);
        _json.WriteStartObject("prefill"u8);
        _json.WriteNumber("processed"u8, progress.ProcessedTokens);
        _json.WriteNumber("total"u8, progress.TotalTokens);
        _json.WriteEndObject();
        _json.WriteEndObject();
        Close();
    }

    public void Tool(ToolUsed used)
    {
        Open();
        OpenDelta();
        CloseDelta(null);
        _json.WriteStartObject("locals"u8);
        _json.WriteStartObject("tool"u8);
        _json.WriteString("name"u8, used.Tool);
        if (used.Problem is { } problem) _json.WriteString("problem"u8, problem);
        _json.WriteNumber("took_ms"u8, Math.Round(used.Took.TotalMilliseconds));
        _json.WriteEndObject();
        _json.WriteEndObject();
        Close();
    }

    public void Finish(TurnCompleted completed)
    {
        Open();
        OpenDelta();
        var annotations = AnnotationWire.From(completed, baseUrl);
        if (annotations.Length > 0)
        {
            _json.WritePropertyName("annotations"u8);
            JsonSerializer.Serialize(_json, annotations, ApiJson.Default.AnnotationWireArray);
        }

        CloseDelta(completed.CutAtTokenLimit ? "length" : "stop");
        ReplyJson.WriteOutcome(_json, null, completed, baseUrl);
        Close();
    }

    /// <summary>The chunk of <c>stream_options.include_usage</c>: no choices, only counts.</summary>
    public void Usage(TurnStats stats)
    {
        Open();
        _json.WriteStartArray("choices"u8);
        _json.WriteEndArray();
        ReplyJson.WriteUsage(_json, stats);
        Close();
    }

    public void Error(string message, string code)
    {
        Raw("data: "u8);
        JsonSerializer.Serialize(_json, ErrorWire.Of(message, "incomplete", code), ApiJson.Default.ErrorWire);
        _json.Flush();
        _json.Reset();
        Raw("\n\n"u8);
    }

    public void Done() => Raw("data: [DONE]\n\n"u8);

    public void Dispose() => _json.Dispose();

    private void Open()
    {
        Raw("data: "u8);
        _json.WriteStartObject();
        _json.WriteString("id"u8, id);
        _json.WriteString("object"u8, "chat.completion.chunk"u8);
        _json.WriteNumber("created"u8, created);
        _json.WriteString("model"u8, model);
    }

    private void OpenDelta()
    {
        _json.WriteStartArray("choices"u8);
        _json.WriteStartObject();
        _json.WriteNumber("index"u8, 0);
        _json.WriteStartObject("delta"u8);
    }

    private void CloseDelta(string? finishReason)
    {
        _json.WriteEndObject();
        _json.WriteString("finish_reason"u8, finishReason);
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void Close()
    {
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        Raw("\n\n"u8);
    }

    private void Raw(ReadOnlySpan<byte> bytes) => output.Write(bytes);
}
