using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LocalsOnly.Agents;
using LocalsOnly.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalsOnly.Tests.Host;

/// <summary>The API's own promises (docs/api.md), over HTTP.</summary>
public sealed class ApiTests
{
    private const string Question = """{"model":"vince","messages":[{"role":"user","content":"Which hotel did we book in Lisbon?"}]}""";
    private const string Streamed = """{"model":"vince","stream":true,"messages":[{"role":"user","content":"Which hotel did we book in Lisbon?"}]}""";

    [Fact]
    public async Task A_stream_says_who_answers_before_the_text_and_ends_with_sources_that_open()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true);

        var frames = await StreamAsync(house, Streamed);

        var route = frames.FindIndex(frame => frame.TryGetProperty("locals", out var locals) && locals.TryGetProperty("route", out _));
        var text = frames.FindIndex(frame => Content(frame).Length > 0);
        Assert.InRange(route, 0, text);
        var chosen = frames[route].GetProperty("locals").GetProperty("route");
        Assert.Equal(("heavy", "model", "cluster", true), (chosen.GetProperty("answered").GetString(), chosen.GetProperty("mode").GetString(), chosen.GetProperty("endpoint").GetString(), chosen.GetProperty("simulated").GetBoolean()));

        var last = frames[^1];
        Assert.Equal("stop", last.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal("simulated", last.GetProperty("locals").GetProperty("stats").GetProperty("provenance").GetString());
        var source = last.GetProperty("locals").GetProperty("sources").EnumerateArray().First(s => s.GetProperty("cited").GetBoolean());
        Assert.Equal("Five days in Lisbon", source.GetProperty("title").GetString());
        var annotation = last.GetProperty("choices")[0].GetProperty("delta").GetProperty("annotations")[0].GetProperty("url_citation");
        var whole = string.Concat(frames.Select(Content));
        Assert.Equal("[1]", whole[annotation.GetProperty("start_index").GetInt32()..annotation.GetProperty("end_index").GetInt32()]);

        var opened = await JsonAsync(house, $"/api/conversations/{Uri.EscapeDataString(source.GetProperty("key").GetString()!)}");
        Assert.Equal(source.GetProperty("key").GetString(), opened.GetProperty("focus").GetString());
        Assert.Contains(opened.GetProperty("messages").EnumerateArray(), message => message.GetProperty("key").GetString() == source.GetProperty("key").GetString());
    }

    [Fact]
    public async Task Progress_in_reading_the_prompt_is_shown_before_the_text()
    {
        await using var house = await TestHouse.StartAsync(new SimulatedExoNodeOptions { PrefillChunkTokens = 64 }, samples: true);

        var frames = await StreamAsync(house, Streamed);

        var progress = frames.Where(frame => frame.TryGetProperty("locals", out var locals) && locals.TryGetProperty("prefill", out _)).ToList();
        Assert.True(progress.Count > 1);
        Assert.True(frames.IndexOf(progress[^1]) < frames.FindIndex(frame => Content(frame).Length > 0));
    }

    [Theory]
    [InlineData(SimulatedFault.NotPlaced, "place it with: locals cluster place")]
    [InlineData(SimulatedFault.InternalServerError, "answered with an error")]
    [InlineData(SimulatedFault.Garbage, "does not speak like a model server")]
    [InlineData(SimulatedFault.WebPage, "does not speak like a model server")]
    [InlineData(SimulatedFault.EmptyBody, "so this is recall only")]
    [InlineData(SimulatedFault.ErrorFirst, "answered with an error")]
    [InlineData(SimulatedFault.KeepAliveForever, "did not begin to answer in time")]
    [InlineData(SimulatedFault.Silence, "did not begin to answer in time")]
    public async Task A_cluster_that_fails_costs_the_model_and_not_the_answer(SimulatedFault fault, string sentence)
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true, new Dictionary<string, string?> { ["Inference:FirstTokenTimeout"] = "00:00:00.3" });
        house.Node!.Fault = fault;

        var reply = await JsonAsync(house, "/v1/chat/completions", Question);

        var text = reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.Contains(sentence, text, StringComparison.Ordinal);
        Assert.Contains("Casa do Jacarandá", text, StringComparison.Ordinal);
        Assert.Equal("recall_only", reply.GetProperty("locals").GetProperty("route").GetProperty("mode").GetString());
    }

    [Fact]
    public async Task Without_any_model_server_the_reply_is_recall_only()
    {
        await using var house = await TestHouse.StartAsync(node: null, samples: true);

        var reply = await JsonAsync(house, "/v1/chat/completions", Question);

        var text = reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.StartsWith("No model is set up or running on this machine", text, StringComparison.Ordinal);
        Assert.Contains("Casa do Jacarandá", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SimulatedFault.ErrorMidText)]
    [InlineData(SimulatedFault.EndWithoutFinish)]
    public async Task A_reply_that_breaks_off_keeps_its_text_and_is_an_error_without_a_finish_reason(SimulatedFault fault)
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true);
        house.Node!.Fault = fault;

        var frames = await StreamAsync(house, Streamed);

        Assert.Contains("incomplete", frames[^1].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("[simulated]", string.Concat(frames.Select(Content)), StringComparison.Ordinal);
        Assert.DoesNotContain(frames, frame => frame.TryGetProperty("choices", out var choices) && choices[0].GetProperty("finish_reason").ValueKind == JsonValueKind.String);

        using var whole = await PostAsync(house, Question);
        Assert.Equal(HttpStatusCode.BadGateway, whole.StatusCode);
        var error = (await ReadAsync(whole)).GetProperty("error");
        Assert.StartsWith("[simulated]", error.GetProperty("partial").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The body is not JSON.")]
    [InlineData("[]", "The body must be a JSON object.")]
    [InlineData("{}", "'model' is missing")]
    [InlineData("""{"model":"vince"}""", "'messages' is missing")]
    [InlineData("""{"model":"vince","messages":[]}""", "'messages' is missing or empty")]
    [InlineData("""{"model":"vince","messages":[{"content":"x"}]}""", "'messages[0].role' is missing")]
    [InlineData("""{"model":"vince","messages":[{"role":"wizard","content":"x"}]}""", "'messages[0].role' is 'wizard'")]
    [InlineData("""{"model":"vince","messages":[{"role":"user","content":7}]}""", "'messages[0].content' must be a string")]
    [InlineData("""{"model":"vince","messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "something other than text")]
    [InlineData("""{"model":"vince","messages":[{"role":"user","content":[{"type":1}]}]}""", "something other than text")]
    [InlineData("""{"model":"vince","max_tokens":-1,"messages":[{"role":"user","content":"x"}]}""", "'max_tokens' must be a whole number above 0")]
    [InlineData("""{"model":"vince","messages":[{"role":"assistant","content":"x"}]}""", "There is no message to answer")]
    [InlineData("""{"model":"vince","messages":[{"role":"user","content":" "}]}""", "There is no message to answer")]
    public async Task A_request_that_cannot_be_understood_is_one_sentence(string body, string sentence)
    {
        await using var house = await TestHouse.StartAsync();

        using var response = await PostAsync(house, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(sentence, (await ReadAsync(response)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_hangs_up_stops_the_cluster_too()
    {
        var log = new ErrorLog();
        await using var house = await TestHouse.StartAsync(
            new(), samples: true, new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Error" }, services => services.AddSingleton<ILoggerProvider>(log));
        house.Node!.Fault = SimulatedFault.StallMidText;
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = Json(Streamed) };
        using var response = await house.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, hangUp.Token);
        var upstream = await house.Node.NextRequestAsync();
        await upstream.FirstToken;

        await hangUp.CancelAsync();
        response.Dispose();

        await upstream.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SimulatedOutcome.Disconnected, upstream.Outcome);
        // The turn is over too, in good order: stopping waits for every turn, and a stop that had to wait would take seconds.
        await house.Services.GetRequiredService<TurnGate>().CloseAsync(TimeSpan.FromMinutes(1)).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(log.Errors);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"O\u00f9\"")]
    public async Task Text_that_is_no_Unicode_is_a_bad_request(string content)
    {
        await using var house = await TestHouse.StartAsync();
        using var body = new ByteArrayContent(Encoding.Latin1.GetBytes($$"""{"model":"vince","messages":[{"role":"user","content":{{content}}}]}"""));

        using var response = await house.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("UTF-8", (await ReadAsync(response)).GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_one()
    {
        await using var house = await TestHouse.StartAsync();

        using var response = await house.Http.GetAsync(new Uri("/v1/chat/completions", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("evil.example", null)]
    [InlineData("192.168.1.5:4180", null)]
    [InlineData(null, "https://evil.example")]
    [InlineData(null, "null")]
    public async Task Without_a_key_only_this_machine_by_its_own_name_is_answered(string? host, string? origin)
    {
        await using var house = await TestHouse.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        if (host is not null) request.Headers.Host = host;
        if (origin is not null) request.Headers.Add("Origin", origin);

        using var response = await house.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task With_a_key_the_api_answers_only_those_who_bring_it()
    {
        await using var house = await TestHouse.StartAsync(settings: new Dictionary<string, string?> { ["Api:Key"] = "open-sesame" });

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("open-sesam"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("open-sesame"));
        Assert.Equal(HttpStatusCode.OK, (await house.Http.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);

        async Task<HttpStatusCode> StatusAsync(string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await house.Http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task The_page_may_load_nothing_from_elsewhere()
    {
        await using var house = await TestHouse.StartAsync();

        using var page = await house.Http.GetAsync(new Uri("/", UriKind.Relative));

        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("http://", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("https://", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_keys_and_paths_are_404_with_a_sentence()
    {
        await using var house = await TestHouse.StartAsync();

        foreach (var path in (string[])["/api/conversations/chatgpt:nothing", "/v1/embeddings", "/nowhere"])
        {
            using var response = await house.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.NotEmpty((await ReadAsync(response)).GetProperty("error").GetProperty("message").GetString()!);
        }
    }

    [Fact]
    public async Task Status_and_search_show_the_house()
    {
        await using var house = await TestHouse.StartAsync(new(), samples: true);

        var status = await JsonAsync(house, "/api/status");
        var found = await JsonAsync(house, "/api/search?q=heat%20pump%20quote&limit=3");

        Assert.Equal(23, status.GetProperty("memory").GetProperty("conversations").GetInt32());
        Assert.Equal(5, status.GetProperty("personas").GetArrayLength());
        Assert.Equal("running", status.GetProperty("components").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "api").GetProperty("state").GetString());
        Assert.Equal("Heat pump quote from Noordzij", found.GetProperty("results")[0].GetProperty("title").GetString());
        Assert.Empty((await JsonAsync(house, "/api/search?q=")).GetProperty("results").EnumerateArray());
    }

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) Errors.Enqueue($"{formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }

    private static async Task<List<JsonElement>> StreamAsync(TestHouse house, string body)
    {
        using var response = await PostAsync(house, body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var frames = new List<JsonElement>();
        foreach (var line in (await response.Content.ReadAsStringAsync()).Split('\n'))
            if (line.StartsWith("data: {", StringComparison.Ordinal)) frames.Add(JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]));
        return frames;
    }

    private static string Content(JsonElement frame) =>
        frame.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content)
            ? content.GetString()!
            : "";

    private static Task<HttpResponseMessage> PostAsync(TestHouse house, string body) => house.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), Json(body));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> JsonAsync(TestHouse house, string path, string? body = null)
    {
        var uri = new Uri(path, UriKind.Relative);
        using var response = body is null ? await house.Http.GetAsync(uri) : await house.Http.PostAsync(uri, Json(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await ReadAsync(response);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response) => JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());
}
