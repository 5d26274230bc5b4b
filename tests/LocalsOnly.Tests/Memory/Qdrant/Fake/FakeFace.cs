using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>The protocol in which the fake is spoken to.</summary>
internal interface IFakeFace
{
    HttpProtocols Protocols { get; }

    void Add(IServiceCollection services, FakeQdrant fake);

    void Map(WebApplication app, FakeQdrant fake);
}

/// <summary>A call in the words of REST.</summary>
/// <param name="Query">With its question mark; empty for none.</param>
/// <param name="ApiKey">Empty for none.</param>
internal sealed record FakeRequest(string Method, string Path, string Query, string ApiKey);

/// <summary>What the server answers.</summary>
/// <param name="RetryAfter">Seconds.</param>
internal sealed record FakeReply(int Status, string Body, bool IsJson, int? RetryAfter = null)
{
    /// <summary>The connection breaks off.</summary>
    public static FakeReply None { get; } = new(0, "", IsJson: false);
}

/// <summary>REST.</summary>
internal sealed class RestFace : IFakeFace
{
    public HttpProtocols Protocols => HttpProtocols.Http1AndHttp2;

    public void Add(IServiceCollection services, FakeQdrant fake)
    {
    }

    public void Map(WebApplication app, FakeQdrant fake) => app.Run(async context =>
    {
        var request = context.Request;
        var reply = await fake.AnswerAsync(
            new FakeRequest(request.Method, request.Path.Value!, request.QueryString.Value!, request.Headers["api-key"].ToString()),
            async () =>
            {
                using var document = await JsonDocument.ParseAsync(request.Body);
                return document.RootElement.Clone();
            },
            context.RequestAborted);
        if (reply == FakeReply.None)
        {
            context.Abort();
            return;
        }
        if (reply.RetryAfter is { } after) context.Response.Headers.RetryAfter = after.ToString(CultureInfo.InvariantCulture);
        (context.Response.StatusCode, context.Response.ContentType) = (reply.Status, reply.IsJson ? "application/json" : "text/plain");
        await context.Response.WriteAsync(reply.Body);
    });
}
