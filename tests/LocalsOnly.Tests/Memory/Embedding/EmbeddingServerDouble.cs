using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Memory.Embedding;

/// <summary>
/// An embedding server on loopback that speaks <c>/v1/embeddings</c>. A text's vector is its length, its first character and its last one, so that whoever
/// mixes up the order is seen.
/// </summary>
internal sealed class EmbeddingServerDouble : IAsyncDisposable
{
    public const string Model = "small-embed";

    private readonly WebApplication _app;

    private EmbeddingServerDouble()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url { get; private set; } = null!;

    public HttpClient Http { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    public ConcurrentQueue<JsonNode> Requests { get; } = new();

    /// <summary>Answers instead of the server for as long as it returns true; told how many requests came before.</summary>
    public Func<HttpContext, int, Task<bool>>? Instead { get; set; }

    /// <summary>Changes what the server is about to answer.</summary>
    public Action<JsonObject>? Change { get; set; }

    /// <summary>Texts that hold this are refused, and all in the same request with them.</summary>
    public string? Refused { get; set; }

    public static float[] VectorOf(string text) => [text.Length, text[0], text[^1]];

    public static async Task<EmbeddingServerDouble> StartAsync()
    {
        var server = new EmbeddingServerDouble();
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    public Task StopAsync() => _app.StopAsync();

    public static async Task ReplyAsync(HttpContext context, int status, string body, string type = "application/json")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        var before = Requests.Count;
        Requests.Enqueue(request);
        if (Instead is not null && await Instead(context, before)) return;
        if (context.Request.Method != "POST" || context.Request.Path != "/v1/embeddings" || context.Request.ContentType != "application/json")
        {
            await ReplyAsync(context, 404, "404 page not found", "text/plain");
            return;
        }
        if ((string?)request["model"] != Model)
        {
            await ReplyAsync(context, 404, $$$"""{"error":{"message":"model \"{{{request["model"]}}}\" not found, try pulling it first","type":"api_error","param":null,"code":null}}""");
            return;
        }
        var texts = request["input"]!.AsArray().Select(text => (string)text!).ToArray();
        if (Refused is not null && texts.Any(text => text.Contains(Refused, StringComparison.Ordinal)))
        {
            await ReplyAsync(context, 400, """{"error":{"message":"input is too large to process","type":"invalid_request_error","code":400}}""");
            return;
        }
        var answer = Answer(texts, (string?)request["encoding_format"] == "base64");
        Change?.Invoke(answer);
        await ReplyAsync(context, 200, answer.ToJsonString());
    }

    private static JsonObject Answer(string[] texts, bool base64) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. texts.Select((text, i) => new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = i,
            ["embedding"] = base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(VectorOf(text).AsSpan())) : JsonSerializer.SerializeToNode(VectorOf(text)),
        })]),
        ["model"] = Model,
        ["usage"] = new JsonObject { ["prompt_tokens"] = texts.Length, ["total_tokens"] = texts.Length },
    };
}
