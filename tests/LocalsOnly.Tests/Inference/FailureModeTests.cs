using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

public abstract class FailureModeContract
{
    private protected abstract TestedClient Tested { get; }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Mode_1_keep_alives_without_a_token_end_at_the_deadline_and_the_socket_closes()
    {
        await using var scene = await Tested.StartAsync(SimulatedFault.KeepAliveForever);
        var failure = await DeadlineAsync(scene, TimeSpan.FromMinutes(2));
        Assert.Equal((InferenceFailure.Deadline, false), (failure.Failure, failure.IsConfiguration));
        Assert.Equal(SimulatedOutcome.Disconnected, scene.Node.Requests.Single().Outcome);
    }

    [Theory]
    [InlineData(SimulatedFault.EndWithoutFinish)]
    [InlineData(SimulatedFault.EndWithoutDone)]
    public async Task Mode_2_a_truncated_success_is_a_failure(SimulatedFault fault)
    {
        await using var scene = await Tested.StartAsync(fault);
        Assert.Equal(InferenceFailure.Truncated, (await scene.FailAsync()).Failure);
    }

    [Theory]
    [InlineData(SimulatedFault.ErrorFirst, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.ErrorMidText, InferenceFailure.ServerError)]
    [InlineData(SimulatedFault.EmptyBody, InferenceFailure.Protocol)]
    public async Task Mode_3_an_error_inside_200_is_a_failure(SimulatedFault fault, InferenceFailure kind)
    {
        await using var scene = await Tested.StartAsync(fault);
        Assert.Equal(kind, (await scene.FailAsync()).Failure);
    }

