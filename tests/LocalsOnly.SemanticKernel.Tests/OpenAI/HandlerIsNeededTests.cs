using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;
using Microsoft.SemanticKernel.Connectors.OpenAI;

namespace LocalsOnly.SemanticKernel.Tests.OpenAI;

/// <summary>
/// The same bytes to the connector alone and to the connector with the handler below it. The first half of each test is what makes the second necessary:
/// should a later connector pass it, the handler has less to do.
/// </summary>
public sealed class HandlerIsNeededTests
{
    private const string Oslo = "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Oslo\\\"}\"}";
    private const string Rome = "\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Rome\\\"}\"}";

    [Theory]
    [InlineData(SimulatedFault.ErrorMidText, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.EndWithoutFinish, InferenceFailure.Truncated)]
    [InlineData(SimulatedFault.EndWithoutDone, InferenceFailure.Truncated)]
    public async Task Half_an_answer_passes_for_a_whole_one(SimulatedFault fault, InferenceFailure kind)
    {
        await using var alone = await ConnectorScene.AloneAsync();
        var believed = await alone.Failing(fault).AskAsync();
        Assert.Null(believed.Failure);
        Assert.StartsWith("[simulated]", believed.Text, StringComparison.Ordinal);

        await using var safe = await ConnectorScene.WithHandlerAsync();
        var told = await safe.Failing(fault).AskAsync();
        Assert.Equal(kind, Assert.IsType<InferenceException>(told.Failure).Failure);
        Assert.StartsWith("[simulated]", told.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SimulatedFault.ErrorFirst, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.EmptyBody, InferenceFailure.Protocol)]
    [InlineData(SimulatedFault.WebPage, InferenceFailure.Protocol)]
    [InlineData(SimulatedFault.Garbage, InferenceFailure.Protocol)]
    public async Task No_answer_at_all_passes_for_an_empty_one(SimulatedFault fault, InferenceFailure kind)
    {
        await using var alone = await ConnectorScene.AloneAsync();
        var believed = await alone.Failing(fault).AskAsync();
        Assert.Equal((null, ""), (believed.Failure, believed.Text));

        await using var safe = await ConnectorScene.WithHandlerAsync();
        Assert.Equal(kind, Assert.IsType<InferenceException>((await safe.Failing(fault).AskAsync()).Failure).Failure);
    }

    [Theory]
    [InlineData("error", InferenceFailure.ServerError)]
    [InlineData("abort", InferenceFailure.Truncated)]
    public async Task The_finish_reason_of_an_answer_that_was_not_finished_is_an_unknown_word(string reason, InferenceFailure kind)
    {
        string[] pieces = [ScriptedReply.Token("Half"), ScriptedReply.Delta("", reason), ScriptedReply.Done];
        await using var alone = await ConnectorScene.AloneAsync();
        Assert.IsType<ArgumentOutOfRangeException>((await alone.Sending(pieces).AskAsync()).Failure);

        await using var safe = await ConnectorScene.WithHandlerAsync();
        var told = await safe.Sending(pieces).AskAsync();
        Assert.Equal(kind, Assert.IsType<InferenceException>(told.Failure).Failure);
        Assert.Equal("Half", told.Text);
    }

    [Fact]
    public async Task The_longest_answer_is_asked_for_in_a_word_that_exo_does_not_know()
    {
        var settings = new OpenAIPromptExecutionSettings { MaxTokens = 7 };
        await using var alone = await ConnectorScene.AloneAsync();
        await alone.AskAsync(settings);
        var dropped = alone.Node.Requests.Single().Body;
        Assert.Equal((7, false), (dropped.GetProperty("max_completion_tokens").GetInt32(), dropped.TryGetProperty("max_tokens", out _)));

        await using var safe = await ConnectorScene.WithHandlerAsync();
        await safe.AskAsync(settings);
        var kept = safe.Node.Requests.Single().Body;
        Assert.Equal((7, false), (kept.GetProperty("max_tokens").GetInt32(), kept.TryGetProperty("max_completion_tokens", out _)));
    }

    [Theory]
    [InlineData("\"id\":\"a\",", "\"id\":\"b\",")]
    [InlineData("\"index\":0,\"id\":\"a\",", "\"index\":0,\"id\":\"b\",")]
    public async Task Calls_without_an_index_of_their_own_become_one(string first, string second)
    {
        string[] pieces =
        [
            ScriptedReply.Delta($"\"tool_calls\":[{{{first}{Oslo}}},{{{second}{Rome}}}]", "tool_calls"),
            ScriptedReply.Done,
        ];
        await using var alone = await ConnectorScene.AloneAsync();
        Assert.Single((await alone.Sending(pieces).AskAsync()).Calls);

        await using var safe = await ConnectorScene.WithHandlerAsync();
        var calls = (await safe.Sending(pieces).AskAsync()).Calls;
        Assert.Equal([("a", "Oslo"), ("b", "Rome")], calls.Select(c => (c.Id!, c.Arguments!["city"]!.ToString()!)));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Yes"},"finish_reason":""}]}""")]
    [InlineData("""{"id":7,"choices":[{"index":0,"delta":{"content":"Yes"}}]}""")]
    [InlineData("""{"created":null,"choices":[{"index":null,"delta":{"content":"Yes"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Yes","tool_calls":[null]}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"Yes"}}],"usage":{"prompt_tokens":null,"completion_tokens":2.0}}""")]
    [InlineData("""{"choices":null,"usage":null}""", "")]
    public async Task What_servers_write_beside_the_protocol_breaks_the_answer(string frame, string text = "Yes")
    {
        string[] pieces = [$"data: {frame}\n\n", ScriptedReply.Token("!", "stop"), ScriptedReply.Done];
        await using var alone = await ConnectorScene.AloneAsync();
        Assert.NotNull((await alone.Sending(pieces).AskAsync()).Failure);

        await using var safe = await ConnectorScene.WithHandlerAsync();
        var told = await safe.Sending(pieces).AskAsync();
        Assert.Null(told.Failure);
        Assert.Equal((text + "!", "Stop"), (told.Text, told.FinishReason));
    }

    [Fact]
    public async Task Half_a_character_breaks_the_answer()
    {
        string[] pieces = [ScriptedReply.Delta("\"content\":\"a\\ud83db\""), ScriptedReply.Token("!", "stop"), ScriptedReply.Done];
        await using var alone = await ConnectorScene.AloneAsync();
        Assert.NotNull((await alone.Sending(pieces).AskAsync()).Failure);

        await using var safe = await ConnectorScene.WithHandlerAsync();
        Assert.Equal("a\ufffdb!", (await safe.Sending(pieces).AskAsync()).Text);
    }

    [Fact]
    public async Task A_server_that_sends_keep_alives_for_ever_is_waited_for_for_ever()
    {
        await using var alone = await ConnectorScene.AloneAsync();
        var waiting = alone.Failing(SimulatedFault.KeepAliveForever).AskAsync();
        var request = await alone.Node.NextRequestAsync();
        Assert.False(waiting.IsCompleted);

        await using var safe = await ConnectorScene.WithHandlerAsync();
        var answer = safe.Failing(SimulatedFault.KeepAliveForever).AskAsync();
        await safe.Node.NextRequestAsync();
        safe.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(InferenceFailure.Deadline, Assert.IsType<InferenceException>((await answer.WaitAsync(ConnectorScene.Patience)).Failure).Failure);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(SimulatedOutcome.Running, request.Outcome);
    }
}
