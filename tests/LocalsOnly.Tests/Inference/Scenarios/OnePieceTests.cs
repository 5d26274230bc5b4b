using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference.Scenarios;

/// <summary>When a caller that wants the whole answer gets it in one piece from the endpoint, and what follows when that goes wrong.</summary>
public sealed class OnePieceTests
{
    private static readonly RouteRequest Wanted = new()
    {
        Body = """{"messages":[{"role":"user","content":"Hello"}],"model":"heavy","max_tokens":20}"""u8.ToArray(),
        InOnePiece = true,
        PinnedTier = Tier.Heavy,
    };

    [Fact]
    public async Task The_first_answer_is_streamed_and_teaches_what_the_second_takes()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        await AskAsync(house, Wanted);
        var load = house.Load();
        var answer = await AskAsync(house, Wanted);

        Assert.Equal([true, false], Streamed(house));
        Assert.Null(answer.Failure);
        Assert.StartsWith("[simulated] ", answer.Text, StringComparison.Ordinal);
        Assert.Equal("cluster", answer.Route.Endpoint);
        // What came at once tells nothing of a first token or of a rate.
        Assert.Equal((load.TimeToFirstToken, load.TokensPerSecond), (house.Load().TimeToFirstToken, house.Load().TokensPerSecond));
        Assert.All(house.Inference.Usage, u => Assert.Equal(("ok", false), (u.Outcome, u.Abandoned)));
        Assert.Single(house.Inference.Usage.Select(u => u.Tokens.Output).Distinct());
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task Its_time_is_divided_as_streams_have_taught()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        house.Cluster.Script = Streaming;
        await AskAsync(house, Wanted);
        var (came, writing) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        house.Cluster.Script = async context =>
        {
            came.SetResult();
            await writing.Task;
            context.Response.Headers.Remove(LocalsOnly.Inference.Wire.SimulationLabel.Header);
            await ScriptedReply.Json("""{"choices":[{"message":{"content":"Yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":20}}""")(context);
        };
        var asking = AskAsync(house, Wanted with { Body = OfLength(2_800) });
        await came.Task.WaitAsync(ScenarioHouse.Patience);
        house.Time.Advance(TimeSpan.FromSeconds(3));
        writing.SetResult();
        await asking;

