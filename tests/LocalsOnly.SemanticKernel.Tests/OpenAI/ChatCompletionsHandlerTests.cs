using System.Text;
using LocalsOnly.Inference;
using LocalsOnly.SemanticKernel.OpenAI;
using LocalsOnly.Simulation;
using LocalsOnly.Tests.Inference;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace LocalsOnly.SemanticKernel.Tests.OpenAI;

public sealed class ChatCompletionsHandlerTests
{
    [Fact]
    public async Task Reasoning_by_any_of_its_names_is_kept_apart_from_the_text()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        var heard = await scene.Sending(
            ScriptedReply.Delta("\"reasoning_content\":\"Let \""),
            ScriptedReply.Delta("\"reasoning\":\"me \",\"reasoning_content\":\"me \""),
            ScriptedReply.Delta("\"thinking\":\"see\",\"content\":null"),
            ScriptedReply.Token("Yes", "stop"),
            ScriptedReply.Done).AskAsync();
        Assert.Equal((null, "Let me see", "Yes"), (heard.Failure, heard.Reasoning, heard.Text));
    }

    [Fact]
    public async Task Fields_that_nobody_here_knows_are_kept_where_the_sdk_keeps_them()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        var heard = await scene.Sending(ScriptedReply.Token("Yes", "stop", ",\"system_fingerprint\":\"b1\",\"timings\":{\"n\":[1,2.50,\"\\u00e9\"]}"), ScriptedReply.Done).AskAsync();
        var update = Assert.IsType<global::OpenAI.Chat.StreamingChatCompletionUpdate>(heard.Parts[0].InnerContent);
#pragma warning disable SCME0001 // The SDK's only way to fields that it does not know.
        Assert.True(update.Patch.TryGetJson("$.timings"u8, out var timings));
