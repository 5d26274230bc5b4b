using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.Inference.Clients;
using LocalsOnly.Inference.Wire;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

/// <summary>An answer that is asked for in one piece: what comes of it, and of everything that may come in its place.</summary>
public sealed class WireOnePieceTests
{
    private const string Usage = """ "usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11} """;

    private static readonly ChatOptions OnePiece = new ChatOptions().WithRoute(new RouteRequest
    {
        Body = """{"messages":[{"role":"user","content":"Hi"}],"model":"auto","stream_options":{"include_usage":true},"max_tokens":20}"""u8.ToArray(),
        InOnePiece = true,
    });

    [Fact]
    public async Task It_holds_what_a_stream_does()
    {
        await using var scene = await TestedClient.Own.StartAsync();
        var outcome = await scene.AskAsync(options: OnePiece);

        Assert.Null(outcome.Failure);
        var sent = scene.Node.Requests.Single().Body;
        Assert.False(sent.GetProperty("stream").GetBoolean());
        Assert.False(sent.TryGetProperty("stream_options", out _));
        var opened = outcome.Contents<EndpointOpenedContent>().Single();
        Assert.Equal((true, true, SimulatedModel.Heavy.Id), (opened.InOnePiece, opened.Simulated, opened.Model));
        Assert.StartsWith("[simulated] ", outcome.Text, StringComparison.Ordinal);
        Assert.Equal("stop", outcome.Updates.Select(u => u.FinishReason).OfType<ChatFinishReason>().Single().Value);
        Assert.True(outcome.Contents<UsageContent>().Single().Details.OutputTokenCount > 3);
    }

    [Fact]
    public async Task Reasoning_calls_and_likelihoods_are_kept_apart_in_it_too()
    {
        await using var scene = await AnsweringAsync(
            """{"id":"r1","choices":[{"index":0,"message":{"role":"assistant","reasoning_content":"Hm","content":"Yes","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"""
            + """ "logprobs":{"content":[{"token":"Yes","logprob":-0.5}]},"finish_reason":"tool_calls"}],"timings":{"prompt_per_second":800.5,"predicted_per_second":30.5},""" + Usage + "}");
        var outcome = await scene.AskAsync(options: OnePiece);

        Assert.Equal("Hm", outcome.Contents<TextReasoningContent>().Single().Text);
        Assert.Equal("Yes", outcome.Text);
        Assert.Equal(("c1", "f"), (outcome.Contents<FunctionCallContent>().Single().CallId, outcome.Contents<FunctionCallContent>().Single().Name));
        Assert.Equal(-0.5, outcome.Contents<MeanLogprobContent>().Single().Mean);
        Assert.Equal(30.5, outcome.Contents<GenerationStatsContent>().Single().GenerationTokensPerSecond);
        Assert.Equal(2, outcome.Contents<UsageContent>().Single().Details.OutputTokenCount);
    }

