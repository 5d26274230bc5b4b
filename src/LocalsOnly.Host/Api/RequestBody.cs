using Microsoft.AspNetCore.Http.Features;

namespace LocalsOnly.Host.Api;

/// <summary>The whole body of a chat-completion request, which may hold pictures and is bounded all the same.</summary>
internal static class RequestBody
{
    private const long Largest = 16 * 1024 * 1024;

    /// <exception cref="BadHttpRequestException">The body is larger than 16 MiB, or ends early.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = Largest;
        if (context.Request.ContentLength is { } length and <= Largest)
        {
            var body = new byte[length];
            await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
            return WithoutMark(body);
        }

        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        return WithoutMark(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) => body.Span.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body;
}
