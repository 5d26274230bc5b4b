using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Inference.Wire;

/// <summary>Writes the elements of <c>messages</c>.</summary>
internal sealed class MessageWriter(Utf8JsonWriter json, Dialect dialect)
{
    /// <summary>Writes one message, or one per tool result. What the wire has no word for (routes, progress, usage) is left out.</summary>
    public void Write(ChatMessage message)
    {
        var results = false;
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            WriteToolResult(result);
            results = true;
        }

        var text = Join<TextContent>(message, static c => c.Text);
        var images = message.Contents.OfType<DataContent>().Where(c => c.HasTopLevelMediaType("image")).ToList();
        var calls = message.Contents.OfType<FunctionCallContent>().ToList();
        if (results && text.Length == 0 && images.Count == 0 && calls.Count == 0)
            return;

        json.WriteStartObject();
        json.WriteString("role"u8, message.Role == ChatRole.Tool ? "user" : message.Role.Value);
        if (images.Count > 0)
            WriteParts(text, images);
        else if (text.Length > 0 || calls.Count == 0)
            json.WriteString("content"u8, Safe(text));
        else
            json.WriteNull("content"u8);
        if (calls.Count > 0)
            WriteToolCalls(message, calls);
        json.WriteEndObject();
    }

    /// <summary>Only data URLs: exo would fetch an http(s) image itself, from wherever it is.</summary>
    private void WriteParts(string text, List<DataContent> images)
    {
        json.WriteStartArray("content"u8);
        if (text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, Safe(text));
            json.WriteEndObject();
        }

        foreach (var image in images)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            json.WriteString("url"u8, image.Uri);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// A model that reasons between its tool calls needs to see its reasoning again; in finished answers it only costs prefill.
    /// </summary>
    private void WriteToolCalls(ChatMessage message, List<FunctionCallContent> calls)
    {
        if (dialect.ReasoningField is { } field && Join<TextReasoningContent>(message, static c => c.Text) is { Length: > 0 } reasoning)
            json.WriteString(field, Safe(reasoning));
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.CallId);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, Safe(ToolJson.Arguments(call)));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteToolResult(FunctionResultContent result)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, result.CallId);
        json.WriteString("content"u8, Safe(ToolJson.Result(result)));
        json.WriteEndObject();
    }

    private string Safe(string text) => dialect.HasTestHooks ? PoisonWords.Defuse(text) : text;

    private static string Join<T>(ChatMessage message, Func<T, string?> textOf)
        where T : AIContent
    {
        string? only = null;
        StringBuilder? several = null;
        foreach (var content in message.Contents.OfType<T>())
        {
            var text = textOf(content);
            if (string.IsNullOrEmpty(text))
                continue;
            if (only is null)
                only = text;
            else
                (several ??= new StringBuilder(only)).Append(text);
        }

        return several?.ToString() ?? only ?? "";
    }
}
