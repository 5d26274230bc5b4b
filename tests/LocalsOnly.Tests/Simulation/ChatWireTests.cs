using System.Text.Json;
using LocalsOnly.Simulation;

namespace LocalsOnly.Tests.Simulation;

public sealed class ChatWireTests
{
    private const string Tools = """
        ,"tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"},
        "days":{"type":"integer","minimum":2},"unit":{"enum":["c","f"]},"note":{"type":"string"}},"required":["city","days","unit"]}}},
        {"type":"function","function":{"name":"time"}}]
        """;

    [Fact]
    public async Task Thoughts_come_apart_from_the_text_and_are_counted()
    {
        await using var wire = await StartAsync(SimulatedAnswer.Thinking);
        var frames = await FramesAsync(wire);
        var deltas = frames.Select(f => f.GetProperty("choices")[0].GetProperty("delta")).ToList();
        var thoughts = deltas.TakeWhile(d => d.TryGetProperty("reasoning_content", out _)).Count();
        Assert.InRange(thoughts, 3, deltas.Count - 3);
        Assert.All(deltas.Skip(thoughts), d => Assert.True(d.TryGetProperty("content", out _)));
        var usage = frames[^1].GetProperty("usage");
        Assert.Equal(thoughts, usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal(deltas.Count, usage.GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData(""","enable_thinking":false""")]
    [InlineData(""","reasoning_effort":"none" """)]
    public async Task A_model_that_may_not_think_does_not(string more)
    {
        await using var wire = await StartAsync(SimulatedAnswer.Thinking);
        Assert.DoesNotContain(await FramesAsync(wire, more), f => f.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("reasoning_content", out _));
    }

    [Fact]
    public async Task A_tool_call_is_whole_fits_its_schema_and_has_its_id_twice()
    {
        await using var wire = await StartAsync(SimulatedAnswer.ToolCall);
        var frame = Assert.Single(await FramesAsync(wire, Tools));
        var choice = frame.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        var call = Assert.Single(choice.GetProperty("delta").GetProperty("tool_calls").EnumerateArray());
        var function = call.GetProperty("function");
        Assert.Equal(call.GetProperty("id").GetString(), function.GetProperty("id").GetString());
        Assert.Equal("weather", function.GetProperty("name").GetString());
        Assert.Equal("""{"city":"Hello","days":2,"unit":"c"}""", function.GetProperty("arguments").GetString());
        Assert.True(frame.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task Several_calls_share_a_chunk_and_gpt_oss_tells_no_usage()
    {
        await using var wire = await StartAsync(SimulatedAnswer.ToolCalls);
        var calls = Assert.Single(await FramesAsync(wire, Tools)).GetProperty("choices")[0].GetProperty("delta").GetProperty("tool_calls");
        Assert.Equal([(0, "weather"), (1, "time")], calls.EnumerateArray().Select(c => (c.GetProperty("index").GetInt32(), c.GetProperty("function").GetProperty("name").GetString()!)));

        wire.Node.Answer = SimulatedAnswer.GptOssToolCall;
        using var stream = await wire.ChatAsync(SimulatedModel.Light, "Hello", Tools);
        var lines = await stream.RestAsync();
        Assert.Equal("data: [DONE]", lines[^1]);
        Assert.Contains("\"finish_reason\":\"tool_calls\"", lines[^2], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, l => l.Contains("\"usage\"", StringComparison.Ordinal) || l.Contains("generation_stats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tools_result_is_answered_and_not_called_for_again()
    {
        await using var wire = await StartAsync(SimulatedAnswer.ToolCall);
        var (status, body) = await wire.SendAsync("POST", "/v1/chat/completions", $$"""
            {"model":"{{SimulatedModel.Light.Id}}"{{Tools}},"messages":[{"role":"user","content":"Hello"},
            {"role":"assistant","content":null,"tool_calls":[]},{"role":"tool","tool_call_id":"c1","content":"12 degrees"}]}
            """);
        Assert.Equal(200, status);
        Assert.Equal("stop", JsonElement.Parse(body).GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task Log_probabilities_come_when_they_are_asked_for()
    {
        await using var wire = await StartAsync(SimulatedAnswer.Plain);
        Assert.All(await FramesAsync(wire, ""","logprobs":true,"top_logprobs":2"""), f =>
        {
            var entry = f.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content")[0];
            Assert.True(entry.GetProperty("logprob").GetDouble() < 0);
            Assert.Equal(2, entry.GetProperty("top_logprobs").GetArrayLength());
        });
        Assert.DoesNotContain(await FramesAsync(wire), f => f.GetProperty("choices")[0].TryGetProperty("logprobs", out _));
    }

    [Fact]
    public async Task Max_tokens_ends_an_answer_with_length()
    {
        await using var wire = await StartAsync(SimulatedAnswer.Plain);
        var frames = await FramesAsync(wire, ""","max_tokens":3,"max_completion_tokens":1""");
        Assert.Equal((3, "length"), (frames.Count, frames[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString()));
    }

    [Theory]
    [InlineData(" stand", "[simulated] Hello. I")]
    // exo holds no token back, so what a longer sequence began with has gone out.
    [InlineData(" stand in", "[simulated] Hello. I stand")]
    public async Task A_stop_sequence_ends_an_answer(string stop, string text)
    {
        await using var wire = await StartAsync(SimulatedAnswer.Plain);
        var frames = await FramesAsync(wire, $""","stop":["{stop}"]""");
        Assert.Equal(text, string.Concat(frames.Select(f => f.GetProperty("choices")[0].GetProperty("delta").GetProperty("content").GetString())));
        Assert.Equal("stop", frames[^1].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task A_stop_inside_a_thought_leaks_the_last_of_it_into_the_text()
    {
        await using var wire = await StartAsync(SimulatedAnswer.StopInThinking);
        var frames = await FramesAsync(wire);
        Assert.All(frames.SkipLast(1), f => Assert.True(f.GetProperty("choices")[0].GetProperty("delta").TryGetProperty("reasoning_content", out _)));
        var last = frames[^1].GetProperty("choices")[0];
        Assert.Equal(("n.", "stop"), (last.GetProperty("delta").GetProperty("content").GetString(), last.GetProperty("finish_reason").GetString()));
    }

    [Fact]
    public async Task A_prompt_that_begins_like_an_earlier_one_is_read_only_from_where_it_differs()
    {
        await using var wire = await StartAsync(SimulatedAnswer.Plain);
        var start = new string('a', 20000);
        using (var first = await wire.ChatAsync(SimulatedModel.Light, start + "first"))
            Assert.Contains((await first.RestAsync()), l => l.Contains("\"prefix_cache_hit\":\"none\"", StringComparison.Ordinal));
        using var second = await wire.ChatAsync(SimulatedModel.Light, start + "other, and more");
        var lines = await second.RestAsync();
        Assert.Contains(lines, l => l.Contains("\"prefix_cache_hit\":\"partial\"", StringComparison.Ordinal));
        var progress = lines.Where(l => l.StartsWith(": prefill_progress ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, progress.Count);
        Assert.InRange(JsonElement.Parse(progress[^1][": prefill_progress ".Length..]).GetProperty("PrefillProgressChunk").GetProperty("total_tokens").GetInt32(), 1, 20);
        var usage = JsonElement.Parse(lines.Last(l => l.StartsWith("data: {", StringComparison.Ordinal))[6..]).GetProperty("usage");
        Assert.InRange(usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32(), 4990, 5005);

        using var again = await wire.ChatAsync(SimulatedModel.Light, start + "other, and more");
        Assert.Contains((await again.RestAsync()), l => l.Contains("\"prefix_cache_hit\":\"exact\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Release_v1_0_71_fills_every_delta_with_nulls()
    {
        await using var wire = await SimulatedWire.StartAsync(new() { Release = SimulatedRelease.V1_0_71 });
        var frame = (await FramesAsync(wire))[0];
        var delta = frame.GetProperty("choices")[0].GetProperty("delta");
        foreach (var name in (string[])["reasoning_content", "name", "tool_calls", "tool_call_id", "function_call"])
            Assert.Equal(JsonValueKind.Null, delta.GetProperty(name).ValueKind);
        Assert.Equal(JsonValueKind.Null, frame.GetProperty("usage").ValueKind);
        Assert.Equal(JsonValueKind.Null, frame.GetProperty("choices")[0].GetProperty("finish_reason").ValueKind);
    }

    [Fact]
    public async Task Words_that_trip_exos_test_hooks_take_the_runner_down()
    {
        await using var wire = await StartAsync(SimulatedAnswer.Plain);
        wire.Node.State.LoadBytesPerSecond = 1e9;
        using var stream = await wire.ChatAsync(SimulatedModel.Light, "please EXO RUNNER MUST OOM now");
        await stream.RestAsync();
        Assert.Equal(["RunnerFailed"], await wire.RunnersAsync());
    }

    private static async Task<SimulatedWire> StartAsync(SimulatedAnswer answer)
    {
        var wire = await SimulatedWire.StartAsync(new() { Models = [SimulatedModel.Light] });
        wire.Node.Answer = answer;
        return wire;
    }

    private static async Task<List<JsonElement>> FramesAsync(SimulatedWire wire, string more = "")
    {
        using var stream = await wire.ChatAsync(SimulatedModel.Light, "Hello", more);
        return [.. (await stream.RestAsync()).Where(l => l.StartsWith("data: {", StringComparison.Ordinal)).Select(l => JsonElement.Parse(l[6..]))];
    }
}
