using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace LocalsOnly.Tests.Inference;

/// <summary>Every way in which exo fails becomes one typed failure that shows nothing of the prompt.</summary>
public abstract class WireFailureContract
{
    private protected abstract TestedClient Tested { get; }

    private const string Secret = "canary-7731";

    [Fact]
    public async Task A_model_without_an_instance_is_not_placed() =>
        await ExpectAsync(SimulatedFault.NotPlaced, InferenceFailure.NotPlaced);

    [Fact]
    public async Task A_plain_text_500_is_a_server_error() =>
        await ExpectAsync(SimulatedFault.InternalServerError, InferenceFailure.ServerError);

    [Fact]
    public async Task A_request_that_does_not_fit_the_schema_is_a_server_error() =>
        await ExpectAsync(SimulatedFault.Unprocessable, InferenceFailure.ServerError);

    [Fact]
    public async Task A_server_that_knows_no_chat_completions_is_a_protocol_failure() =>
        await ExpectAsync(SimulatedFault.MethodNotAllowed, InferenceFailure.Protocol);

    [Fact]
    public async Task Garbage_in_place_of_a_stream_is_a_protocol_failure() =>
        await ExpectAsync(SimulatedFault.Garbage, InferenceFailure.Protocol);

    [Fact]
    public async Task A_web_page_is_a_protocol_failure() =>
        await ExpectAsync(SimulatedFault.WebPage, InferenceFailure.Protocol);

    [Fact]
    public async Task An_empty_200_is_a_protocol_failure() =>
        await ExpectAsync(SimulatedFault.EmptyBody, InferenceFailure.Protocol);

    [Fact]
    public async Task An_error_frame_before_any_token_is_a_server_error_that_names_the_signal()
    {
        var outcome = await ExpectAsync(SimulatedFault.ErrorFirst, InferenceFailure.ServerError);
        Assert.Contains("signal 9", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_frame_after_a_token_is_an_interruption_with_its_text_kept()
    {
        var outcome = await ExpectAsync(SimulatedFault.ErrorMidText, InferenceFailure.ServerError, afterFirstToken: true);
        Assert.StartsWith("[simulated]", outcome.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_call_that_cannot_be_read_is_the_models_fault_and_is_not_echoed() =>
        await ExpectAsync(SimulatedFault.MalformedToolCall, InferenceFailure.MalformedToolCall);

    [Fact]
    public async Task A_stream_without_a_finish_reason_is_an_interruption() =>
        await ExpectAsync(SimulatedFault.EndWithoutFinish, InferenceFailure.Truncated, afterFirstToken: true);

    [Fact]
    public async Task A_stream_without_its_done_is_an_interruption() =>
        await ExpectAsync(SimulatedFault.EndWithoutDone, InferenceFailure.Truncated, afterFirstToken: true);

    [Fact]
    public async Task A_done_without_a_finish_reason_is_an_interruption() =>
        await ExpectAsync(ScriptedReply.Whole(ScriptedReply.Token("Half"), ScriptedReply.Done), InferenceFailure.Truncated, afterFirstToken: true);

    [Fact]
    public async Task A_frame_that_is_not_json_is_a_protocol_failure() =>
        await ExpectAsync(ScriptedReply.Whole($"data: {{\"choices\": {Secret}\n\n"), InferenceFailure.Protocol);

    [Fact]
    public async Task A_name_with_half_a_character_in_it_is_a_protocol_failure() =>
        await ExpectAsync(ScriptedReply.Whole("data: {\"\\ud83dx\":1}\n\n"), InferenceFailure.Protocol);

    [Fact]
    public async Task An_error_that_is_not_utf8_is_a_server_error() =>
        await ExpectAsync(
            async context =>
            {
                context.Response.StatusCode = 500;
                await context.Response.Body.WriteAsync(new byte[] { (byte)'{', (byte)'"', 0xFF, 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}' });
            },
            InferenceFailure.ServerError);

    [Fact]
    public async Task A_defect_of_this_host_is_not_recorded_as_a_cancellation()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        var unwritable = new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["x"] = typeof(int) })]);
        await Assert.ThrowsAsync<NotSupportedException>(() => house.Chat.GetResponseAsync([unwritable], Outcome.Heavy));
        Assert.Equal("unexpected", house.Usage.Single().Outcome);
    }