        // 2,800 bytes are taken for 800 tokens, which are read in a second.
        var usage = house.Inference.Usage.Last();
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)), (usage.FirstToken, usage.Decoding, usage.Duration));
        Assert.Equal((20, Provenance.Estimated), (usage.Tokens.Output, usage.Provenance));
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task It_is_streamed_where_it_may_take_long_or_a_stream_tells_more()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        house.Cluster.Script = Streaming;
        await AskAsync(house, Wanted);
        var tool = AIFunctionFactory.Create(() => "", "tool");

        await AskAsync(house, Wanted, most: null);
        await AskAsync(house, Wanted, most: 300);
        await AskAsync(house, Wanted with { Patience = TimeSpan.FromSeconds(20) });
        await AskAsync(house, Wanted with { InOnePiece = false });
        await AskAsync(house, Wanted, tools: [tool]);
        await AskAsync(house, Wanted with { Body = OfLength(30_000) });
        Assert.Equal(Enumerable.Repeat(true, 7), Streamed(house));

        await AskAsync(house, Wanted, most: 290);
        Assert.False(Streamed(house).Last());
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task What_was_known_an_hour_ago_is_learnt_anew()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        await AskAsync(house, Wanted);
        house.Time.Advance(TimeSpan.FromMinutes(59));
        await house.Inference.Directory.RefreshAsync();
        await AskAsync(house, Wanted);
        house.Time.Advance(TimeSpan.FromMinutes(2));
        await house.Inference.Directory.RefreshAsync();
        await AskAsync(house, Wanted);
        await AskAsync(house, Wanted);
        Assert.Equal([true, false, true, false], Streamed(house));
    }

    [Fact]
    public async Task An_answer_of_nothing_is_asked_again_as_a_stream_which_tells_why()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        await AskAsync(house, Wanted);
        house.Cluster.Fault = SimulatedFault.ErrorFirst;
        var answer = await AskAsync(house, Wanted);

        Assert.Equal([true, false, true], Streamed(house));
        Assert.Equal(InferenceFailure.ServerError, answer.Failure!.Failure);
        Assert.Equal(["ok", "Truncated", "ServerError"], house.Inference.Usage.Select(u => u.Outcome));
        await house.ExpectNothingLeftAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_endpoint_that_is_well_again_answers_the_second_time(bool hangsUp)
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        await AskAsync(house, Wanted);
        house.Cluster.Script = context =>
        {
            house.Cluster.Script = null;
            context.Response.ContentType = "application/json";
            if (hangsUp)
                context.Abort();
            return Task.CompletedTask;
        };
        var answer = await AskAsync(house, Wanted);

        Assert.Null(answer.Failure);
        Assert.StartsWith("[simulated] ", answer.Text, StringComparison.Ordinal);
        Assert.Contains("cluster hung up before the first token: asked once more", answer.Route.Reasons);
        Assert.Equal([true, false, true], Streamed(house));
        Assert.Equal(BreakerState.Closed, house.Load().Breaker);
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task Half_an_answer_is_not_shown_and_is_asked_for_again()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        await AskAsync(house, Wanted);
        house.Cluster.Script = context =>
        {
            house.Cluster.Script = null;
            return ScriptedReply.Json("""{"id":"r1","choices":[{"index":0,"message":{"role":"assistant","content":"Half of"}}]}""")(context);
        };
        var answer = await AskAsync(house, Wanted);
        Assert.Null(answer.Failure);
        Assert.DoesNotContain("Half of", answer.Text, StringComparison.Ordinal);
        await house.ExpectNothingLeftAsync();
    }

    [Fact]
    public async Task A_prompt_that_kills_without_a_word_and_then_with_one_has_killed_twice()
    {
        await using var house = await TestedClient.Own.ScenarioAsync();
        await AskAsync(house, Wanted);
        house.Cluster.Script = context =>
        {
            if (house.Cluster.Requests[^1].Body.GetProperty("stream").GetBoolean())
                return ScriptedReply.Whole("""data: {"error":{"message":"Runner shutdown before completing command (signal=9)","code":500}}""" + "\n\n", ScriptedReply.Done)(context);
            return ScriptedReply.Json("")(context);
        };
        Assert.True((await AskAsync(house, Wanted)).Failure!.RunnerDied);
        var asked = house.Cluster.Requests.Count;
        house.Cluster.Script = null;
        Assert.Equal(InferenceFailure.PoisonedPrompt, (await AskAsync(house, Wanted)).Failure!.Failure);
        Assert.Equal((3, 3), (asked, house.Cluster.Requests.Count));
        await house.ExpectNothingLeftAsync();
    }

    /// <summary>The same request, filled up with blanks.</summary>
    private static ReadOnlyMemory<byte> OfLength(int bytes)
    {
        var body = new byte[bytes];
        body.AsSpan().Fill((byte)' ');
        Wanted.Body!.Value.CopyTo(body);
        return body;
    }

    /// <summary>Reads 800 tokens a second and writes 30.</summary>
    private static Task Streaming(HttpContext context) => ScriptedReply.Whole(
        ScriptedReply.Token("Yes", "stop", ",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":20}"), ": generation_stats {\"prompt_tps\":800,\"generation_tps\":30,\"prompt_tokens\":9,\"generation_tokens\":20}\n\n", ScriptedReply.Done)(context);

    private static Task<Outcome> AskAsync(ScenarioHouse house, RouteRequest route, int? most = 20, IList<AITool>? tools = null) =>
        house.Ask("Hello", route, new ChatOptions { MaxOutputTokens = most, Tools = tools }).Ended.WaitAsync(ScenarioHouse.Patience);

    private static IEnumerable<bool> Streamed(ScenarioHouse house) => house.Cluster.Requests.Select(r => r.Body.GetProperty("stream").GetBoolean());
}
