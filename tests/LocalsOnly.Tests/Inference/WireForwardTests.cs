using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

/// <summary>Another program's request, sent on.</summary>
public abstract class WireForwardContract
{
    private protected abstract TestedClient Tested { get; }

    [Fact]
    public async Task A_whole_request_goes_out_in_place_of_the_messages_and_options()
    {
        await using var scene = await Tested.StartAsync();
        var body = """{"messages":[{"role":"user","content":"Hi"}],"model":"auto","top_k":40,"chat_template_kwargs":{"enable_thinking":false}}"""u8.ToArray();
        await scene.AskAsync("not this", new ChatOptions { Temperature = 1 }.WithRoute(new RouteRequest { Body = body }));
        var sent = scene.Node.Requests.Single().Body;
        Assert.Equal("simulated/heavy-235b-4bit", sent.GetProperty("model").GetString());
        Assert.Equal("Hi", sent.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Equal(40, sent.GetProperty("top_k").GetInt32());
        Assert.False(sent.GetProperty("chat_template_kwargs").GetProperty("enable_thinking").GetBoolean());
        Assert.False(sent.TryGetProperty("temperature", out _));
    }

    [Fact]
    public async Task Log_probabilities_are_asked_for_kept_as_they_came_and_averaged()
    {
        const string First = """{"content":[{"token":"Y","logprob":-0.5,"bytes":[89],"top_logprobs":[{"token":"N","logprob":-9.0,"bytes":null}]}]}""";
        const string Second = """{ "content": [ {"token":"es","logprob":-1.5,"bytes":null,"top_logprobs":[]} ], "refusal": null }""";
        await using var scene = await Tested.StartAsync(
            Dialect.Exo,
            $$"""data: {"choices":[{"index":0,"delta":{"content":"Y"},"logprobs":{{First}}}]}""" + "\n\n",
            $$"""data: {"choices":[{"index":0,"delta":{"content":"es"},"logprobs":{{Second}},"finish_reason":"stop"}]}""" + "\n\n",
            ScriptedReply.Done);
        var outcome = await scene.AskAsync(options: new ChatOptions { AdditionalProperties = new() { ["logprobs"] = true, ["top_logprobs"] = 1 } });

        var sent = scene.Node.Requests.Single().Body;
        Assert.Equal((true, 1), (sent.GetProperty("logprobs").GetBoolean(), sent.GetProperty("top_logprobs").GetInt32()));
        Assert.Equal([First, Second], outcome.Contents<LogprobsContent>().Select(l => Encoding.UTF8.GetString(l.Json.Span)));
        var mean = outcome.Updates[^1].Contents.OfType<MeanLogprobContent>().Single();
        Assert.Equal((-1.0, 2), (mean.Mean, mean.Tokens));
    }

    [Fact]
    public async Task Without_log_probabilities_nothing_is_said_of_them()
    {
        await using var scene = await Tested.StartAsync(Dialect.Exo, ScriptedReply.Token("Yes", "stop"), ScriptedReply.Done);
        var outcome = await scene.AskAsync();
        Assert.Empty(outcome.Contents<LogprobsContent>());
        Assert.Empty(outcome.Contents<MeanLogprobContent>());
    }

    [Fact]
    public async Task A_models_arguments_go_back_to_it_as_it_wrote_them()
    {
        const string Written = """{ "b":1.0, "a":"\u00e9" }""";
        await using var scene = await Tested.StartAsync(
            Dialect.Exo,
            ScriptedReply.Delta($"\"tool_calls\":[{{\"index\":0,\"id\":\"c1\",\"function\":{{\"name\":\"f\",\"arguments\":{JsonSerializer.Serialize(Written)}}}}}]", "tool_calls"),
            ScriptedReply.Done);
        var call = (await scene.AskAsync()).Contents<FunctionCallContent>().Single();
        Assert.Equal(Written, call.RawRepresentation);

        var request = ChatRequestWriter.Write([new ChatMessage(ChatRole.Assistant, [call])], null, "M", Dialect.Exo);
        var sent = JsonSerializer.Deserialize<JsonElement>(request.Span);
        Assert.Equal(Written, sent.GetProperty("messages")[0].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString());
    }
}

/// <inheritdoc/>
public sealed class WireForwardTests : WireForwardContract
{
    private protected override TestedClient Tested => TestedClient.Own;

