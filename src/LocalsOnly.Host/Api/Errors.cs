using System.Text.Json;

namespace LocalsOnly.Host.Api;

/// <summary>Writes OpenAI's error envelope.</summary>
internal static class Errors
{
    public static async Task WriteAsync(HttpContext context, int status, string message, string type, string code, string? partial = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, new ErrorWire(new ErrorDetail(message, type, null, code, partial)), ApiJson.Default.ErrorWire, context.RequestAborted);
    }
}
