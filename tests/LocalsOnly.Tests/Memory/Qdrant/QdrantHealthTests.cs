using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using Microsoft.Extensions.Time.Testing;

namespace LocalsOnly.Tests.Memory.Qdrant;

public abstract class QdrantHealthContract
{
    private protected abstract TestedQdrant Tested { get; }

    private static readonly Uri s_server = new("http://nas.home:6333/");
    private static readonly MemoryScope s_owner = new(MemoryScope.DefaultOwner);

    [Fact]
    public async Task A_server_that_answers_is_up()
    {
        await using var scene = await Tested.StartAsync();
        await scene.Collection.UpsertAsync([QdrantScene.Point("a:1", "walnut")], wait: true);
        var health = new QdrantHealth(scene.Server.Url, scene.Clock);

        var answer = await AskAsync(health, scene);

        Assert.True(answer.IsAnswered);
        Assert.Equal("a:1", Assert.Single(answer.Value).MessageKey);
        Assert.IsType<QdrantState.Up>(health.State);
    }

    [Fact]
    public async Task A_server_that_fails_is_not_asked_for_a_time_that_doubles_up_to_a_minute()
    {
        await using var scene = await Tested.StartAsync();
        scene.Server.Fault = call => call.IsQuery ? FakeFault.Away : null;
        var health = new QdrantHealth(scene.Server.Url, scene.Clock);
        var began = scene.Clock.GetUtcNow();

        foreach (var pause in (int[])[1, 2, 4, 8, 16, 32, 60, 60])
        {
            var asked = Queries(scene);
            var answer = await AskAsync(health, scene);
            Assert.False(answer.IsAnswered);
            Assert.Contains("cannot be reached", answer.Reason, StringComparison.Ordinal);
            Assert.Equal(asked + 1, Queries(scene));

            var away = Assert.IsType<QdrantState.Away>(health.State);
            Assert.Equal((began, answer.Reason, scene.Clock.GetUtcNow().AddSeconds(pause)), (away.Since, away.Reason, away.NextTry));

            scene.Clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(answer.Reason, (await AskAsync(health, scene)).Reason);
            Assert.Equal(asked + 1, Queries(scene));
            scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task A_server_that_comes_back_is_up_at_the_next_try_and_the_pauses_begin_anew()
    {
        await using var scene = await Tested.StartAsync();
        var health = new QdrantHealth(scene.Server.Url, scene.Clock);
        scene.Server.Fault = call => call.IsQuery ? FakeFault.Away : null;
        await AskAsync(health, scene);
        scene.Clock.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(health, scene);
        scene.Clock.Advance(TimeSpan.FromSeconds(2));
        scene.Server.Fault = _ => null;

        Assert.True((await AskAsync(health, scene)).IsAnswered);
        Assert.IsType<QdrantState.Up>(health.State);
        scene.Server.Fault = call => call.IsQuery ? FakeFault.Away : null;
        await AskAsync(health, scene);

        Assert.Equal(scene.Clock.GetUtcNow().AddSeconds(1), Assert.IsType<QdrantState.Away>(health.State).NextTry);
    }

    [Fact]
    public async Task A_slow_answer_costs_the_deadline_and_no_more()
    {
        await using var scene = await Tested.StartAsync();
        var arrived = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsQuery ? new FakeFault { Hold = arrived } : null;
        var health = new QdrantHealth(scene.Server.Url, scene.Clock);

        var asking = AskAsync(health, scene);
        await arrived.Task;
        scene.Clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(asking.IsCompleted);
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal($"Qdrant at {scene.Server.Url} did not answer within 300 ms: look whether it is busy or its disk is slow.", (await asking).Reason);
        Assert.IsType<QdrantState.Away>(health.State);
    }

    [Fact]
    public async Task A_call_that_does_not_notice_the_deadline_is_left_behind()
    {
        var clock = new FakeTimeProvider();
        var never = new TaskCompletionSource<string>();

        var asking = new QdrantHealth(s_server, clock, TimeSpan.FromSeconds(1)).AskAsync(_ => never.Task);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Qdrant at http://nas.home:6333/ did not answer within 1 s: look whether it is busy or its disk is slow.", (await asking).Reason);
    }

    [Fact]
    public async Task While_one_question_tries_a_server_that_was_away_all_others_go_without()
    {
        var clock = new FakeTimeProvider();
        var health = new QdrantHealth(s_server, clock);
        await health.AskAsync<string>(_ => throw new QdrantException(QdrantFault.Unreachable, "It is away."));
        clock.Advance(TimeSpan.FromSeconds(1));
        var first = new TaskCompletionSource<string>();

        var trying = health.AskAsync(_ => first.Task);
        var other = await health.AskAsync<string>(_ => throw new InvalidOperationException("nobody else is to ask"));
        first.SetResult("here");

        Assert.Equal("It is away.", other.Reason);
        Assert.Equal("here", (await trying).Value);
        Assert.IsType<QdrantState.Up>(health.State);
    }

    [Fact]
    public async Task Ten_questions_that_fall_with_the_same_outage_count_as_one()
    {
        var clock = new FakeTimeProvider();
        var health = new QdrantHealth(s_server, clock);
        var outage = new TaskCompletionSource<string>();
        var asking = Enumerable.Range(0, 10).Select(_ => health.AskAsync(_ => outage.Task)).ToList();

        outage.SetException(new QdrantException(QdrantFault.Unreachable, "It is away."));

        Assert.All(await Task.WhenAll(asking), answer => Assert.Equal("It is away.", answer.Reason));
        Assert.Equal(clock.GetUtcNow().AddSeconds(1), Assert.IsType<QdrantState.Away>(health.State).NextTry);
    }

    [Fact]
    public async Task A_caller_that_gives_up_says_nothing_about_the_server()
    {
        var health = new QdrantHealth(s_server, new FakeTimeProvider());
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource<string>();

        var asking = health.AskAsync(_ => never.Task, stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.IsType<QdrantState.Up>(health.State);
    }

    [Fact]
    public async Task A_try_that_its_caller_gave_up_is_made_again_after_another_pause()
    {
        var clock = new FakeTimeProvider();
        var health = new QdrantHealth(s_server, clock);
        await health.AskAsync<string>(_ => throw new QdrantException(QdrantFault.Unreachable, "It is away."));
        clock.Advance(TimeSpan.FromSeconds(1));
        using var stop = new CancellationTokenSource();
        var asking = health.AskAsync(_ => new TaskCompletionSource<string>().Task, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);

        Assert.False((await health.AskAsync(_ => Task.FromResult("here"))).IsAnswered);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.True((await health.AskAsync(_ => Task.FromResult("here"))).IsAnswered);
    }

    [Fact]
    public async Task A_server_that_asks_to_be_left_alone_is()
    {
        await using var scene = await Tested.StartAsync();
        scene.Server.Fault = call => call.IsQuery ? FakeFault.Of(429, retryAfter: 20) : null;
        var health = new QdrantHealth(scene.Server.Url, scene.Clock);

        await AskAsync(health, scene);

        Assert.Equal(scene.Clock.GetUtcNow().AddSeconds(20), Assert.IsType<QdrantState.Away>(health.State).NextTry);
    }

    private static Task<QdrantAnswer<IReadOnlyList<QdrantHit>>> AskAsync(QdrantHealth health, QdrantScene scene) =>
        health.AskAsync(token => scene.Collection.SearchAsync(s_owner, SparseTerms.OfQuestion(["walnut"]), null, 5, token));

    private static int Queries(QdrantScene scene) => scene.Server.Calls.Count(call => call.IsQuery);
}

/// <inheritdoc/>
public sealed class QdrantHealthTests : QdrantHealthContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;
}
