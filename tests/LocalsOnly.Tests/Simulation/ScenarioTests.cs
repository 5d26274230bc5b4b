using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Simulation;

public sealed class ScenarioTests
{
    /// <summary>A request that every scenario can answer in its way: it offers tools and asks for log probabilities.</summary>
    private const string Asks = ""","logprobs":true,"tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{"name":"b"}}]""";

    private static readonly SimulatedExoNodeOptions Cluster = new() { Models = [SimulatedModel.Heavy], Machines = [SimulatedMachine.MacStudio, SimulatedMachine.DgxSpark] };

    [Fact]
    public void Every_scenario_has_a_name_of_its_own_a_sentence_and_a_test()
    {
        Assert.All(SimulatedScenario.All, s => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", s.Name));
        Assert.All(SimulatedScenario.All, s => Assert.EndsWith(".", s.Summary, StringComparison.Ordinal));
        var tested = typeof(ScenarioTests).GetMethods()
            .SelectMany(m => m.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(d => (string)d.GetData(m).Single()[0]))
            .Concat(["silence", "slow-prefill", "newcomer", "loading", "not-placed", "placement-lost", "node-silent", "crash-loop", "election-pause", "finish-less-json"]);
        Assert.Equal(SimulatedScenario.All.Select(s => s.Name).Order(), tested.Distinct().Order());
        Assert.Same(SimulatedScenario.All[0], SimulatedScenario.Find("PLAIN"));
        Assert.Null(SimulatedScenario.Find("no-such-thing"));
    }

    [Theory]
    [InlineData("plain", "\"finish_reason\":\"stop\"", "\"reasoning_content\"")]
    [InlineData("thinking", "\"reasoning_content\":", "\"error\"")]
    [InlineData("tool-call", "\"name\":\"a\"", "\"name\":\"b\"")]
    [InlineData("tool-calls", "\"name\":\"b\"", "\"content\":")]
    [InlineData("gpt-oss-tool-call", "\"finish_reason\":\"tool_calls\"", "\"usage\"")]
    [InlineData("logprobs", "\"logprob\":-", "\"error\"")]
    [InlineData("length", "\"finish_reason\":\"length\"", "\"finish_reason\":\"stop\"")]
    [InlineData("stop-in-thinking", "\"content\":\"n.\"", "\"error\"")]
    [InlineData("error-first", "\"error\"", "\"content\"")]
    [InlineData("error-mid-text", "\"error\"", "\"finish_reason\"")]
    [InlineData("malformed-tool-call", "<tool_call>", "\"content\":")]
    [InlineData("eof-without-finish", "\"content\":", "[DONE]")]
    [InlineData("missing-done", "\"finish_reason\":\"stop\"", "[DONE]")]
    [InlineData("v1-0-71-nulls", "\"tool_call_id\":null", "\"error\"")]
    [InlineData("instance-deleted", "\"content\":", "[DONE]")]
    [InlineData("runner-crash", "Runner shutdown before completing command (signal=9", "\"finish_reason\"")]
    [InlineData("garbage", "%PDF", "data:")]
    [InlineData("web-page", "<!doctype html>", "data:")]
    public async Task A_stream_that_ends_ends_in_its_way(string name, string has, string hasNot)
    {
        await using var wire = await StartAsync(name);
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy, "Hello", Asks);
        Assert.Equal(200, (int)stream.Response.StatusCode);
        var text = string.Join('\n', await stream.RestAsync());
        Assert.Contains(has, text, StringComparison.Ordinal);
        Assert.DoesNotContain(hasNot, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty-200", 200, "")]
    [InlineData("not-found", 404, """{"error":{"message":"No instance found for model simulated/heavy-235b-4bit","type":"Not Found","param":null,"code":404}}""")]
    [InlineData("method-not-allowed", 405, """{"detail":"Method Not Allowed"}""")]
    [InlineData("unprocessable", 422, """{"detail":[{"type":"literal_error","loc":["body","messages"],"msg":"Input should be 'system', 'user' or 'assistant'","input":null}]}""")]
    [InlineData("server-error", 500, "Internal Server Error")]
    public async Task A_refusal_has_its_status_and_its_words(string name, int status, string body)
    {
        await using var wire = await StartAsync(name);
        Assert.Equal((status, body), await wire.SendAsync("POST", "/v1/chat/completions", SimulatedWire.ChatJson(SimulatedModel.Heavy)));
    }

    [Theory]
    [InlineData("endless-keep-alive", false)]
    [InlineData("full-batch", false)]
    [InlineData("prefill-only", false)]
    [InlineData("stuck-loading", false)]
    [InlineData("runner-failed", false)]
    [InlineData("stall-in-prefill", false)]
    [InlineData("stall-mid-text", true)]
    [InlineData("master-wipe", true)]
    public async Task A_stream_that_hangs_hears_keep_alives_for_ever(string name, bool afterText)
    {
        await using var wire = await StartAsync(name);
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy, "Hello");
        var (last, data) = (await stream.NextAsync(), false);
        for (var pings = 0; pings < 4;)
        {
            var next = stream.NextAsync();
            while (!next.IsCompleted)
            {
                wire.Advance(1);
                await Task.Yield();
            }

            last = await next;
            pings += last == ": keep-alive" ? 1 : 0;
            data |= last!.StartsWith("data:", StringComparison.Ordinal);
        }

        Assert.Equal(afterText, data);
    }

    [Fact]
    public async Task Silence_is_no_answer_at_all()
    {
        await using var wire = await StartAsync("silence");
        using var patience = new CancellationTokenSource();
        var reply = wire.OpenAsync("/v1/chat/completions", SimulatedWire.ChatJson(SimulatedModel.Heavy), patience.Token);
        var request = await wire.Node.NextRequestAsync();
        wire.Advance(600);
        Assert.False(reply.IsCompleted);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reply);
        await request.Ended;
        Assert.Equal(SimulatedOutcome.Disconnected, request.Outcome);
    }

