using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Protocol;

/// <summary>Whole answers, in the forms that exo's framework gives them.</summary>
internal static class Reply
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, Relaxed);
        write(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    public static Task JsonAsync(HttpContext context, int status, Action<Utf8JsonWriter> write) =>
        SendAsync(context, status, "application/json", Bytes(write));

    public static Task TextAsync(HttpContext context, int status, string contentType, string text) =>
        SendAsync(context, status, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>The framework's own errors: <c>{"detail":"Not Found"}</c>.</summary>
    public static Task DetailAsync(HttpContext context, int status, string detail) => JsonAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("detail"u8, detail);
        json.WriteEndObject();
    });

    /// <summary>A request that does not fit the schema, as its validator words it.</summary>
    public static Task UnprocessableAsync(
        HttpContext context, string type, string field, string message, string place = "body") => JsonAsync(context, 422, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("detail"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteStartArray("loc"u8);
        json.WriteStringValue(place);
        json.WriteStringValue(field);
        json.WriteEndArray();
        json.WriteString("msg"u8, message);
        json.WriteNull("input"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>exo's own errors; <c>code</c> is a number, <c>type</c> the phrase of the status.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string type, string message) => JsonAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, message);
        json.WriteString("type"u8, type);
        json.WriteNull("param"u8);
        json.WriteNumber("code"u8, status);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>What an unhandled exception looks like.</summary>
    public static Task InternalServerErrorAsync(HttpContext context) =>
        TextAsync(context, 500, "text/plain; charset=utf-8", "Internal Server Error");

    /// <summary><c>{"message":…,"command_id":…}</c>.</summary>
    public static Task MessageAsync(HttpContext context, string message, string commandId) => JsonAsync(context, 200, json =>
    {
        json.WriteStartObject();
        json.WriteString("message"u8, message);
        json.WriteString("command_id"u8, commandId);
        json.WriteEndObject();
    });

    public static Task BytesAsync(HttpContext context, ReadOnlyMemory<byte> json) => SendAsync(context, 200, "application/json", json);

    /// <summary>The request's JSON; undefined when it is none.</summary>
    public static async Task<JsonElement> ReadAsync(HttpContext context)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Task SendAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }
}
