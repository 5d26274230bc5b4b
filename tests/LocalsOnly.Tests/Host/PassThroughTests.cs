using System.Text.Json;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;

namespace LocalsOnly.Tests.Host;

/// <summary>Models without a persona, over HTTP (docs/api.md).</summary>
public sealed class PassThroughTests
{
    private const string Messages = ProgramHouse.Messages;

    [Fact]
    public async Task A_stream_is_made_of_canonical_chunks_and_says_first_who_answers()
    {
        await using var house = await ProgramHouse.StartAsync();

        var stream = await house.StreamAsync($$"""{"model":"auto","stream":true,{{Messages}}}""");

        Assert.True(stream.Done);
        Assert.StartsWith("[simulated] Hello.", stream.Text, StringComparison.Ordinal);
        Assert.All(stream.Frames, frame => Assert.Equal("chat.completion.chunk", frame.GetProperty("object").GetString()));
        Assert.Single(stream.Frames.Select(frame => frame.GetProperty("id").GetString()).Distinct());
        Assert.Equal(["assistant"], stream.Deltas("role").Select(role => role.GetString()));
        Assert.True(stream.Frames[0].GetProperty("choices")[0].GetProperty("delta").TryGetProperty("role", out _));
        Assert.Equal(["stop"], stream.Finishes);
        Assert.Equal("cluster", stream.Endpoint);
        var route = stream.Frames[0].GetProperty("locals").GetProperty("route");
        Assert.Equal(("cluster", true, house.Sent.GetProperty("model").GetString()), (route.GetProperty("endpoint").GetString(), route.GetProperty("simulated").GetBoolean(), route.GetProperty("model").GetString()));
        Assert.All(stream.Frames, frame => Assert.Equal(route.GetProperty("model").GetString(), frame.GetProperty("model").GetString()));
        Assert.DoesNotContain(stream.Frames, frame => frame.TryGetProperty("usage", out _));
        Assert.Equal("simulated", stream.Frames[^1].GetProperty("locals").GetProperty("stats").GetProperty("provenance").GetString());
    }