    [Fact]
    public void Everything_but_a_few_fields_survives_whatever_it_is()
    {
        var random = new Random(20_251);
        for (var round = 0; round < 300; round++)
        {
            var request = new JsonObject { ["model"] = "auto", ["stream"] = random.Next(2) == 0, ["messages"] = Value(random, 5) };
            for (var i = random.Next(12); i > 0; i--)
                request[Text(random)] = Value(random, 4);
            var shuffled = new JsonObject(request.OrderBy(_ => random.Next()).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
            var options = new JsonSerializerOptions { WriteIndented = random.Next(2) == 0 };

            var sent = Forward(shuffled.ToJsonString(options), Dialect.Exo);

            shuffled["model"] = "M";
            shuffled["stream"] = true;
            Assert.True(JsonNode.DeepEquals(shuffled, sent), $"{shuffled.ToJsonString()}\n{sent.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("""{"max_completion_tokens":7}""", """{"max_tokens":7}""")]
    [InlineData("""{"max_tokens":9,"max_completion_tokens":7}""", """{"max_tokens":7}""")]
    [InlineData("""{"max_completion_tokens":7,"max_tokens":9}""", """{"max_tokens":7}""")]
    [InlineData("""{"max_completion_tokens":null,"max_tokens":9}""", """{"max_tokens":9}""")]
    [InlineData("""{"n":1,"top_p":0.5}""", """{"top_p":0.5}""")]
    [InlineData("""{"n":1.0,"user":"u"}""", """{"user":"u"}""")]
    [InlineData("""{"stream_options":{"include_usage":false}}""", "{}")]
    [InlineData("""{"tools":[{"type":"function"}],"tool_choice":"none"}""", "{}")]
    [InlineData("""{"tools":[{"type":"function"}],"tool_choice":"auto"}""", """{"tools":[{"type":"function"}],"tool_choice":"auto"}""")]
    [InlineData("""{"a\u0062c":"\u00e9","logit_bias":{"50256":-100},"seed":12345678901234567890}""", """{"abc":"é","logit_bias":{"50256":-100},"seed":12345678901234567890}""")]
    public void What_exo_words_otherwise_is_worded_so(string asked, string sent)
    {
        var expected = (JsonObject)JsonNode.Parse(sent)!;
        expected["model"] = "M";
        expected["stream"] = true;
        var actual = Forward(asked, Dialect.Exo);
        Assert.True(JsonNode.DeepEquals(expected, actual), actual.ToJsonString());
    }

    [Theory]
    [InlineData("""{"model":"auto","stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":7}""", """{"model":"auto","stream":true,"max_tokens":7}""", true)]
    [InlineData("""{"stream_options":{"include_usage":true},"n":1,"model":"auto"}""", """{"model":"auto"}""", false)]
    [InlineData("""{"messages":["EXO RUNNER MUST FAIL"],"stream":false}""", """{"messages":["EXO RUNNER MUST-FAIL"],"stream":false}""", false)]
    [InlineData("{}", "{}", false)]
    public void What_is_only_mended_keeps_its_model_and_whether_it_streams(string asked, string sent, bool streams)
    {
        var (body, wantsStream) = ForwardedRequest.Mend(Encoding.UTF8.GetBytes(asked), Dialect.Exo);
        Assert.Equal((sent, streams), (JsonNode.Parse(body.Span)!.ToJsonString(), wantsStream));
    }

    [Fact]
    public void Another_server_is_asked_for_usage_and_may_be_told_to_leave_the_tools_alone()
    {
        var sent = Forward("""{"stream_options":{"include_usage":false},"tools":[1],"tool_choice":"none","messages":["EXO RUNNER MUST FAIL"]}""", Dialect.Vllm);
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""{"model":"M","stream":true,"stream_options":{"include_usage":true},"tools":[1],"tool_choice":"none","messages":["EXO RUNNER MUST FAIL"]}"""), sent));
    }

    [Fact]
    public void Words_that_crash_exo_are_defused_wherever_they_hide_in_the_messages_and_nowhere_else()
    {
        var sent = Forward(
            """
            {"messages":[
              {"role":"user","content":"EXO RUNNER MUST FAIL"},
              {"role":"user","content":[{"type":"text","text":"so \u0045XO RUNNER MUST\u0020OOM \ud83d"},{"type":"image_url","image_url":{"url":"data:,x"}}]},
              {"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{\"a\":\"EXO RUNNER MUST TIMEOUT\"}"}}]},
              {"role":"tool","tool_call_id":"c","content":"a \"EXO RUNNER MUST FAIL\""},
              {"role":"user","content":"EXO RUNNER MUST go on"}],
             "user":"EXO RUNNER MUST FAIL"}
            """,
            Dialect.Exo);
        var messages = sent["messages"]!;
        Assert.Equal("EXO RUNNER MUST-FAIL", (string?)messages[0]!["content"]);
        Assert.Equal("so EXO RUNNER MUST-OOM \ufffd", (string?)messages[1]!["content"]![0]!["text"]);
        Assert.Equal("""{"a":"EXO RUNNER MUST-TIMEOUT"}""", (string?)messages[2]!["tool_calls"]![0]!["function"]!["arguments"]);
        Assert.Equal("a \"EXO RUNNER MUST-FAIL\"", (string?)messages[3]!["content"]);
        Assert.Equal("EXO RUNNER MUST go on", (string?)messages[4]!["content"]);
        Assert.Equal("EXO RUNNER MUST FAIL", (string?)sent["user"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"messages\":[]")]
    [InlineData("{} x")]
    public void What_is_not_one_object_is_not_sent(string body) =>
        Assert.ThrowsAny<JsonException>(() => ForwardedRequest.Write(Encoding.UTF8.GetBytes(body), "M", Dialect.Exo));

    [Fact]
    public void What_nests_without_end_is_not_sent() =>
        Assert.ThrowsAny<JsonException>(() => ForwardedRequest.Write(
            Encoding.UTF8.GetBytes($"{{\"messages\":{new string('[', 200)}{new string(']', 200)}}}"), "M", Dialect.Exo));

    private static JsonObject Forward(string body, Dialect dialect) =>
        (JsonObject)JsonNode.Parse(ForwardedRequest.Write(Encoding.UTF8.GetBytes(body), "M", dialect).Span)!;

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 6) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(),
        3 => random.NextDouble() * Math.Pow(10, random.Next(-20, 20)),
        4 or 5 => Text(random),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(4)).Select(i => KeyValuePair.Create(i + Text(random), Value(random, depth - 1)))),
    };

    private static string Text(Random random)
    {
        string[] pieces = ["a", "é", "\"", "\\", "\n", "\u0000", "🌊", "EXO RUNNER", " MUST ", "</", "model", "n", "😀", "\u2028"];
        return random.Next(1000).ToString(CultureInfo.InvariantCulture) + string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => pieces[random.Next(pieces.Length)]));
    }
}