    [Fact]
    public async Task Elections_hold_every_reply_back_for_three_seconds()
    {
        await using var wire = await StartAsync("election-pause");
        var began = wire.Time.GetUtcNow();
        var reply = wire.ChatAsync(SimulatedModel.Heavy);
        await wire.Node.NextRequestAsync();
        Assert.Equal("200", await StatusAsync(wire, reply));
        Assert.True(wire.Time.GetUtcNow() - began >= TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Slow_prefill_tells_how_far_it_is()
    {
        await using var wire = await StartAsync("slow-prefill");
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy, new string('x', 40000), ""","max_tokens":1""");
        var began = wire.Time.GetUtcNow();
        var data = stream.NextDataAsync();
        while (!data.IsCompleted)
        {
            wire.Advance(0.5);
            await Task.Yield();
        }

        Assert.True(wire.Time.GetUtcNow() - began >= TimeSpan.FromSeconds(10000 / 290));
    }

    [Fact]
    public async Task A_newcomer_holds_an_answer_up_in_the_middle()
    {
        await using var wire = await StartAsync("newcomer", Cluster with { DecodeTokensPerSecond = 10, PrefillTokensPerSecond = 1000 });
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy);
        var request = await wire.Node.NextRequestAsync();
        var began = wire.Time.GetUtcNow();
        var rest = stream.RestAsync();
        while (!rest.IsCompleted)
        {
            wire.Advance(0.1);
            await Task.Yield();
        }

        Assert.Equal("data: [DONE]", (await rest)[^1]);
        Assert.True(wire.Time.GetUtcNow() - began >= TimeSpan.FromSeconds(8.1 + (request.CompletionTokens / 10.0) - 0.2));
    }

    [Fact]
    public async Task Loading_takes_half_a_minute_and_requests_wait_it_out()
    {
        await using var wire = await StartAsync("loading");
        wire.Advance(5);
        Assert.All(await wire.RunnersAsync(), tag => Assert.Equal("RunnerLoading", tag));
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy);
        var rest = stream.RestAsync();
        while (!rest.IsCompleted)
        {
            wire.Advance(0.5);
            await Task.Yield();
        }

