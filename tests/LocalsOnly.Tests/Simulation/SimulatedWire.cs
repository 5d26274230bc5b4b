using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LocalsOnly.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Simulation;

/// <summary>A simulated node with a clock that only moves when told to, asked over HTTP as anybody would.</summary>
internal sealed class SimulatedWire : IAsyncDisposable
{
    private readonly HttpClient _http;

    private SimulatedWire(SimulatedExoNode node, FakeTimeProvider time)
    {
        (Node, Time) = (node, time);
        _http = new HttpClient { BaseAddress = node.Url, Timeout = TimeSpan.FromSeconds(20) };
    }

    public SimulatedExoNode Node { get; }

    public FakeTimeProvider Time { get; }

    public static async Task<SimulatedWire> StartAsync(SimulatedExoNodeOptions? options = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 6, 22, 12, 0, 0, TimeSpan.Zero));
        return new SimulatedWire(await SimulatedExoNode.StartAsync(options, time), time);
    }

    /// <summary>A house of three machines with nothing placed, and a catalogue of both models.</summary>
    public static SimulatedExoNodeOptions Empty => new()
    {
        Models = [],
        CatalogOnly = [SimulatedModel.Heavy, SimulatedModel.Light],
        Machines = [SimulatedMachine.MacStudio, SimulatedMachine.MacBookPro, SimulatedMachine.DgxSpark],
    };

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public async Task<JsonElement> StateAsync(string path = "") => await GetAsync("/state/" + path);

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<(int Status, string Body)> SendAsync(string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Opens a reply and returns as soon as its headers are there.</summary>
    public async Task<WireStream> OpenAsync(string path, string? body = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return new WireStream(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken)));
    }

    public Task<WireStream> ChatAsync(SimulatedModel model, string text = "Hello", string more = "") =>
        OpenAsync("/v1/chat/completions", ChatJson(model, text, more));

    public static string ChatJson(SimulatedModel model, string text = "Hello", string more = "") =>
        $$"""{"model":"{{model.Id}}","stream":true{{more}},"messages":[{"role":"user","content":{{JsonSerializer.Serialize(text)}}}]}""";

    /// <summary>The tags of all runners, in the order of their ranks.</summary>
    public async Task<string[]> RunnersAsync() =>
        [.. (await StateAsync("runners")).EnumerateObject().Select(r => r.Value.EnumerateObject().Single().Name)];

    /// <summary>Places a model on the smallest group of machines and plays its way to readiness.</summary>
    public async Task<string> PlaceAsync(SimulatedModel model, int minNodes = 1)
    {
        var before = (await StateAsync("instances")).EnumerateObject().Select(i => i.Name).ToHashSet();
        var (status, _) = await SendAsync("POST", "/place_instance", $$"""{"model_id":"{{model.Id}}","min_nodes":{{minNodes}}}""");
        Assert.Equal(200, status);
        Advance(3);
        return (await StateAsync("instances")).EnumerateObject().Select(i => i.Name).Single(i => !before.Contains(i));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Node.DisposeAsync();
    }
}

/// <summary>An event stream that is read frame by frame.</summary>
internal sealed class WireStream(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    public HttpResponseMessage Response => response;

    /// <summary>The next frame or comment; null at the end of the stream.</summary>
    public async Task<string?> NextAsync()
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Length > 0)
                return line;
        }

        return null;
    }

    /// <summary>The next <c>data:</c> frame, without its prefix; null at the end of the stream.</summary>
    public async Task<string?> NextDataAsync()
    {
        while (await NextAsync() is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return line[6..];
        }

        return null;
    }

    public async Task<List<string>> RestAsync()
    {
        var lines = new List<string>();
        while (await NextAsync() is { } line)
            lines.Add(line);
        return lines;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
    }
}
