using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Memory.Qdrant.Fake;

/// <summary>
/// Qdrant on loopback in the part that we use, after the OpenAPI and the source of version 1.19: what it stores it finds again by the same formulas,
/// and what the true server refuses it refuses with the same words. It is stricter in two things: a field that the API does not have is refused everywhere (the
/// true server does so in filters only), and nothing is filtered by that has no payload index (as in its strict mode).
/// </summary>
internal sealed class FakeQdrant : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, FakeCollection> _collections = new(StringComparer.Ordinal);
    private readonly List<FakeCall> _calls = [];

    private FakeQdrant(IFakeFace face)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = face.Protocols));
        face.Add(builder.Services, this);
        _app = builder.Build();
        face.Map(_app, this);
    }

    public Uri Url { get; private set; } = null!;

    public string Version { get; set; } = "1.19.0";

    /// <summary>Wanted in the header <c>api-key</c>; null for none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>May read and not write.</summary>
    public string? ReadOnlyKey { get; set; }

    /// <summary>Decides for each call whether something goes wrong with it.</summary>
    public Func<FakeCall, FakeFault?> Fault { get; set; } = _ => null;

    /// <summary>All calls so far, those that went wrong as well.</summary>
    public IReadOnlyList<FakeCall> Calls
    {
        get
        {
            lock (_lock) return [.. _calls];
        }
    }

    /// <param name="face">REST when null.</param>
    public static async Task<FakeQdrant> StartAsync(IFakeFace? face = null)
    {
        var fake = new FakeQdrant(face ?? new RestFace());
        await fake._app.StartAsync();
        fake.Url = new Uri(fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return fake;
    }

    public int CallsOf(string method, string pathEnd) => Calls.Count(call => call.Method == method && call.Path.EndsWith(pathEnd, StringComparison.Ordinal));

    public FakeCollection Collection(string name)
    {
        lock (_lock) return _collections[name];
    }

    /// <summary>Somebody else makes a collection, from the body of a creation.</summary>
    public void Make(string name, string body)
    {
        lock (_lock) _collections[name] = new FakeCollection(JsonDocument.Parse(body).RootElement);
    }

    /// <summary>The machine loses power: what was logged and not yet carried out is gone.</summary>
    public void LoseWhatIsNotCarriedOut()
    {
        lock (_lock)
            foreach (var collection in _collections.Values) collection.LoseLog();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>One call, by whatever face it came in, in the words of REST.</summary>
    /// <param name="read">Reads the body; undefined for none.</param>
    /// <param name="gone">Cancelled when the client has gone.</param>
    public async Task<FakeReply> AnswerAsync(FakeRequest request, Func<Task<JsonElement>> read, CancellationToken gone)
    {
        FakeCall call;
        lock (_lock) _calls.Add(call = new FakeCall(_calls.Count + 1, request.Method, request.Path, request.Query));
        // A test may hold a call back for as long as the client waits.
        var fault = Fault(call);
        if (fault?.Hold is { } arrived)
        {
            arrived.TrySetResult();
            await (fault.Release ?? Task.Delay(Timeout.Infinite, gone)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (fault.Release is null) return FakeReply.None;
        }
        if (fault is { Abort: true, IsAnswerOnly: false }) return FakeReply.None;
        if (fault?.Status is { } status)
            return new FakeReply(status, fault.Body ?? Error("Service internal error: on purpose").ToJsonString(), fault.Body is null || fault.IsJson, fault.RetryAfter);
        if (Locked(request) is var (refusal, words)) return new FakeReply(refusal, words, IsJson: false);
        var (code, body) = await WorkAsync(request, read);
        return fault?.Abort == true ? FakeReply.None : new FakeReply(code, body, body.StartsWith('{'));
    }

    private (int, string)? Locked(FakeRequest request)
    {
        if (ApiKey is null || request.Path is "/" or "/healthz" or "/readyz") return null;
        if (request.ApiKey == ApiKey) return null;
        if (request.ApiKey.Length == 0) return (401, "Must provide an API key or an Authorization bearer token");
        if (request.ApiKey != ReadOnlyKey) return (401, "Invalid API key or JWT");
        var isRead = request.Method == "GET" || request.Path.Split('/')[^1] is "query" or "count" or "scroll";
        return isRead ? null : (403, Error("Forbidden: Global manage access is required").ToJsonString());
    }

    private async Task<(int Status, string Body)> WorkAsync(FakeRequest request, Func<Task<JsonElement>> read)
    {
        try
        {
            var body = request.Method is "GET" or "DELETE" ? default : await read();
            lock (_lock) return (200, Route(request, body));
        }
        catch (JsonException fault)
        {
            return (400, Error($"Format error in JSON body: {fault.Message}").ToJsonString());
        }
        catch (FakeRefusal refusal)
        {
            return (refusal.Status, Error(refusal.Message).ToJsonString());
        }
    }

    private string Route(FakeRequest request, JsonElement body)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var wait = request.Query == "?wait=true";
        if (parts is [] && request.Method == "GET") return new JsonObject { ["title"] = "qdrant - vector search engine", ["version"] = Version, ["commit"] = "0" }.ToJsonString();
        if (parts is ["healthz"]) return "healthz check passed";
        if (parts is ["readyz"]) return "all shards are ready";
        if (parts is not ["collections", var name, ..]) throw new FakeRefusal(404, "");
        JsonNode result = (request.Method, string.Join('/', parts[2..])) switch
        {
            ("GET", "exists") => new JsonObject { ["exists"] = _collections.ContainsKey(name) },
            ("PUT", "") => Create(name, body),
            ("DELETE", "") => _collections.Remove(name),
            ("GET", "") => Find(name).Describe(),
            ("PUT", "index") => Find(name).Index(body, wait),
            ("PUT", "points") => Find(name).Upsert(body, wait),
            ("POST", "points/delete") => Find(name).Delete(body, wait),
            ("POST", "points/query") => Find(name).Query(body),
            ("POST", "points/count") => Find(name).Count(body),
            ("POST", "points/scroll") => Find(name).Scroll(body),
            _ => throw new FakeRefusal(404, ""),
        };
        return new JsonObject { ["result"] = result, ["status"] = "ok", ["time"] = 0.001 }.ToJsonString();
    }

    private JsonValue Create(string name, JsonElement body)
    {
        if (_collections.ContainsKey(name)) throw new FakeRefusal(409, $"Wrong input: Collection `{name}` already exists!");
        _collections[name] = new FakeCollection(body);
        return JsonValue.Create(true);
    }

    private FakeCollection Find(string name) =>
        _collections.TryGetValue(name, out var collection) ? collection : throw new FakeRefusal(404, $"Not found: Collection `{name}` doesn't exist!");

    private static JsonObject Error(string text) => new() { ["status"] = new JsonObject { ["error"] = text }, ["time"] = 0.001 };
}

/// <summary>A call as it came in; <paramref name="Number"/> counts from 1.</summary>
internal sealed record FakeCall(int Number, string Method, string Path, string Query)
{
    public bool IsUpsert => Method == "PUT" && Path.EndsWith("/points", StringComparison.Ordinal);

    public bool IsDelete => Path.EndsWith("/points/delete", StringComparison.Ordinal);

    public bool IsQuery => Path.EndsWith("/points/query", StringComparison.Ordinal);
}

/// <summary>Something that goes wrong with a call.</summary>
internal sealed record FakeFault
{
    public int? Status { get; init; }

    /// <summary>Plain text in place of an error in Qdrant's form.</summary>
    public string? Body { get; init; }

    /// <summary><see cref="Body"/> is JSON.</summary>
    public bool IsJson { get; init; }

    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The connection breaks off.</summary>
    public bool Abort { get; init; }

    /// <summary>It breaks off behind the work: the server has done what it was asked and nobody is told.</summary>
    public bool IsAnswerOnly { get; init; }

    /// <summary>Not answered until <see cref="Release"/>; set when the call has arrived.</summary>
    public TaskCompletionSource? Hold { get; init; }

    /// <summary>Null for never.</summary>
    public Task? Release { get; init; }

    public static FakeFault Away { get; } = new() { Abort = true };

    public static FakeFault Of(int status, int? retryAfter = null) => new() { Status = status, RetryAfter = retryAfter };
}

/// <summary>The server turns something down.</summary>
internal sealed class FakeRefusal(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