        Assert.Equal("data: [DONE]", (await rest)[^1]);
        Assert.Equal(["RunnerReady", "RunnerReady"], await wire.RunnersAsync());
    }

    [Theory]
    [InlineData("not-placed", true)]
    [InlineData("placement-lost", false)]
    public async Task A_model_that_is_not_placed_can_be_placed_unless_commands_are_lost(string name, bool appears)
    {
        await using var wire = await StartAsync(name);
        Assert.Equal("{}", (await wire.StateAsync("instances")).GetRawText());
        Assert.Equal(404, (await wire.SendAsync("POST", "/v1/chat/completions", SimulatedWire.ChatJson(SimulatedModel.Heavy))).Status);
        Assert.Equal(200, (await wire.SendAsync("POST", "/place_instance", $$"""{"model_id":"{{SimulatedModel.Heavy.Id}}"}""")).Status);
        wire.Advance(5);
        Assert.Equal(appears, (await wire.StateAsync("instances")).EnumerateObject().Any());
    }

    [Fact]
    public async Task A_silent_machine_takes_its_streams_with_it_in_the_end()
    {
        await using var wire = await StartAsync("node-silent");
        using var stream = await wire.ChatAsync(SimulatedModel.Heavy);
        var began = wire.Time.GetUtcNow();
        var rest = stream.RestAsync();
        while (!rest.IsCompleted)
        {
            wire.Advance(1);
            await Task.Yield();
        }

        Assert.True(wire.Time.GetUtcNow() - began > TimeSpan.FromSeconds(35));
        Assert.DoesNotContain(await rest, l => l.Contains("[DONE]", StringComparison.Ordinal));
        Assert.Equal("{}", (await wire.StateAsync("instances")).GetRawText());
        Assert.Contains("RunnerReady", await wire.RunnersAsync());
    }

    [Fact]
    public async Task A_crash_loop_ends_with_the_instance_gone()
    {
        await using var wire = await StartAsync("crash-loop");
        var errors = 0;
        while ((await wire.StateAsync("instances")).EnumerateObject().Any())
        {
            if ((await wire.RunnersAsync()).All(tag => tag == "RunnerReady"))
            {
                using var stream = await wire.ChatAsync(SimulatedModel.Heavy);
                errors += (await stream.RestAsync()).Count(l => l.Contains("\"error\"", StringComparison.Ordinal));
            }

            wire.Advance(1);
        }

        Assert.Equal(5, errors);
    }

    [Fact]
    public async Task Without_a_stream_an_answer_cut_short_is_json_without_a_finish_reason()
    {
        await using var wire = await StartAsync("finish-less-json");
        var (status, body) = await wire.SendAsync(
            "POST", "/v1/chat/completions", $$"""{"model":"{{SimulatedModel.Heavy.Id}}","messages":[{"role":"user","content":"Hello"}]}""");
        Assert.Equal(200, status);
        var reply = JsonElement.Parse(body);
        Assert.StartsWith("[simulated]", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.False(reply.GetProperty("choices")[0].TryGetProperty("finish_reason", out _) || reply.TryGetProperty("usage", out _));
    }

    private static async Task<SimulatedWire> StartAsync(string name, SimulatedExoNodeOptions? options = null)
    {
        var scenario = SimulatedScenario.Find(name)!;
        var wire = await SimulatedWire.StartAsync(scenario.Configure(options ?? Cluster));
        scenario.Apply(wire.Node);
        return wire;
    }

    private static async Task<string> StatusAsync(SimulatedWire wire, Task<WireStream> reply)
    {
        while (!reply.IsCompleted)
        {
            wire.Advance(0.1);
            await Task.Yield();
        }

        using var stream = await reply;
        return $"{(int)stream.Response.StatusCode}";
    }
}
