using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>
/// The part of Qdrant's REST API that Kernel Memory's own connector uses, on loopback: collections, batches of points, search by cosine, scroll and delete, with filters
/// of <c>must</c>, <c>should</c> and <c>match.value</c>, after the OpenAPI of version 1.12 (the newest that lists <c>points/search</c>). Not strict: it filters by any field.
/// </summary>
internal sealed class StockQdrant : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, (JsonNode Vector, JsonNode Payload)>> _collections = new(StringComparer.Ordinal);

    private StockQdrant()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>Answers nothing but that it is out of order.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Keys that were sent along.</summary>
    public HashSet<string> Keys { get; } = [];

    public static async Task<StockQdrant> StartAsync()
    {
        var server = new StockQdrant();
        await server._app.StartAsync();
        server.Url = new Uri(server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return server;
    }

    /// <summary>Texts of all points of a collection.</summary>
    public List<string> Texts(string collection)
    {
        lock (_lock) return _collections.TryGetValue(collection, out var points) ? [.. points.Values.Select(point => (string)JsonNode.Parse((string)point.Payload["payload"]!)!["text"]!)] : [];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = context.Request.ContentLength is > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
        (int Status, JsonNode Body) answer;
        lock (_lock)
        {
            Keys.Add(context.Request.Headers["api-key"].ToString());
            answer = IsBroken ? (500, Error("out of order")) : Answer(context.Request.Method, context.Request.Path.Value!.Trim('/').Split('/'), body);
        }
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.Body.ToJsonString());
    }

    private (int, JsonNode) Answer(string method, string[] path, JsonNode? body)
    {
        if (path is ["collections"]) return Ok(new JsonObject { ["collections"] = new JsonArray([.. _collections.Keys.Select(name => (JsonNode)new JsonObject { ["name"] = name })]) });
        if (path is not ["collections", var name, .. var rest]) return (404, Error("no such path"));
        if (method == "PUT" && rest.Length == 0)
        {
            if ((int)body!["vectors"]!["size"]! <= 0) return (400, Error("vector size must be above 0"));
            return _collections.TryAdd(name, []) ? Ok(true) : (409, Error($"Wrong input: Collection `{name}` already exists!"));
        }
        if (method == "DELETE" && rest.Length == 0) return Ok(_collections.Remove(name));
        if (!_collections.TryGetValue(name, out var points)) return (404, Error($"Not found: Collection `{name}` doesn't exist!"));
        switch (rest)
        {
            case ["points"] when method == "PUT":
                var batch = body!["batch"]!;
                for (var i = 0; i < batch["ids"]!.AsArray().Count; i++) points[(string)batch["ids"]![i]!] = (batch["vectors"]![i]!.DeepClone(), batch["payloads"]![i]!.DeepClone());
                return Ok(new JsonObject { ["operation_id"] = 1, ["status"] = "completed" });
            case ["points", "delete"]:
                foreach (var id in body!["points"]!.AsArray()) points.Remove((string)id!);
                return Ok(new JsonObject { ["operation_id"] = 1, ["status"] = "completed" });
            case ["points", "scroll"]:
                return Ok(new JsonObject { ["points"] = new JsonArray([.. points.Where(point => Matches(point.Value.Payload, body!["filter"])).Take((int)body!["limit"]!).Select(point => Shown(point, null))]) });
            case ["points", "search"]:
                var question = Numbers(body!["vector"]!);
                var least = (double?)body["score_threshold"] ?? -1;
                return Ok(new JsonArray([.. points.Where(point => Matches(point.Value.Payload, body["filter"])).Select(point => (Point: point, Score: Cosine(question, Numbers(point.Value.Vector))))
                    .Where(found => found.Score >= least).OrderByDescending(found => found.Score).Take((int)body["limit"]!).Select(found => Shown(found.Point, found.Score))]));
            default:
                return (404, Error("no such path"));
        }
    }

    private static bool Matches(JsonNode payload, JsonNode? filter)
    {
        if (filter is null) return true;
        if (filter["key"] is { } key)
        {
            var (value, wanted) = (payload[(string)key!], (string)filter["match"]!["value"]!);
            return value is JsonArray list ? list.Any(each => (string)each! == wanted) : (string?)value == wanted;
        }
        return (filter["must"]?.AsArray().All(each => Matches(payload, each)) ?? true)
            && (filter["should"]?.AsArray() is not { Count: > 0 } any || any.Any(each => Matches(payload, each)));
    }

    private static JsonObject Shown(KeyValuePair<string, (JsonNode Vector, JsonNode Payload)> point, double? score)
    {
        var shown = new JsonObject { ["id"] = point.Key, ["version"] = 1, ["payload"] = point.Value.Payload.DeepClone(), ["vector"] = point.Value.Vector.DeepClone() };
        if (score is not null) shown["score"] = score;
        return shown;
    }

    private static float[] Numbers(JsonNode vector) => [.. vector.AsArray().Select(number => (float)number!)];

    private static double Cosine(float[] left, float[] right) => System.Numerics.Tensors.TensorPrimitives.CosineSimilarity(left, right);

    private static (int, JsonNode) Ok(JsonNode result) => (200, new JsonObject { ["result"] = result, ["status"] = "ok", ["time"] = 0.001 });

    private static JsonObject Error(string message) => new JsonObject { ["status"] = new JsonObject { ["error"] = message }, ["time"] = 0.001 };
}
