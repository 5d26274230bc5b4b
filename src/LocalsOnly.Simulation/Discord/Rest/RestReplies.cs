using System.Globalization;
using LocalsOnly.Simulation.Discord.Documents;
using Microsoft.AspNetCore.Http;

namespace LocalsOnly.Simulation.Discord.Rest;

/// <summary>How answers are written, and those that no route gives.</summary>
internal static class RestReplies
{
    /// <summary>Refuses a request that is one too many.</summary>
    /// <param name="scope"><c>user</c>, <c>global</c> or <c>shared</c>.</param>
    public static Task RefuseAsync(HttpContext context, string scope, TimeSpan after)
    {
        var headers = context.Response.Headers;
        var seconds = Math.Ceiling(after.TotalMilliseconds) / 1000;
        headers.RetryAfter = Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Scope"] = scope;
        if (scope == "global")
            headers["X-RateLimit-Global"] = "true";
        return WriteAsync(context, StatusCodes.Status429TooManyRequests, WireJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("message"u8, scope == "shared" ? "The resource is being rate limited." : "You are being rate limited.");
            json.WriteNumber("retry_after"u8, seconds);
            json.WriteBoolean("global"u8, scope == "global");
            json.WriteEndObject();
        }));
    }

    public static Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        if (body.Length == 0)
            return Task.CompletedTask;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>500 is Discord's own; what is above comes from the proxy before it, as a page.</summary>
    public static Task ServerErrorAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = status == 500 ? "application/json" : "text/html";
        return context.Response.WriteAsync(status == 500
            ? """{"message": "500: Internal Server Error", "code": 0}"""
            : $"<html>\r\n<head><title>{status}</title></head>\r\n<body>\r\n<center><h1>{status}</h1></center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n");
    }
}