#pragma warning restore SCME0001
        Assert.Equal("{\"n\":[1,2.50,\"\\u00e9\"]}", Encoding.UTF8.GetString(timings.Span));
        Assert.Equal("b1", update.SystemFingerprint);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Progress_is_shown_to_who_wants_it(bool shown)
    {
        await using var scene = await ConnectorScene.WithHandlerAsync(new() { ShowsComments = shown });
        var heard = await scene.Sending(
            ": keep-alive\n\n",
            ": prefill_progress {\"PrefillProgressChunk\":{\"model\":\"M\",\"processed_tokens\":4096,\"total_tokens\":9000}}\n\n",
            ScriptedReply.Token("Yes", "stop"),
            ": generation_stats {\"prompt_tps\":812.4,\"generation_tps\":31.9}\n\n",
            ScriptedReply.Done).AskAsync();
        Assert.Equal((null, "Yes"), (heard.Failure, heard.Text));
        var comments = heard.Parts.Select(p => p.GetServerComment()).OfType<object>().ToList();
        Assert.Equal(shown ? [typeof(PrefillProgressContent), typeof(GenerationStatsContent)] : [], comments.ConvertAll(c => c.GetType()));
    }

    [Fact]
    public async Task A_part_is_there_before_the_next_is_sent()
    {
        var reply = new ScriptedReply();
        await using var scene = await ConnectorScene.WithHandlerAsync();
        scene.Node.Script = reply.RunAsync;
        await using var parts = scene.Chat.GetStreamingChatMessageContentsAsync("Hello").GetAsyncEnumerator();
        foreach (var word in (string[])["One", "Two", "Three"])
        {
            reply.Send(ScriptedReply.Token(word));
            Assert.True(await parts.MoveNextAsync().AsTask().WaitAsync(ConnectorScene.Patience));
            Assert.Equal(word, parts.Current.Content);
        }
    }

    [Fact]
    public async Task Whoever_stops_reading_closes_the_socket()
    {
        var reply = new ScriptedReply();
        await using var scene = await ConnectorScene.WithHandlerAsync();
        scene.Node.Script = reply.RunAsync;
        reply.Send(ScriptedReply.Token("One"));
        await foreach (var _ in scene.Chat.GetStreamingChatMessageContentsAsync("Hello"))
            break;
        await reply.Gone.WaitAsync(ConnectorScene.Patience);
    }

    [Fact]
    public async Task Who_gives_up_while_waiting_is_told_so_and_closes_the_socket()
    {
        var reply = new ScriptedReply();
        await using var scene = await ConnectorScene.WithHandlerAsync();
        scene.Node.Script = reply.RunAsync;
        reply.Send(ScriptedReply.Token("One"));
        using var caller = new CancellationTokenSource();
        await using var parts = scene.Chat.GetStreamingChatMessageContentsAsync("Hello", cancellationToken: caller.Token).GetAsyncEnumerator(caller.Token);
        Assert.True(await parts.MoveNextAsync());
        var next = parts.MoveNextAsync().AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(ConnectorScene.Patience));
        await parts.DisposeAsync();
        await reply.Gone.WaitAsync(ConnectorScene.Patience);
    }

    [Theory]
    [InlineData(0, "no first token within 5 s")]
    [InlineData(1, "no next token within 3 s")]
    public async Task Each_wait_has_its_deadline(int tokens, string clause)
    {
        var reply = new ScriptedReply();
        await using var scene = await ConnectorScene.WithHandlerAsync(
            new() { FirstTokenTimeout = TimeSpan.FromSeconds(5), BetweenTokensTimeout = TimeSpan.FromSeconds(3), ShowsComments = true });
        scene.Node.Script = reply.RunAsync;
        await using var parts = scene.Chat.GetStreamingChatMessageContentsAsync("Hello").GetAsyncEnumerator();
        // Something that is no token shows that the stream is open and being read.
        reply.Send(": generation_stats {}\n\n");
        Assert.True(await parts.MoveNextAsync().AsTask().WaitAsync(ConnectorScene.Patience));
        for (var i = 0; i < tokens; i++)
        {
            reply.Send(ScriptedReply.Token("One"));
            Assert.True(await parts.MoveNextAsync().AsTask().WaitAsync(ConnectorScene.Patience));
        }

        var next = parts.MoveNextAsync().AsTask();
        scene.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(next.IsCompleted);
        scene.Time.Advance(TimeSpan.FromSeconds(2.1));
        var failure = await Assert.ThrowsAsync<InferenceException>(() => next.WaitAsync(ConnectorScene.Patience));
        Assert.Equal(InferenceFailure.Deadline, failure.Failure);
        Assert.Contains(clause, failure.Message, StringComparison.Ordinal);
        await reply.Gone.WaitAsync(ConnectorScene.Patience);
    }

    [Fact]
    public async Task Another_server_may_leave_the_done_out()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync(new() { Protocol = EndpointProtocol.OpenAI });
        Assert.Equal((null, "Yes"), (await scene.Sending(ScriptedReply.Token("Yes", "stop")).AskAsync()) is var heard ? (heard.Failure, heard.Text) : default);
    }

    [Fact]
    public async Task A_finish_reason_of_the_servers_own_is_a_stop()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        var heard = await scene.Sending(ScriptedReply.Token("Yes", "eos_token"), ScriptedReply.Done).AskAsync();
        Assert.Equal((null, "Stop"), (heard.Failure, heard.FinishReason));
    }

    [Theory]
    [InlineData(SimulatedFault.NotPlaced, 404, InferenceFailure.NotPlaced)]
    [InlineData(SimulatedFault.InternalServerError, 500, InferenceFailure.ServerError)]
    public async Task An_error_status_is_the_sdks_unless_it_is_to_be_explained(SimulatedFault fault, int status, InferenceFailure kind)
    {
        await using var plain = await ConnectorScene.WithHandlerAsync();
        Assert.Equal(status, Assert.IsType<System.ClientModel.ClientResultException>((await plain.Failing(fault).AskAsync()).Failure).Status);

        await using var explained = await ConnectorScene.WithHandlerAsync(new() { ExplainsRefusals = true, Name = "studio" });
        var failure = Assert.IsType<InferenceException>((await explained.Failing(fault).AskAsync()).Failure);
        Assert.Equal((kind, status, "studio"), (failure.Failure, failure.Status, failure.Endpoint));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_unreachable()
    {
        var scene = await ConnectorScene.WithHandlerAsync();
        await scene.Node.DisposeAsync();
        var failure = Assert.IsType<InferenceException>((await scene.AskAsync()).Failure);
        Assert.Equal((InferenceFailure.Unreachable, scene.Node.Url.Authority), (failure.Failure, failure.Endpoint));
    }

    [Fact]
    public void A_timeout_of_nothing_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChatCompletionsHandler(new() { BetweenTokensTimeout = TimeSpan.Zero }));

    [Fact]
    public async Task One_handler_serves_many_at_once()
    {
        await using var scene = await ConnectorScene.WithHandlerAsync();
        var heard = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => scene.AskAsync()));
        Assert.All(heard, h => Assert.Null(h.Failure));
        Assert.Single(heard.Select(h => h.Text).Distinct());
    }
}
