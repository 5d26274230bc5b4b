using LocalsOnly.Inference;
using LocalsOnly.Inference.Wire;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

/// <summary>Streams in the shapes that the servers' documentation and bug reports show.</summary>
public abstract class WireDialectContract
{
    private protected abstract TestedClient Tested { get; }

    private const string Oslo = """{"city":"Oslo"}""";

    [Fact]
    public async Task Exo_sends_one_whole_call_with_the_finish_reason()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.Exo,
            ": keep-alive\n\n",
            Frame("""{"id":"7","object":"chat.completion","created":1,"model":"M","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Hm"}}]}"""),
            Frame("""{"id":"7","object":"chat.completion","created":1,"model":"M","choices":[{"index":0,"delta":{"role":"assistant","tool_calls":[{"id":"c1","index":0,"type":"function","function":{"id":"c1","name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23}}"""),
            ": generation_stats {\"prompt_tps\":812.4,\"generation_tps\":31.9}\n\n",
            ScriptedReply.Done);
        await ExpectCallAsync(scene, "c1", "Hm");
    }

    [Theory]
    [InlineData(SimulatedRelease.Newest)]
    [InlineData(SimulatedRelease.V1_0_71)]
    public async Task Both_releases_of_exo_are_understood(SimulatedRelease release)
    {
        await using var scene = await Tested.StartAsync(new SimulatedExoNodeOptions { Release = release });
        var outcome = await scene.AskAsync();
        Assert.Null(outcome.Failure);
        Assert.StartsWith("[simulated] Hello.", outcome.Text, StringComparison.Ordinal);
        Assert.True(outcome.Contents<UsageContent>().Single().Details.OutputTokenCount > 3);
        Assert.NotNull(outcome.Contents<GenerationStatsContent>().Single().GenerationTokensPerSecond);
    }

    [Fact]
    public async Task Exo_1_0_71_writes_null_for_all_it_has_not()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.Exo,
            Frame("""{"id":"7","object":"chat.completion","created":1,"model":"M","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":"Hm","name":null,"tool_calls":null,"tool_call_id":null,"function_call":null},"logprobs":null,"finish_reason":null,"usage":null}],"usage":null,"service_tier":null}"""),
            Frame("""{"id":"7","object":"chat.completion","created":1,"model":"M","choices":[{"index":0,"delta":{"role":"assistant","content":null,"reasoning_content":null,"name":null,"tool_calls":[{"id":"c1","index":0,"type":"function","function":{"id":"c1","name":"weather","arguments":"{\"city\":\"Oslo\"}"}}],"tool_call_id":null,"function_call":null},"logprobs":null,"finish_reason":"tool_calls","usage":null}],"usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23,"prompt_tokens_details":null,"completion_tokens_details":null},"service_tier":null}"""),
            ScriptedReply.Done);
        await ExpectCallAsync(scene, "c1", "Hm");
    }

    [Fact]
    public async Task Ollama_thinks_in_reasoning_and_calls_in_a_chunk_before_the_finish_reason()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.Ollama,
            Frame("""{"id":"chatcmpl-838","object":"chat.completion.chunk","created":1744438886,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Hm"},"finish_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-838","object":"chat.completion.chunk","created":1744438886,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":"","tool_calls":[{"id":"call_hk81qg8b","index":0,"type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"finish_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-838","object":"chat.completion.chunk","created":1744438886,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"tool_calls"}]}"""),
            Frame("""{"id":"chatcmpl-838","object":"chat.completion.chunk","created":1744438886,"model":"qwen3","system_fingerprint":"fp_ollama","choices":[],"usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23}}"""),
            ScriptedReply.Done);
        await ExpectCallAsync(scene, "call_hk81qg8b", "Hm");
    }

    [Fact]
    public async Task Ollamas_arguments_may_be_an_object_and_all_its_calls_number_0()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.Ollama,
            Frame("""{"choices":[{"index":0,"delta":{"role":"assistant","content":"","thinking":"Hm","tool_calls":[{"id":"a","index":0,"function":{"name":"weather","arguments":{"city":"Oslo"}}}]},"finish_reason":null}]}"""),
            Frame("""{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"b","index":0,"function":{"name":"weather","arguments":{"city":"Rome"}}}]},"finish_reason":"stop"}]}"""),
            ScriptedReply.Done);
        var outcome = await scene.AskAsync();
        Assert.Equal("Hm", outcome.Contents<TextReasoningContent>().Single().Text);
        Assert.Equal([("a", "Oslo"), ("b", "Rome")], outcome.Contents<FunctionCallContent>().Select(c => (c.CallId, c.Arguments!["city"]!.ToString()!)));
        Assert.Equal([Oslo, """{"city":"Rome"}"""], outcome.Contents<FunctionCallContent>().Select(c => c.RawRepresentation));
    }

    [Fact]
    public async Task LM_Studio_calls_in_pieces_and_says_an_empty_finish_reason_until_it_has_one()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.LMStudio,
            Frame("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"q","system_fingerprint":"q","choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"Hm"},"logprobs":null,"finish_reason":""}]}"""),
            Frame("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"q","system_fingerprint":"q","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"814890118","type":"function","function":{"name":"weather","arguments":""}}]},"logprobs":null,"finish_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"q","system_fingerprint":"q","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"type":"function","function":{"arguments":"{\"city\":"}}]},"logprobs":null,"finish_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"q","system_fingerprint":"q","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"type":"function","function":{"arguments":"\"Oslo\"}"}}]},"logprobs":null,"finish_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"q","system_fingerprint":"q","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}"""),
            Frame("""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"q","system_fingerprint":"q","choices":[],"usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23}}"""),
            ScriptedReply.Done);
        await ExpectCallAsync(scene, "814890118", "Hm");
    }

    [Fact]
    public async Task Llama_cpp_begins_with_a_null_content_and_ends_in_the_middle_of_a_line()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.LlamaCpp,
            Frame("""{"choices":[{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}],"created":1750271648,"id":"chatcmpl-PZ5","model":"","system_fingerprint":"b1-a414a44","object":"chat.completion.chunk"}"""),
            ": ping\n\n",
            Frame("""{"choices":[{"finish_reason":null,"index":0,"delta":{"reasoning_content":"Hm"}}],"created":1750271648,"id":"chatcmpl-PZ5","model":"","object":"chat.completion.chunk"}"""),
            Frame("""{"choices":[{"finish_reason":null,"index":0,"delta":{"tool_calls":[{"index":0,"id":"k1","type":"function","function":{"name":"weather","arguments":"{"}}]}}],"id":"chatcmpl-PZ5","object":"chat.completion.chunk"}"""),
            Frame("""{"choices":[{"finish_reason":null,"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"city\":\"Oslo\"}"}}]}}],"id":"chatcmpl-PZ5","object":"chat.completion.chunk"}"""),
            Frame("""{"choices":[{"finish_reason":"tool_calls","index":0,"delta":{}}],"id":"chatcmpl-PZ5","object":"chat.completion.chunk"}"""),
            Frame("""{"choices":[],"id":"chatcmpl-PZ5","object":"chat.completion.chunk","usage":{"completion_tokens":8,"prompt_tokens":15,"total_tokens":23},"timings":{"cache_n":0,"prompt_n":15,"prompt_ms":20.1,"prompt_per_second":746.2,"predicted_n":8,"predicted_per_second":61.5}}"""),
            "data: [DONE]");
        var outcome = await ExpectCallAsync(scene, "k1", "Hm");
        Assert.Equal(61.5, outcome.Contents<GenerationStatsContent>().Single().GenerationTokensPerSecond);
    }

    [Fact]
    public async Task Vllm_may_leave_out_the_index_of_a_call_and_sends_usage_at_the_end()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.Vllm,
            Frame("""{"id":"chatcmpl-9","object":"chat.completion.chunk","created":1,"model":"q","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":null},"logprobs":null,"finish_reason":null}],"prompt_token_ids":null}"""),
            Frame("""{"id":"chatcmpl-9","object":"chat.completion.chunk","created":1,"model":"q","choices":[{"index":0,"delta":{"reasoning":"Hm"},"logprobs":null,"finish_reason":null,"token_ids":null}]}"""),
            Frame("""{"id":"chatcmpl-9","object":"chat.completion.chunk","created":1,"model":"q","choices":[{"index":0,"delta":{"tool_calls":[{"id":"chatcmpl-tool-5","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},"logprobs":null,"finish_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-9","object":"chat.completion.chunk","created":1,"model":"q","choices":[{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"tool_calls","stop_reason":null}]}"""),
            Frame("""{"id":"chatcmpl-9","object":"chat.completion.chunk","created":1,"model":"q","choices":[],"usage":{"prompt_tokens":15,"total_tokens":23,"completion_tokens":8,"prompt_tokens_details":null}}"""),
            ScriptedReply.Done);
        await ExpectCallAsync(scene, "chatcmpl-tool-5", "Hm");
    }

    [Theory]
    [InlineData("error", InferenceFailure.ServerError)]
    [InlineData("abort", InferenceFailure.Truncated)]
    public async Task An_answer_that_the_server_gave_up_is_not_finished(string reason, InferenceFailure kind)
    {
        foreach (var dialect in (Dialect[])[Dialect.Vllm, Dialect.OpenAI, Dialect.Exo])
        {
            await using var scene = await Tested.StartAsync(dialect, ScriptedReply.Token("Half"), ScriptedReply.Token("", reason), ScriptedReply.Done);
            var outcome = await scene.AskAsync();
            Assert.Equal(("Half", kind), (outcome.Text, outcome.Failure!.Failure));
        }
    }

    [Fact]
    public async Task Text_in_parts_is_text()
    {
        await using var scene = await Tested.StartAsync(
            Dialect.OpenAI, Frame("""{"choices":[{"delta":{"content":[{"type":"text","text":"Y"},{"type":"text","text":"es"}]},"finish_reason":"stop"}]}"""));
        Assert.Equal("Yes", (await scene.AskAsync()).Text);
    }

    [Fact]
    public async Task Without_a_done_marker_a_finished_stream_of_an_openai_style_server_is_complete_and_one_of_exo_is_not()
    {
        foreach (var dialect in (Dialect[])[Dialect.OpenAI, Dialect.Ollama, Dialect.LMStudio, Dialect.LlamaCpp, Dialect.Vllm])
        {
            await using var scene = await Tested.StartAsync(dialect, ScriptedReply.Token("Yes", "stop", ",\"usage\":{\"completion_tokens\":8}"));
            var outcome = await scene.AskAsync();
            Assert.Null(outcome.Failure);
            Assert.Equal(8, outcome.Contents<UsageContent>().Single().Details.OutputTokenCount);
        }

        await using var exo = await Tested.StartAsync(Dialect.Exo, ScriptedReply.Token("Yes", "stop"));
        Assert.Equal(InferenceFailure.Truncated, (await exo.FailAsync()).Failure);
    }

    [Fact]
    public async Task Without_a_finish_reason_no_servers_stream_is_complete()
    {
        await using var scene = await Tested.StartAsync(Dialect.OpenAI, ScriptedReply.Token("Half"));
        Assert.Equal(InferenceFailure.Truncated, (await scene.FailAsync()).Failure);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"EngineCore encountered an issue.\",\"type\":\"InternalServerError\",\"param\":null,\"code\":500}}\n\ndata: [DONE]\n\n", InferenceFailure.ServerError)]
    [InlineData("data: {\"object\":\"error\",\"message\":\"This model's maximum context length is 8192 tokens.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}\n\n", InferenceFailure.ContextOverflow)]
    [InlineData("data: {\"error\":\"The number of tokens to keep from the initial prompt is greater than the context length.\"}\n\n", InferenceFailure.ContextOverflow)]
    [InlineData("event: error\ndata: {\"error\":{\"message\":\"The model has crashed without additional information. (Exit code: 6)\"}}\n\n", InferenceFailure.ServerError)]
    [InlineData("event: error\ndata: {\"message\":\"Context size has been exceeded.\"}\n\n", InferenceFailure.ContextOverflow)]
    [InlineData("event: error\ndata: {}\n\n", InferenceFailure.ServerError)]
    [InlineData("error: {\"code\":400,\"message\":\"the request exceeds the available context size. try increasing the context size or enable context shift\",\"type\":\"invalid_request_error\"}\n\ndata: [DONE]\n\n", InferenceFailure.ContextOverflow)]
    [InlineData("data: {\"error\":{\"message\":\"Loading model\",\"code\":503}}\n\n", InferenceFailure.Loading)]
    public async Task An_error_inside_a_stream_is_one_however_it_is_dressed(string error, InferenceFailure kind)
    {
        await using var scene = await Tested.StartAsync(Dialect.OpenAI, error);
        Assert.Equal(kind, (await scene.FailAsync()).Failure);
    }

    [Fact]
    public async Task An_event_of_another_name_is_no_error()
    {
        await using var scene = await Tested.StartAsync(Dialect.OpenAI, "event: message\nid: 1\n", ScriptedReply.Token("Yes", "stop"));
        Assert.Equal("Yes", (await scene.AskAsync()).Text);
    }

    [Theory]
    [InlineData("library", ReasoningEffort.ExtraHigh, "high")]
    [InlineData("library", ReasoningEffort.None, "none")]
    [InlineData("vllm", ReasoningEffort.Low, "low")]
    [InlineData("vllm", ReasoningEffort.None, null)]
    [InlineData("organization_owner", ReasoningEffort.High, null)]
    [InlineData("somebody", ReasoningEffort.High, null)]
    public async Task Each_is_asked_for_effort_in_the_words_it_knows(string owner, ReasoningEffort effort, string? word)
    {
        await using var scene = await Tested.StartAsync(Dialect.OfOwner(owner), ScriptedReply.Token("Yes", "stop"));
        await scene.AskAsync(options: new ChatOptions { Reasoning = new ReasoningOptions { Effort = effort } });
        var body = scene.Node.Requests.Single().Body;
        Assert.Equal(word, body.TryGetProperty("reasoning_effort", out var sent) ? sent.GetString() : null);
    }

    private static async Task<Outcome> ExpectCallAsync(WireScene scene, string id, string reasoning)
    {
        var outcome = await scene.AskAsync();
        Assert.Null(outcome.Failure);
        Assert.Equal("", outcome.Text);
        Assert.Equal(reasoning, outcome.Contents<TextReasoningContent>().Single().Text);
        var call = outcome.Contents<FunctionCallContent>().Single();
        Assert.Equal((id, "weather", "Oslo", Oslo), (call.CallId, call.Name, call.Arguments!["city"]?.ToString(), call.RawRepresentation));
        Assert.Equal(ChatFinishReason.ToolCalls, outcome.Updates.Single(u => u.FinishReason is not null).FinishReason);
        var usage = outcome.Contents<UsageContent>().Single().Details;
        Assert.Equal((15, 8), (usage.InputTokenCount, usage.OutputTokenCount));
        return outcome;
    }

    private static string Frame(string json) => $"data: {json}\n\n";
}

public sealed class WireDialectTests : WireDialectContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
