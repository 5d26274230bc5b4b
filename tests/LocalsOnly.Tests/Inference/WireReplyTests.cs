using System.Globalization;
using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

public abstract class WireReplyContract
{
    private protected abstract TestedClient Tested { get; }

    private const string Usage =
        ""","usage":{"prompt_tokens":15,"completion_tokens":8,"total_tokens":23,"prompt_tokens_details":{"cached_tokens":6,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":3}}""";

    [Fact]
    public async Task Reasoning_is_kept_apart_from_text()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Delta("\"role\":\"assistant\",\"reasoning_content\":\"Hm\""), ScriptedReply.Token("Yes", "stop", Usage), ScriptedReply.Done);
        Assert.Equal("Hm", outcome.Contents<TextReasoningContent>().Single().Text);
        Assert.Equal("Yes", outcome.Text);
    }

    [Fact]
    public async Task Usage_tells_cached_and_reasoning_tokens()
    {
        var usage = (await AnswerAsync(ScriptedReply.Token("Yes", "stop", Usage), ScriptedReply.Done)).Contents<UsageContent>().Single().Details;
        Assert.Equal((15, 8, 6, 3), (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
    }

    [Fact]
    public async Task Comments_become_progress_and_statistics()
    {
        var outcome = await AnswerAsync(
            ": prefill_progress {\"PrefillProgressChunk\":{\"model\":\"M\",\"processed_tokens\":4096,\"total_tokens\":9000}}\n\n",
            ScriptedReply.Token("Yes", "stop", Usage),
            ": generation_stats {\"prompt_tps\":812.4,\"generation_tps\":31.9,\"prompt_tokens\":15,\"peak_memory_usage\":{\"in_bytes\":1}}\n\n",
            ScriptedReply.Done);
        Assert.Equal((4096, 9000), outcome.Contents<PrefillProgressContent>().Select(p => (p.ProcessedTokens, p.TotalTokens)).Single());
        var stats = outcome.Contents<GenerationStatsContent>().Single();
        Assert.Equal((812.4, 31.9), (stats.PromptTokensPerSecond, stats.GenerationTokensPerSecond));
        Assert.NotNull(stats.TimeToFirstToken);
    }

    [Fact]
    public async Task A_comment_that_cannot_be_read_does_not_cost_the_answer()
    {
        var outcome = await AnswerAsync(": prefill_progress {\"Pre\n\n", ": generation_stats 7\n\n", ScriptedReply.Token("Yes", "stop"), ScriptedReply.Done);
        Assert.Null(outcome.Failure);
        Assert.Equal("Yes", outcome.Text);
    }

    [Fact]
    public async Task Two_whole_tool_calls_in_one_chunk_are_two_calls()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Delta(
                """
                "role":"assistant","tool_calls":[{"id":"c1","index":0,"type":"function","function":{"id":"c1","name":"f","arguments":"{\"city\":\"Oslo\"}"}},{"id":"c2","index":1,"type":"function","function":{"id":"c2","name":"g","arguments":"{}"}}]
                """.Trim(),
                "tool_calls"),
            ScriptedReply.Done);
        var calls = outcome.Contents<FunctionCallContent>().ToList();
        Assert.Equal([("c1", "f"), ("c2", "g")], calls.Select(c => (c.CallId, c.Name)));
        Assert.Equal("Oslo", calls[0].Arguments!["city"]?.ToString());
        Assert.Contains(outcome.Updates, u => u.FinishReason == ChatFinishReason.ToolCalls);
    }

    [Fact]
    public async Task A_tool_call_in_deltas_is_put_together()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Delta("""
                "role":"assistant","tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}]
                """.Trim()),
            ScriptedReply.Delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]"),
            ScriptedReply.Delta("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Oslo\\\"}\"}}]"),
            ScriptedReply.Delta("", "tool_calls"),
            ScriptedReply.Done);
        var call = outcome.Contents<FunctionCallContent>().Single();
        Assert.Equal(("c1", "f", "Oslo"), (call.CallId, call.Name, call.Arguments!["city"]?.ToString()));
    }

    [Fact]
    public async Task A_tool_call_whose_arguments_are_cut_off_is_malformed()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Delta("\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"secret\\\":\"}}]", "length"),
            ScriptedReply.Done);
        Assert.Equal(InferenceFailure.MalformedToolCall, outcome.Failure?.Failure);
        Assert.DoesNotContain("secret", outcome.Failure!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Null_fields_of_the_last_release_are_nothing_special()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        node.Fault = SimulatedFault.Nulls;
        var outcome = await Outcome.OfAsync(house.Chat, "Hello");
        Assert.Null(outcome.Failure);
        Assert.StartsWith("[simulated] Hello.", outcome.Text, StringComparison.Ordinal);
        Assert.Single(outcome.Contents<UsageContent>());
    }

    [Theory]
    [InlineData("\"content\":\"a\\ud83db\"", "a\ufffdb")]
    [InlineData("\"content\":\"\\ude00\"", "\ufffd")]
    [InlineData("\"content\":\"\\ud83d\\ude00\\ud83d\"", "\U0001F600\ufffd")]
    [InlineData("\"content\":\"\\\\ud83d \\\"\\ud83d\"", "\\ud83d \"\ufffd")]
    public async Task Half_an_emoji_does_not_cost_the_answer(string delta, string text)
    {
        var outcome = await AnswerAsync(ScriptedReply.Delta(delta, "stop"), ScriptedReply.Done);
        Assert.Null(outcome.Failure);
        Assert.Equal(text, outcome.Text);
    }

    [Fact]
    public async Task Half_an_emoji_in_a_tool_calls_arguments_does_not_cost_the_call()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Delta("""
                "tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"city\":\"Oslo \\ud83d\"}"}}]
                """.Trim(), "tool_calls"),
            ScriptedReply.Done);
        Assert.Equal("Oslo \ufffd", outcome.Contents<FunctionCallContent>().Single().Arguments!["city"]?.ToString());
    }

    [Theory]
    [InlineData(",\"error\":null")]
    [InlineData(",\"usage\":null,\"timings\":null")]
    public async Task A_null_beside_the_choices_is_nothing_special(string more)
    {
        var outcome = await AnswerAsync(ScriptedReply.Token("Yes", "stop", more), ScriptedReply.Done);
        Assert.Null(outcome.Failure);
        Assert.Equal("Yes", outcome.Text);
    }

    [Theory]
    [InlineData("""{"index":0,"id":"c1","function":null}""")]
    [InlineData("""{"index":0,"id":null,"function":null}""")]
    [InlineData("null")]
    public async Task A_tool_call_with_nothing_in_it_is_no_call(string call)
    {
        var outcome = await AnswerAsync(ScriptedReply.Delta($"\"content\":\"Yes\",\"tool_calls\":[{call}]", "stop"), ScriptedReply.Done);
        Assert.Null(outcome.Failure);
        Assert.Equal("Yes", outcome.Text);
        Assert.Empty(outcome.Contents<FunctionCallContent>());
    }

    [Fact]
    public async Task A_tool_calls_id_may_be_a_number()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Delta("""
                "tool_calls":[{"index":null,"id":7,"function":{"name":"f","arguments":null}}]
                """.Trim(), "tool_calls"),
            ScriptedReply.Done);
        Assert.Equal(("7", "f"), outcome.Contents<FunctionCallContent>().Select(c => (c.CallId, c.Name)).Single());
    }

    [Fact]
    public async Task Windows_line_ends_are_understood()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Token("Yes", "stop").Replace("\n", "\r\n", StringComparison.Ordinal), "data: [DONE]\r\n\r\n");
        Assert.Equal("Yes", outcome.Text);
    }

    [Fact]
    public async Task Usage_in_a_chunk_of_its_own_is_read_as_openai_sends_it()
    {
        var outcome = await AnswerAsync(
            ScriptedReply.Token("Yes"), ScriptedReply.Delta("", "stop"), "data: {\"id\":\"r1\",\"choices\":[]" + Usage + "}\n\n", ScriptedReply.Done);
        Assert.Equal(8, outcome.Contents<UsageContent>().Single().Details.OutputTokenCount);
    }

    [Fact]
    public async Task Without_statistics_from_the_server_they_are_timed_here_and_labelled()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        node.Script = ScriptedReply.Whole(ScriptedReply.Token("a"), ScriptedReply.Token("b"), ScriptedReply.Token("c", "stop"), ScriptedReply.Done);
        var stats = (await Outcome.OfAsync(house.Chat, "Hello")).Contents<GenerationStatsContent>().Single();
        // The double says of itself that it is one, so nothing about it is called measured.
        Assert.Equal(Provenance.Simulated, stats.Provenance);
        Assert.True(stats.TimeToFirstToken > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_server_without_the_label_is_measured()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        var reply = ScriptedReply.Whole(ScriptedReply.Token("a"), ScriptedReply.Token("b", "stop", Usage), ScriptedReply.Done);
        node.Script = context =>
        {
            context.Response.Headers.Remove("x-simulated");
            return reply(context);
        };
        var outcome = await Outcome.OfAsync(house.Chat, "Hello", new ChatOptions().WithRoute(new RouteRequest { Persona = "solus", TaskTier = Tier.Heavy }));
        Assert.False(outcome.Route.Simulated);
        Assert.Equal(Provenance.Measured, outcome.Contents<GenerationStatsContent>().Single().Provenance);
        var usage = house.Usage.Single();
        Assert.Equal(("solus", "ok", "cluster", false, "task", Provenance.Measured), (usage.Persona, usage.Outcome, usage.Endpoint, usage.Abandoned, usage.Reason, usage.Provenance));
        Assert.Equal((15, 6, 8, Provenance.Measured), (usage.Tokens.Prompt, usage.Tokens.Cached, usage.Tokens.Written, usage.Tokens.Provenance));
        Assert.True(usage.FirstToken <= usage.Duration);
    }

    [Fact]
    public async Task Many_tokens_come_through_whole_and_in_order()
    {
        var pieces = Enumerable.Range(0, 500).Select(i => ScriptedReply.Token(i.ToString(CultureInfo.InvariantCulture) + " "));
        var outcome = await AnswerAsync([.. pieces, ScriptedReply.Delta("", "stop"), ScriptedReply.Done]);
        Assert.Equal(string.Concat(Enumerable.Range(0, 500).Select(i => i + " ")), outcome.Text);
    }

    private async Task<Outcome> AnswerAsync(params string[] pieces)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        node.Script = ScriptedReply.Whole(pieces);
        return await Outcome.OfAsync(house.Chat, "Hello");
    }
}

public sealed class WireReplyTests : WireReplyContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
