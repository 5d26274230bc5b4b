using System.ClientModel;
using System.Net;
using System.Text;
using System.Text.Json;
using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;
using Microsoft.Extensions.Time.Testing;
using OpenAI;
using OpenAI.Chat;

namespace LocalsOnly.Tests.Simulation;

public sealed class SimulatedExoNodeTests
{
    [Fact]
    public async Task An_independent_client_gets_a_whole_answer()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var completion = (await ClientOf(node).CompleteChatAsync("Hello")).Value;
        Assert.StartsWith("[simulated] Hello.", completion.Content[0].Text, StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, completion.FinishReason);
        Assert.True(completion.Usage.OutputTokenCount > 3);
    }

    [Fact]
    public async Task An_independent_client_gets_a_streamed_answer()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        var text = new StringBuilder();
        ChatFinishReason? finish = null;
        var updates = 0;
        await foreach (var update in ClientOf(node).CompleteChatStreamingAsync("Hello"))
        {
            updates++;
            finish = update.FinishReason ?? finish;
            foreach (var part in update.ContentUpdate)
                text.Append(part.Text);
        }

        Assert.StartsWith("[simulated] Hello.", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.True(updates > 5, "one token per chunk");
    }

    [Fact]
    public async Task A_stream_has_exos_frames_and_comments()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        using var http = new HttpClient { BaseAddress = node.Url };
        using var content = Json($$"""{"model":"{{SimulatedModel.Light.Id}}","stream":true,"messages":[{"role":"user","content":"Hello"}]}""");
        using var response = await http.PostAsync("/v1/chat/completions", content);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("close", response.Headers.Connection.Single());
        Assert.Equal("hypercorn-h11", response.Headers.Server.ToString());
        Assert.Equal("true", response.Headers.GetValues("x-simulated").Single());
        Assert.Equal(": keep-alive", lines[0]);
        Assert.StartsWith(": prefill_progress {\"PrefillProgressChunk\":", lines[1], StringComparison.Ordinal);
        Assert.StartsWith(": generation_stats {", lines[^2], StringComparison.Ordinal);
        Assert.Equal("data: [DONE]", lines[^1]);
        var tokens = lines.Where(l => l.StartsWith("data: {", StringComparison.Ordinal)).Select(l => JsonElement.Parse(l[6..])).ToList();
        Assert.All(tokens, t => Assert.Equal("assistant", t.GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString()));
        Assert.All(tokens, t => Assert.Equal("chat.completion", t.GetProperty("object").GetString()));
        Assert.Equal("stop", tokens[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(tokens.Count, tokens[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("GET", "/health", "", 404, """{"detail":"Not Found"}""")]
    [InlineData("GET", "/state/nowhere", "", 404, """{"error":{"message":"unable to find path 'nowhere' in state json","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("POST", "/v1/embeddings", "{}", 405, """{"detail":"Method Not Allowed"}""")]
    [InlineData("POST", "/v1/chat/completions", """{"model":"x","messages":[]}""", 404, """{"error":{"message":"No instance found for model x","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("POST", "/v1/chat/completions", "{}", 422, """{"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required","input":null}]}""")]
    public async Task What_exo_refuses_is_refused_in_exos_words(string method, string path, string body, int status, string reply)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        using var http = new HttpClient { BaseAddress = node.Url };
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body.Length > 0 ? Json(body) : null };
        using var response = await http.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(reply, await response.Content.ReadAsStringAsync());
        Assert.Equal("true", response.Headers.GetValues("x-simulated").Single());
    }

    [Fact]
    public async Task Without_a_stream_an_error_is_an_empty_200()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        node.Fault = SimulatedFault.ErrorFirst;
        using var http = new HttpClient { BaseAddress = node.Url };
        using var content = Json($$"""{"model":"{{SimulatedModel.Light.Id}}","messages":[{"role":"user","content":"Hello"}]}""");
        using var response = await http.PostAsync("/v1/chat/completions", content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_state_shows_the_machines_of_the_house()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        using var http = new HttpClient { BaseAddress = cluster.Heavy.Url };
        var node = JsonElement.Parse(await http.GetStringAsync("/node_id")).GetString()!;
        var identities = JsonElement.Parse(await http.GetStringAsync("/state/nodeIdentities"));
        Assert.Equal("Mac Studio", identities.GetProperty(node).GetProperty("friendlyName").GetString());
        Assert.Equal(3, identities.EnumerateObject().Count());
        Assert.Contains("unplaced", await http.GetStringAsync("/v1/models"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_token_is_here_within_fifty_milliseconds_of_the_prompts_end()
    {
        await using var node = await SimulatedExoNode.StartAsync(new() { PrefillTokensPerSecond = 2000, DecodeTokensPerSecond = 200 });
        await using var house = InferenceHouse.Of(node);
        await Outcome.OfAsync(house.Chat, "Hello");
        DateTimeOffset? seen = null;
        await foreach (var update in house.Chat.GetStreamingResponseAsync(
            [new(Microsoft.Extensions.AI.ChatRole.User, new string('x', 800))], Outcome.Heavy))
        {
            if (update.Text.Length > 0)
                seen ??= TimeProvider.System.GetUtcNow();
        }

        var request = node.Requests[^1];
        Assert.InRange((request.PrefillEndedAt - request.ReceivedAt)!.Value.TotalMilliseconds, 100, 5000);
        Assert.InRange((seen - request.PrefillEndedAt)!.Value.TotalMilliseconds, 0, 50);
    }

    [Fact]
    public async Task A_long_prompt_is_read_in_steps_of_4096_tokens()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = InferenceHouse.Of(node);
        var outcome = await Outcome.OfAsync(house.Chat, new string('x', 4 * 9000));
        Assert.Equal([0, 4096, 8192, 9004], outcome.Contents<PrefillProgressContent>().Select(p => p.ProcessedTokens));
    }

    [Fact]
    public async Task Tokens_come_at_the_rate_of_the_given_clock()
    {
        var time = new FakeTimeProvider();
        await using var node = await SimulatedExoNode.StartAsync(new() { DecodeTokensPerSecond = 1 }, time);
        await using var house = InferenceHouse.Of(
            node, null, time,
            ("Inference:FirstTokenTimeout", "1.00:00:00"), ("Inference:BetweenTokensTimeout", "1.00:00:00"), ("Inference:TotalTimeout", "1.00:00:00"));
        var answer = Outcome.OfAsync(house.Chat, "Hello");
        var request = await node.NextRequestAsync();
        await request.FirstToken;
        Assert.Equal(1, request.CompletionTokens);

        var began = time.GetUtcNow();
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }

        Assert.Null((await answer).Failure);
        Assert.True(time.GetUtcNow() - began >= TimeSpan.FromSeconds(request.CompletionTokens - 1));
    }

    [Fact]
    public async Task The_demo_cluster_is_configured_by_its_own_settings()
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        await using var house = new InferenceHouse(cluster.Configuration);
        var seen = await house.Directory.RefreshAsync();
        Assert.Equal(["cluster", "mini"], seen.Select(e => e.Name).Order());
        Assert.All(seen, e => Assert.Equal((EndpointState.Ready, true), (e.State, e.Simulated)));
        Assert.Equal("cluster", (await Outcome.OfAsync(house.Chat, "Hello")).Route.Endpoint);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static ChatClient ClientOf(SimulatedExoNode node) => new(
        SimulatedModel.Light.Id, new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(node.Url, "v1") });
}
