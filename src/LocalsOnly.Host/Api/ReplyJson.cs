using System.Buffers;
using System.Text.Json;
using LocalsOnly.Agents;

namespace LocalsOnly.Host.Api;

/// <summary>The parts of a reply's JSON that streamed and whole replies share, and the whole reply.</summary>
internal static class ReplyJson
{
    /// <summary>A whole <c>chat.completion</c>.</summary>
    public static void WriteWhole(
        IBufferWriter<byte> output, string id, long created, string model, string text, RouteChosen? route, TurnCompleted completed, string baseUrl)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, text);
        json.WriteNull("refusal"u8);
        json.WritePropertyName("annotations"u8);
        JsonSerializer.Serialize(json, AnnotationWire.From(completed, baseUrl), ApiJson.Default.AnnotationWireArray);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, completed.CutAtTokenLimit ? "length"u8 : "stop"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, completed.Stats);
        WriteOutcome(json, route, completed, baseUrl);
        json.WriteEndObject();
    }

    /// <summary><c>locals</c>: the route when given, sources and figures.</summary>
    public static void WriteOutcome(Utf8JsonWriter json, RouteChosen? route, TurnCompleted completed, string baseUrl)
    {
        json.WriteStartObject("locals"u8);
        if (route is not null)
        {
            json.WritePropertyName("route"u8);
            JsonSerializer.Serialize(json, RouteWire.From(route), ApiJson.Default.RouteWire);
        }

        json.WritePropertyName("sources"u8);
        JsonSerializer.Serialize(json, [.. completed.Sources.Select(source => SourceWire.From(source, baseUrl))], ApiJson.Default.SourceWireArray);
        json.WritePropertyName("stats"u8);
        JsonSerializer.Serialize(json, StatsWire.From(completed.Stats), ApiJson.Default.StatsWire);
        if (completed.Turn.Length > 0) json.WriteString("turn"u8, completed.Turn);
        if (completed.Notes.Count > 0)
        {
            json.WriteStartArray("notes"u8);
            foreach (var note in completed.Notes) json.WriteStringValue(note);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>OpenAI's <c>usage</c>; zeros where nobody counted, because clients insist on numbers.</summary>
    public static void WriteUsage(Utf8JsonWriter json, TurnStats stats)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, stats.PromptTokens ?? 0);
        json.WriteNumber("completion_tokens"u8, stats.CompletionTokens ?? 0);
        json.WriteNumber("total_tokens"u8, (stats.PromptTokens ?? 0) + (stats.CompletionTokens ?? 0));
        json.WriteEndObject();
    }
}
