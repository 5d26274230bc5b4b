using LocalsOnly.Inference;
using LocalsOnly.Simulation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Inference;

public abstract class DeadlineContract
{
    private protected abstract TestedClient Tested { get; }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(SimulatedFault.Silence)]
    [InlineData(SimulatedFault.KeepAliveForever)]
    public async Task Without_a_first_token_in_time_the_attempt_ends_and_its_socket_closes(SimulatedFault fault)
    {
        var time = new FakeTimeProvider();
        await using var node = await SimulatedExoNode.StartAsync(time: time);
        await using var house = Tested.HouseOf(node, time: time);
        node.Fault = fault;

        var answer = Outcome.OfAsync(house.Chat, "Hello");
        var request = await node.NextRequestAsync();
        time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromSeconds(1));
        Assert.False(answer.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        var outcome = await answer.WaitAsync(Patience);
        Assert.Equal(InferenceFailure.Deadline, outcome.Failure?.Failure);
        Assert.Contains("no first token within 2 min", outcome.Failure!.Message, StringComparison.Ordinal);
        await request.Ended.WaitAsync(Patience);
        Assert.Equal(SimulatedOutcome.Disconnected, request.Outcome);
    }

    [Fact]
    public async Task Progress_in_reading_the_prompt_starts_the_wait_anew_and_a_keep_alive_does_not()
    {
        await using var scene = await Scene.OpenAsync(Tested);
        for (var read = 1; read <= 4; read++)
        {
            scene.Reply.Send($": prefill_progress {{\"PrefillProgressChunk\":{{\"model\":\"M\",\"processed_tokens\":{read},\"total_tokens\":9}}}}\n\n");
            Assert.IsType<PrefillProgressContent>(await scene.NextAsync());
            scene.Time.Advance(TimeSpan.FromSeconds(90));
        }

        var next = scene.NextAsync();
        scene.Reply.Send(": keep-alive\n\n");
        scene.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(next.IsCompleted);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.ExpectDeadlineAsync(next, "no first token within 2 min", afterFirstToken: false);
    }

    [Fact]
    public async Task After_the_first_token_the_next_one_has_its_own_deadline()
    {
        await using var scene = await Scene.OpenAsync(Tested);
        scene.Reply.Send(ScriptedReply.Token("One"));
        Assert.IsType<TextContent>(await scene.NextAsync());
        var next = scene.NextAsync();
        scene.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(next.IsCompleted);
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await scene.ExpectDeadlineAsync(next, "no next token within 30 s", afterFirstToken: true);
    }

    [Fact]
    public async Task The_whole_answer_has_a_deadline_too()
    {
        await using var scene = await Scene.OpenAsync(Tested, ("Inference:TotalTimeout", "00:01:00"));
        for (var i = 0; i < 2; i++)
        {
            scene.Reply.Send(ScriptedReply.Token("more"));
            Assert.IsType<TextContent>(await scene.NextAsync());
            var held = scene.NextAsync();
            scene.Time.Advance(TimeSpan.FromSeconds(25));
            scene.Reply.Send(ScriptedReply.Token("more"));
            Assert.IsType<TextContent>(await held);
        }

        var next = scene.NextAsync();
        scene.Time.Advance(TimeSpan.FromSeconds(10));
        await scene.ExpectDeadlineAsync(next, "no end within 60 s", afterFirstToken: true);
    }

    [Fact]
    public async Task Time_that_the_reader_takes_is_not_the_servers()
    {
        await using var scene = await Scene.OpenAsync(Tested);
        scene.Reply.Send(ScriptedReply.Token("One"));
        Assert.IsType<TextContent>(await scene.NextAsync());
        scene.Time.Advance(TimeSpan.FromMinutes(5));
        scene.Reply.Send(ScriptedReply.Token("Two", "stop"));
        Assert.Equal("Two", Assert.IsType<TextContent>(await scene.NextAsync()).Text);
    }

    [Fact]
    public async Task A_cancelled_answer_closes_its_socket_at_once()
    {
        await using var scene = await Scene.OpenAsync(Tested);
        scene.Reply.Send(ScriptedReply.Token("One"));
        await scene.NextAsync();
        var next = scene.NextAsync();
        await scene.Cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
        await scene.Reply.Gone.WaitAsync(Patience);
        Assert.Equal("cancelled", scene.House.Usage.Single().Outcome);
    }

    [Fact]
    public async Task An_answer_that_is_not_read_to_its_end_closes_its_socket()
    {
        await using var scene = await Scene.OpenAsync(Tested);
        scene.Reply.Send(ScriptedReply.Token("One"));
        await scene.NextAsync();
        await scene.Updates.DisposeAsync();
        await scene.Reply.Gone.WaitAsync(Patience);
        Assert.Equal("cancelled", scene.House.Usage.Single().Outcome);
    }

    /// <summary>One answer under way, whose stream has opened and whose next bytes the test sends.</summary>
    private sealed class Scene(SimulatedExoNode node, InferenceHouse house, FakeTimeProvider time, ScriptedReply reply) : IAsyncDisposable
    {
        public FakeTimeProvider Time => time;

        public ScriptedReply Reply => reply;

        public InferenceHouse House => house;

        public CancellationTokenSource Cancellation { get; } = new();

        public IAsyncEnumerator<ChatResponseUpdate> Updates { get; private set; } = null!;

        public static async Task<Scene> OpenAsync(TestedClient tested, params (string Key, string Value)[] more)
        {
            var time = new FakeTimeProvider();
            var node = await SimulatedExoNode.StartAsync(time: time);
            var reply = new ScriptedReply();
            node.Script = reply.RunAsync;
            var scene = new Scene(node, tested.HouseOf(node, null, time, more), time, reply);
            scene.Updates = scene.House.Chat
                .GetStreamingResponseAsync("Hello", Outcome.Heavy, scene.Cancellation.Token)
                .GetAsyncEnumerator();
            Assert.IsType<RouteContent>(await scene.NextAsync());
            return scene;
        }

        public async Task<AIContent> NextAsync()
        {
            Assert.True(await Updates.MoveNextAsync().AsTask().WaitAsync(Patience));
            return Updates.Current.Contents.Single();
        }

        public async Task ExpectDeadlineAsync(Task<AIContent> next, string clause, bool afterFirstToken)
        {
            var failure = await Assert.ThrowsAsync<InferenceException>(() => next.WaitAsync(Patience));
            Assert.Equal(InferenceFailure.Deadline, failure.Failure);
            Assert.Contains(clause, failure.Message, StringComparison.Ordinal);
            Assert.Equal(afterFirstToken, failure.AfterFirstToken);
            await reply.Gone.WaitAsync(Patience);
        }

        public async ValueTask DisposeAsync()
        {
            await house.DisposeAsync();
            await node.DisposeAsync();
            Cancellation.Dispose();
        }
    }
}

public sealed class DeadlineTests : DeadlineContract
{
    private protected override TestedClient Tested => TestedClient.Own;
}