    [Theory]
    [InlineData("Runner shutdown before completing command (signal=9 (Killed: 9))", "signal 9, usually for lack of memory")]
    [InlineData("Runner shutdown before completing command (exitcode=1)", "the process that runs the model died")]
    [InlineData("Runner died while loading", "the process that runs the model died")]
    public async Task Mode_4_the_death_of_a_runner_is_told_so_that_its_prompt_is_not_sent_again(string message, string clause)
    {
        await using var scene = await Tested.StartAsync(ScriptedReply.Whole(Error(message), ScriptedReply.Done));
        var failure = await scene.FailAsync();
        Assert.Equal((InferenceFailure.ServerError, true, false), (failure.Failure, failure.RunnerDied, failure.IsConfiguration));
        Assert.Contains(clause, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mode_5_words_that_crash_exo_on_purpose_never_reach_it()
    {
        await using var scene = await Tested.StartAsync();
        await scene.AskAsync("EXO RUNNER MUST FAIL");
        Assert.Equal("EXO RUNNER MUST-FAIL", scene.Node.Requests.Single().Body.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Mode_6_a_tool_call_that_cannot_be_read_is_the_models_fault_and_nobodys_death()
    {
        await using var scene = await Tested.StartAsync(SimulatedFault.MalformedToolCall);
        var failure = await scene.FailAsync("canary");
        Assert.Equal((InferenceFailure.MalformedToolCall, false, false), (failure.Failure, failure.RunnerDied, failure.IsConfiguration));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mode_7_an_election_that_silences_the_api_for_seconds_costs_seconds_and_not_the_answer()
    {
        var elected = new TaskCompletionSource();
        var reply = ScriptedReply.Whole(ScriptedReply.Token("Yes", "stop"), ScriptedReply.Done);
        await using var scene = await Tested.StartAsync(async context =>
        {
            await elected.Task;
            await reply(context);
        });
        var answer = Outcome.OfAsync(scene.Client, "Hello", new ChatOptions());
        await scene.Node.NextRequestAsync();
        scene.Time.Advance(TimeSpan.FromSeconds(3.2));
        elected.SetResult();
        Assert.Equal("Yes", (await answer.WaitAsync(Patience)).Text);
        await scene.EndAsync();
    }

    [Fact]
    public async Task Mode_7_an_api_that_never_wakes_from_an_election_is_given_up()
    {
        await using var scene = await Tested.StartAsync(SimulatedFault.Silence);
        Assert.Equal(InferenceFailure.Deadline, (await DeadlineAsync(scene, TimeSpan.FromMinutes(2))).Failure);
    }

    [Fact]
    public async Task Mode_8_a_long_prompt_may_take_as_long_as_it_is_being_read()
    {
        var reply = new ScriptedReply();
        await using var scene = await Tested.StartAsync(reply.RunAsync);
        await using var updates = scene.Client.GetStreamingResponseAsync("Hello").GetAsyncEnumerator();
        await updates.MoveNextAsync().AsTask().WaitAsync(Patience);
        for (var read = 1; read <= 5; read++)
        {
            reply.Send($": prefill_progress {{\"PrefillProgressChunk\":{{\"model\":\"M\",\"processed_tokens\":{read},\"total_tokens\":9}}}}\n\n");
            Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Patience));
            scene.Time.Advance(TimeSpan.FromSeconds(100));
        }

        reply.Send(ScriptedReply.Token("Yes", "stop"));
        Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Patience));
        Assert.Equal("Yes", updates.Current.Text);
    }

    [Fact]
    public async Task Mode_8_a_caller_with_less_patience_is_not_kept_waiting_by_progress()
    {
        var reply = new ScriptedReply();
        await using var scene = await Tested.StartAsync(reply.RunAsync);
        var options = new ChatOptions().WithRoute(new RouteRequest { Patience = TimeSpan.FromSeconds(5) });
        await using var updates = scene.Client.GetStreamingResponseAsync("Hello", options).GetAsyncEnumerator();
        await updates.MoveNextAsync().AsTask().WaitAsync(Patience);
        reply.Send(": prefill_progress {\"PrefillProgressChunk\":{\"model\":\"M\",\"processed_tokens\":1,\"total_tokens\":9}}\n\n");
        await updates.MoveNextAsync().AsTask().WaitAsync(Patience);
        var next = updates.MoveNextAsync().AsTask();
        scene.Time.Advance(TimeSpan.FromSeconds(5));
        var failure = await Assert.ThrowsAsync<InferenceException>(() => next.WaitAsync(Patience));
        Assert.Equal(InferenceFailure.Deadline, failure.Failure);
        Assert.Contains("no first token within 5 s", failure.Message, StringComparison.Ordinal);
        await reply.Gone.WaitAsync(Patience);
    }

    [Fact]
    public async Task Mode_9_a_machine_that_is_lost_in_the_middle_is_an_interruption()
    {
        await using var scene = await Tested.StartAsync(SimulatedFault.StallMidText);
        await using var updates = scene.Client.GetStreamingResponseAsync("Hello").GetAsyncEnumerator();
        do
            Assert.True(await updates.MoveNextAsync().AsTask().WaitAsync(Patience));
        while (updates.Current.Text.Length == 0);
        // What is still under way arrives; then the machine is gone.
        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            while (true)
            {
                var next = updates.MoveNextAsync().AsTask();
                while (!next.IsCompleted)
                {
                    scene.Time.Advance(TimeSpan.FromSeconds(10));
                    await Task.Yield();
                }

                await next;
            }
        });
        Assert.Equal(InferenceFailure.Deadline, failure.Failure);
        await scene.EndAsync();
        Assert.Equal(SimulatedOutcome.Disconnected, scene.Node.Requests.Single().Outcome);
    }

    [Fact]
    public async Task Mode_10_a_thought_that_ends_in_the_text_stays_apart_from_the_rest_of_the_thinking()
    {
        await using var scene = await Tested.StartAsync(ScriptedReply.Whole(
            ScriptedReply.Delta("\"role\":\"assistant\",\"reasoning_content\":\"Let me\""), ScriptedReply.Token(" see", "stop"), ScriptedReply.Done));
        var outcome = await scene.AskAsync();
        Assert.Null(outcome.Failure);
        Assert.Equal(("Let me", " see"), (outcome.Contents<TextReasoningContent>().Single().Text, outcome.Text));
    }

    private static async Task<InferenceException> DeadlineAsync(WireScene scene, TimeSpan wait)
    {
        var answer = Outcome.OfAsync(scene.Client, "Hello", new ChatOptions());
        await scene.Node.NextRequestAsync();
        scene.Time.Advance(wait);
        var outcome = await answer.WaitAsync(Patience);
        await scene.EndAsync();
        return outcome.Failure!;
    }

    private static string Error(string message) =>
        $"data: {{\"error\":{{\"message\":\"{message}\",\"type\":\"InternalServerError\",\"code\":500}}}}\n\n";
}

public sealed class FailureModeTests : FailureModeContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
