using System.Net;
using System.Text;
using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host;

/// <summary>A host with one simulated endpoint behind it, as another program of the house sees it: plain HTTP.</summary>
internal sealed class ProgramHouse : IAsyncDisposable
{
    public const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello there.\"}]";

    private ProgramHouse(TestHouse house) => House = house;

    public TestHouse House { get; }

    public SimulatedExoNode Node => House.Node!;

    /// <summary>What was sent on, latest.</summary>
    public JsonElement Sent => Node.Requests[^1].Body;

    public static async Task<ProgramHouse> StartAsync(params (string Key, string Value)[] settings)
    {
        var house = await TestHouse.StartAsync(new(), settings: settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        await house.Services.GetRequiredService<IEndpointDirectory>().RefreshAsync();
        return new ProgramHouse(house);
    }

    /// <summary>The endpoint answers with these pieces of a stream.</summary>
    public void Answer(params string[] pieces) => Node.Script = context => ScriptedReply.Whole(pieces)(context);

    public async Task<HttpResponseMessage> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await House.Http.SendAsync(request);
    }

    public async Task<JsonElement> AskAsync(string body)
    {
        using var response = await PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        return await ReadAsync(response);
    }

    public async Task<ProgramStream> StreamAsync(string body)
    {
        using var response = await PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var data = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(frame => frame.StartsWith("data: ", StringComparison.Ordinal)).Select(frame => frame["data: ".Length..]).ToList();
        return new ProgramStream(
            [.. data.Where(frame => frame != "[DONE]").Select(frame => JsonSerializer.Deserialize<JsonElement>(frame))],
            data.Count > 0 && data[^1] == "[DONE]",
            response.Headers.TryGetValues("x-locals-endpoint", out var endpoint) ? endpoint.Single() : null);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

    public ValueTask DisposeAsync() => House.DisposeAsync();
}

/// <summary>A streamed answer as it came.</summary>
internal sealed record ProgramStream(IReadOnlyList<JsonElement> Frames, bool Done, string? Endpoint)
{
    public IEnumerable<JsonElement> Choices => Frames.Where(f => f.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0).Select(f => f.GetProperty("choices")[0]);

    public IEnumerable<JsonElement> Deltas(string name) =>
        Choices.Select(c => c.GetProperty("delta")).Where(d => d.TryGetProperty(name, out _)).Select(d => d.GetProperty(name));

    public string Text => string.Concat(Deltas("content").Select(c => c.GetString()));

    public IEnumerable<string?> Finishes => Choices.Select(c => c.GetProperty("finish_reason").GetString()).Where(f => f is not null);
}