    [Fact]
    public async Task It_is_put_together_however_it_is_cut()
    {
        var text = new string('x', 40_000);
        await using var scene = await TestedClient.Own.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            foreach (var piece in Reply(text, "stop").Chunk(7_000))
            {
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(piece));
                await context.Response.Body.FlushAsync();
            }
        });
        Assert.Equal(text, (await scene.AskAsync(options: OnePiece)).Text);
    }

    [Fact]
    public async Task A_server_that_streams_all_the_same_is_read_as_one()
    {
        await using var scene = await TestedClient.Own.StartAsync(Dialect.Exo, ScriptedReply.Token("One"), ScriptedReply.Token(" two", "stop"), ScriptedReply.Done);
        var outcome = await scene.AskAsync(options: OnePiece);
        Assert.Equal(("One two", false), (outcome.Text, outcome.Contents<EndpointOpenedContent>().Single().InOnePiece));
    }

    [Fact]
    public async Task Nobody_gets_it_who_has_not_asked_for_it()
    {
        await using var scene = await AnsweringAsync(Reply("Yes", "stop"));
        var failure = await scene.FailAsync();
        Assert.Equal((InferenceFailure.Protocol, true), (failure.Failure, failure.IsConfiguration));
    }

    [Theory]
    [InlineData("", InferenceFailure.Truncated, "it answered with nothing at all")]
    [InlineData("""{"id":"r1","choices":[{"index":0,"message":{"role":"assistant","content":"Half of"}}]}""", InferenceFailure.Truncated, "without a finish reason")]
    [InlineData("""{"id":"r1","choices":[]}""", InferenceFailure.Truncated, "without a finish reason")]
    [InlineData("{}", InferenceFailure.Truncated, "without a finish reason")]
    [InlineData("""{"id":"r1","choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"error"}]}""", InferenceFailure.ServerError, "gave the answer up")]
    [InlineData("""{"error":{"message":"Runner shutdown before completing command (signal=9)","code":500}}""", InferenceFailure.ServerError, "the process that runs the model died with signal 9")]
    [InlineData("""{"error":"the model is not loaded"}""", InferenceFailure.NotPlaced, "the model is not on it")]
    [InlineData("""{"id":"r1","choices":[{"index":0,"message":{"role":"assistant","content":"Half""", InferenceFailure.Protocol, "cannot be read")]
    [InlineData("[1,2]", InferenceFailure.Protocol, "cannot be read")]
    [InlineData("no JSON", InferenceFailure.Protocol, "cannot be read")]
    public async Task No_other_end_is_taken_for_its_own(string body, InferenceFailure kind, string clause)
    {
        await using var scene = await AnsweringAsync(body);
        var outcome = await scene.AskAsync(options: OnePiece);
        Assert.Equal((kind, ""), (outcome.Failure!.Failure, outcome.Text));
        Assert.Contains(clause, outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_it_is_half_an_answer()
    {
        await using var scene = await TestedClient.Own.StartAsync(async context =>
        {
            (context.Response.ContentType, context.Response.ContentLength) = ("application/json", 1_000);
            await context.Response.Body.WriteAsync("""{"id":"r1","choices":"""u8.ToArray());
        });
        var failure = await scene.FailAsync(options: OnePiece);
        Assert.Equal(InferenceFailure.Truncated, failure.Failure);
        Assert.Contains("broke in the middle", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_gone_mad_is_not_listened_to_for_ever()
    {
        await using var scene = await AnsweringAsync(Reply(new string('x', 9 * 1024 * 1024), "stop"));
        var failure = await scene.FailAsync(options: OnePiece);
        Assert.Equal(InferenceFailure.Protocol, failure.Failure);
        Assert.Contains("longer than 8 MiB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SimulatedFault.NotPlaced, InferenceFailure.NotPlaced)]
    [InlineData(SimulatedFault.InternalServerError, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.Unprocessable, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.WebPage, InferenceFailure.Protocol)]
    public async Task What_is_refused_is_refused_as_a_stream_is(SimulatedFault fault, InferenceFailure kind)
    {
        await using var scene = await TestedClient.Own.StartAsync(fault);
        Assert.Equal(kind, (await scene.FailAsync(options: OnePiece)).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_server_is_given_up_as_a_silent_stream_is_and_its_socket_closes(bool saysHeaders)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var scene = await TestedClient.Own.StartAsync(async context =>
        {
            context.RequestAborted.Register(() => gone.TrySetResult());
            context.Response.ContentType = "application/json";
            if (saysHeaders)
                await context.Response.Body.FlushAsync();
            came.SetResult();
            await gone.Task;
        });
        var asking = Outcome.OfAsync(scene.Client, "Hello", OnePiece);
        await came.Task.WaitAsync(Patience);
        scene.Time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
        Assert.False(asking.IsCompleted);
        scene.Time.Advance(TimeSpan.FromSeconds(1));

        var failure = (await asking.WaitAsync(Patience)).Failure;
        Assert.Equal(InferenceFailure.Deadline, failure?.Failure);
        await gone.Task.WaitAsync(Patience);
        await scene.EndAsync();
    }

    [Fact]
    public async Task Who_does_not_want_it_any_more_closes_the_socket()
    {
        await using var scene = await TestedClient.Own.StartAsync(SimulatedFault.Silence);
        using var leaving = new CancellationTokenSource();
        var asking = scene.Client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello")], OnePiece, leaving.Token);
        var request = await scene.Node.NextRequestAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Patience));
        await request.Ended.WaitAsync(Patience);
        Assert.Equal(SimulatedOutcome.Disconnected, request.Outcome);
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static string Reply(string text, string finish) =>
        $$"""{"id":"r1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"{{text}}"},"finish_reason":"{{finish}}"}],{{Usage}}}""";

    private static Task<WireScene> AnsweringAsync(string body) => TestedClient.Own.StartAsync(ScriptedReply.Json(body));
}
