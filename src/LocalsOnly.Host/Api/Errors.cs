using System.Text.Json;

namespace LocalsOnly.Host.Api;

/// <summary>Writes OpenAI's error envelope.</summary>
internal static class Errors
{
    /// <summary>The last resort: what nobody foresaw is logged, and the caller gets a sentence instead of a bare 500.</summary>
    public static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
        catch (BadHttpRequestException wrong)
        {
            await WriteAsync(context, wrong.StatusCode, $"{wrong.Message.TrimEnd('.')}.", "invalid_request_error", "bad_request");
        }
        catch (Exception unforeseen) when (!context.Response.HasStarted)
        {
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("LocalsOnly.Host.Api").LogError(unforeseen, "{Method} {Path} failed.", context.Request.Method, context.Request.Path);
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong in the host that was not foreseen; its log says what.", "server_error", "internal");
        }
    }

    /// <param name="message">One sentence for a person.</param>
    /// <param name="partial">The text of a reply that broke off.</param>
    /// <param name="field">The field of the request that is at fault, <c>param</c>.</param>
    public static async Task WriteAsync(HttpContext context, int status, string message, string type, string code, string? partial = null, string? field = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body, new ErrorWire(new ErrorDetail(message, type, field, code, partial)), ApiJson.Default.ErrorWire, context.RequestAborted);
    }
}