    [Fact]
    public async Task Usage_comes_in_a_last_chunk_of_its_own_when_it_is_asked_for()
    {
        await using var house = await ProgramHouse.StartAsync();

        var stream = await house.StreamAsync($$"""{"model":"auto","stream":true,"stream_options":{"include_usage":true},{{Messages}}}""");

        var last = stream.Frames[^1];
        Assert.Equal(0, last.GetProperty("choices").GetArrayLength());
        var usage = last.GetProperty("usage");
        Assert.True(usage.GetProperty("completion_tokens").GetInt32() > 3);
        Assert.Equal(usage.GetProperty("total_tokens").GetInt32(), usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task A_whole_answer_holds_what_a_stream_does()
    {
        await using var house = await ProgramHouse.StartAsync();

        var reply = await house.AskAsync($$"""{"model":"AUTO",{{Messages}}}""");

        Assert.Equal("chat.completion", reply.GetProperty("object").GetString());
        var choice = reply.GetProperty("choices")[0];
        Assert.StartsWith("[simulated] Hello.", choice.GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.True(reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 3);
        Assert.Equal("cluster", reply.GetProperty("locals").GetProperty("route").GetProperty("endpoint").GetString());
        Assert.Equal("simulated", reply.GetProperty("locals").GetProperty("stats").GetProperty("provenance").GetString());
        // It streams from the endpoint all the same: a hang could not be told from a long answer otherwise.
        Assert.True(house.Sent.GetProperty("stream").GetBoolean());
    }

    [Fact]
    public async Task A_short_one_is_not_streamed_once_it_is_known_to_be_short()
    {
        await using var house = await ProgramHouse.StartAsync();
        const string Short = $$"""{"model":"auto","max_tokens":20,{{Messages}}}""";
        await house.AskAsync(Short);
        Assert.True(house.Sent.GetProperty("stream").GetBoolean());

        var reply = await house.AskAsync(Short);

        Assert.False(house.Sent.GetProperty("stream").GetBoolean());
        Assert.StartsWith("[simulated] Hello.", reply.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal("stop", reply.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.True(reply.GetProperty("usage").GetProperty("completion_tokens").GetInt32() > 3);
        Assert.Equal("cluster", reply.GetProperty("locals").GetProperty("route").GetProperty("endpoint").GetString());
        Assert.False(reply.GetProperty("locals").TryGetProperty("stats", out _));
    }

    [Fact]
    public async Task Every_parameter_reaches_the_model_known_or_not()
    {
        await using var house = await ProgramHouse.StartAsync();
        var fields = """
            "top_k":40,"min_p":0.05,"repetition_penalty":1.1,"enable_thinking":false,"chat_template_kwargs":{"enable_thinking":false,"x":[1,null]},
            "seed":7,"stop":["END"],"logit_bias":{"50256":-100},"user":"u","metadata":{"a":"b"},"guided_json":{"type":"object"},"x_made_up":[{"y":1e3}]
            """;

        await house.AskAsync($$"""{"model":"auto",{{fields}},{{Messages}},"max_completion_tokens":9,"n":1}""");

        foreach (var field in JsonDocument.Parse($"{{{fields}}}").RootElement.EnumerateObject())
            Assert.True(JsonElement.DeepEquals(field.Value, house.Sent.GetProperty(field.Name)), field.Name);
        Assert.Equal(9, house.Sent.GetProperty("max_tokens").GetInt32());
        Assert.False(house.Sent.TryGetProperty("max_completion_tokens", out _) || house.Sent.TryGetProperty("n", out _));
        Assert.Single(house.Sent.GetProperty("messages").EnumerateArray());
    }

    [Theory]
    [InlineData("heavy")]
    [InlineData("Light")]
    public async Task A_tier_may_be_asked_for_by_name(string model)
    {
        await using var house = await ProgramHouse.StartAsync();
        var reply = await house.AskAsync($$"""{"model":"{{model}}",{{Messages}}}""");
        Assert.Equal("model", reply.GetProperty("locals").GetProperty("route").GetProperty("mode").GetString());
    }

    [Fact]
    public async Task A_ready_model_may_be_asked_for_by_its_full_id()
    {
        await using var house = await ProgramHouse.StartAsync();
        var reply = await house.AskAsync($$"""{"model":"{{SimulatedModel.Heavy.Id}}",{{Messages}}}""");
        Assert.Equal(SimulatedModel.Heavy.Id, reply.GetProperty("model").GetString());
        Assert.Equal(SimulatedModel.Heavy.Id, house.Sent.GetProperty("model").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tool_calls_come_with_the_arguments_as_the_model_wrote_them(bool stream)
    {
        await using var house = await ProgramHouse.StartAsync();
        const string Written = """{ "city": "Oslo", "n": 1.0 }""";
        house.Answer(
            ScriptedReply.Delta($$$$"""
                "role":"assistant","tool_calls":[{"id":"c1","index":0,"type":"function","function":{"id":"c1","name":"weather","arguments":{{{{JsonSerializer.Serialize(Written)}}}}}},{"id":"c2","index":1,"type":"function","function":{"name":"time","arguments":""}}]
                """.Trim(), "tool_calls"),
            ScriptedReply.Done);
        var body = $$$$"""{"model":"auto","stream":{{{{(stream ? "true" : "false")}}}},"tools":[{"type":"function","function":{"name":"weather"}}],"tool_choice":"auto",{{{{Messages}}}}}""";

        JsonElement calls;
        if (stream)
        {
            var answer = await house.StreamAsync(body);
            Assert.Equal(["tool_calls"], answer.Finishes);
            calls = JsonSerializer.SerializeToElement(answer.Deltas("tool_calls").Select(list => list.EnumerateArray().Single()).ToArray());
            Assert.Equal([0, 1], calls.EnumerateArray().Select(call => call.GetProperty("index").GetInt32()));
        }
        else
        {
            var choice = (await house.AskAsync(body)).GetProperty("choices")[0];
            Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
            Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
            calls = choice.GetProperty("message").GetProperty("tool_calls");
        }

        Assert.Equal(
            [("c1", "function", "weather", Written), ("c2", "function", "time", "{}")],
            calls.EnumerateArray().Select(call => (
                call.GetProperty("id").GetString()!, call.GetProperty("type").GetString()!, call.GetProperty("function").GetProperty("name").GetString()!,
                call.GetProperty("function").GetProperty("arguments").GetString()!)));
        Assert.Equal("weather", house.Sent.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_server_that_says_stop_after_a_call_is_understood_to_have_called()
    {
        await using var house = await ProgramHouse.StartAsync();
        house.Answer(ScriptedReply.Delta("\"tool_calls\":[{\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]", "stop"), ScriptedReply.Done);
        Assert.Equal(["tool_calls"], (await house.StreamAsync($$"""{"model":"auto","stream":true,{{Messages}}}""")).Finishes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reasoning_and_log_probabilities_are_passed_on(bool stream)
    {
        await using var house = await ProgramHouse.StartAsync();
        const string Token = """{"token":"Y","logprob":-0.10,"bytes":[89],"top_logprobs":[{"token":"N","logprob":-2.5,"bytes":null}]}""";
        house.Answer(
            ScriptedReply.Delta("\"role\":\"assistant\",\"reasoning_content\":\"Hm 🌊\""),
            $$$$"""data: {"choices":[{"index":0,"delta":{"content":"Y"},"logprobs":{"content":[{{{{Token}}}}]}}]}""" + "\n\n",
            $$$$"""data: {"choices":[{"index":0,"delta":{"content":"es"},"logprobs":{"content":[{{{{Token}}}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":15,"completion_tokens":8,"prompt_tokens_details":{"cached_tokens":6},"completion_tokens_details":{"reasoning_tokens":3}}}""" + "\n\n",
            ScriptedReply.Done);
        var body = $$"""{"model":"auto","stream":{{(stream ? "true" : "false")}},"stream_options":{"include_usage":true},"logprobs":true,"top_logprobs":1,{{Messages}}}""";

        JsonElement usage;
        if (stream)
        {
            var answer = await house.StreamAsync(body);
            Assert.Equal(("Hm 🌊", "Yes"), (answer.Deltas("reasoning_content").Single().GetString(), answer.Text));
            var logprobs = answer.Choices.Where(c => c.TryGetProperty("logprobs", out _)).ToList();
            Assert.Equal(["Y", "es"], logprobs.Select(c => c.GetProperty("delta").GetProperty("content").GetString()));
            Assert.All(logprobs, c => Assert.Equal($$"""{"content":[{{Token}}]}""", c.GetProperty("logprobs").GetRawText()));
            usage = answer.Frames[^1].GetProperty("usage");
        }
        else
        {
            var reply = await house.AskAsync(body);
            var choice = reply.GetProperty("choices")[0];
            Assert.Equal(("Hm 🌊", "Yes"), (choice.GetProperty("message").GetProperty("reasoning_content").GetString(), choice.GetProperty("message").GetProperty("content").GetString()));
            Assert.Equal([Token, Token], choice.GetProperty("logprobs").GetProperty("content").EnumerateArray().Select(t => t.GetRawText()));
            usage = reply.GetProperty("usage");
        }

        Assert.Equal((15, 8, 23), (usage.GetProperty("prompt_tokens").GetInt32(), usage.GetProperty("completion_tokens").GetInt32(), usage.GetProperty("total_tokens").GetInt32()));
        Assert.Equal((6, 3), (usage.GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32(), usage.GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32()));
    }

    [Fact]
    public async Task A_caller_that_hangs_up_stops_the_model_too()
    {
        await using var house = await ProgramHouse.StartAsync();
        house.Node.Fault = SimulatedFault.StallMidText;
        using var hangUp = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent($$"""{"model":"auto","stream":true,{{Messages}}}""") };
        var response = await house.House.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, hangUp.Token);
        var upstream = await house.Node.NextRequestAsync();
        await upstream.FirstToken;

        await hangUp.CancelAsync();
        response.Dispose();

        await upstream.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(SimulatedOutcome.Disconnected, upstream.Outcome);
    }

    [Fact]
    public async Task What_a_program_may_ask_is_listed_the_houses_choice_first()
    {
        await using var house = await ProgramHouse.StartAsync();

        using var response = await house.House.Http.GetAsync(new Uri("/v1/models", UriKind.Relative));
        var models = (await ProgramHouse.ReadAsync(response)).GetProperty("data").EnumerateArray().Select(m => (Id: m.GetProperty("id").GetString(), Owner: m.GetProperty("owned_by").GetString())).ToList();

        Assert.Equal(["auto", "heavy", "light", "eliza", "kelly", "otaku", "solus", "vince"], models.Take(8).Select(m => m.Id).Take(3).Concat(models.Skip(3).Take(5).Select(m => m.Id).Order(StringComparer.Ordinal)));
        Assert.Contains((SimulatedModel.Heavy.Id, "cluster"), models.Skip(8));
    }
}