    [Fact]
    public async Task A_prompt_that_does_not_fit_is_a_context_overflow() =>
        await ExpectAsync(
            ScriptedReply.Whole("data: {\"error\":{\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\",\"code\":400}}\n\n"),
            InferenceFailure.ContextOverflow);

    [Fact]
    public async Task A_redirect_is_not_followed() =>
        await ExpectAsync(
            context =>
            {
                context.Response.Redirect("http://example.com/");
                return Task.CompletedTask;
            },
            InferenceFailure.Protocol);

    [Fact]
    public async Task A_connection_cut_in_the_middle_is_an_interruption()
    {
        var read = new TaskCompletionSource();
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        node.Script = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(ScriptedReply.Token("Half"));
            await context.Response.Body.FlushAsync();
            await read.Task;
            context.Abort();
        };

        var failure = await Assert.ThrowsAsync<InferenceException>(async () =>
        {
            await foreach (var update in house.Chat.GetStreamingResponseAsync("Hello", Outcome.Heavy))
            {
                if (update.Text == "Half")
                    read.SetResult();
            }
        });

        Assert.Equal(InferenceFailure.Truncated, failure.Failure);
        Assert.True(failure.AfterFirstToken);
    }

    [Fact]
    public async Task A_server_that_hangs_up_without_an_answer_is_a_server_error() =>
        await ExpectAsync(
            context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
            InferenceFailure.ServerError);

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node, more: ("Inference:Endpoints:cluster:Model", "simulated/heavy-235b-4bit"));
        await node.DisposeAsync();
        var outcome = await Outcome.OfAsync(house.Chat, Secret);
        Assert.Equal(InferenceFailure.Unreachable, outcome.Failure?.Failure);
        Assert.Equal(EndpointState.Unreachable, house.Directory.Endpoints.Single().State);
    }

    [Fact]
    public async Task A_whole_answer_fails_like_a_streamed_one()
    {
        await using var node = await SimulatedExoNode.StartAsync();
        await using var house = Tested.HouseOf(node);
        node.Fault = SimulatedFault.EndWithoutFinish;
        var failure = await Assert.ThrowsAsync<InferenceException>(() => house.Chat.GetResponseAsync("Hello", Outcome.Heavy));
        Assert.Equal(InferenceFailure.Truncated, failure.Failure);
        Assert.True(failure.AfterFirstToken);
    }

    private async Task<Outcome> ExpectAsync(SimulatedFault fault, InferenceFailure failure, bool afterFirstToken = false)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        node.Fault = fault;
        return await ExpectAsync(node, failure, afterFirstToken);
    }

    private async Task<Outcome> ExpectAsync(
        Func<HttpContext, Task> script, InferenceFailure failure, bool afterFirstToken = false)
    {
        await using var node = await SimulatedExoNode.StartAsync();
        node.Script = script;
        return await ExpectAsync(node, failure, afterFirstToken);
    }

    private async Task<Outcome> ExpectAsync(SimulatedExoNode node, InferenceFailure failure, bool afterFirstToken)
    {
        await using var house = Tested.HouseOf(node);
        var outcome = await Outcome.OfAsync(house.Chat, $"{Secret} {Secret} {Secret}");
        Assert.NotNull(outcome.Failure);
        Assert.Equal(failure, outcome.Failure.Failure);
        Assert.Equal("cluster", outcome.Failure.Endpoint);
        Assert.Equal(afterFirstToken, outcome.Failure.AfterFirstToken);
        Assert.DoesNotContain(Secret, outcome.Failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(failure.ToString(), house.Usage.Single().Outcome);
        return outcome;
    }
}

public sealed class WireFailureTests : WireFailureContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
