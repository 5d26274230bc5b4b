using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;
using static LocalsOnly.Tests.Memory.Qdrant.QdrantSyncContract;

namespace LocalsOnly.Tests.Memory.Qdrant;

/// <summary>What a sync does when the server does not.</summary>
public abstract class QdrantSyncFaultContract
{
    private protected abstract TestedQdrant Tested { get; }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_growing_pauses()
    {
        await using var scene = await Tested.StartAsync();
        var clock = new JumpingClock();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() <= 4 ? FakeFault.Of(Writes(scene).Count() % 2 == 0 ? 503 : 429) : null;

        var report = await new QdrantSync(scene.Collection, new TestPosition(), clock).RunAsync(Upserts(5));

        Assert.Equal(4, report.Retries);
        Assert.Equal([0.5, 1, 2, 4], clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Equal(5, scene.Stored.Count());
    }

    [Fact]
    public async Task A_server_that_says_how_long_to_wait_is_listened_to_within_reason()
    {
        await using var scene = await Tested.StartAsync();
        var clock = new JumpingClock();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() <= 2 ? FakeFault.Of(429, retryAfter: Writes(scene).Count() == 1 ? 9 : 3600) : null;

        await new QdrantSync(scene.Collection, new TestPosition(), clock).RunAsync(Upserts(5));

        Assert.Equal([9, 30], clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_sent_again_and_stored_once()
    {
        await using var scene = await Tested.StartAsync();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() == 1 ? new FakeFault { Abort = true, IsAnswerOnly = true } : null;

        var report = await Sync(scene, new TestPosition()).RunAsync(Upserts(5));

        Assert.Equal((1, 5), (report.Retries, scene.Stored.Count()));
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_run_and_the_next_one_finishes_it()
    {
        await using var scene = await Tested.StartAsync();
        var position = new TestPosition();
        var options = new SyncOptions { BatchPoints = 10, BatchesPerPosition = 2, MostAttempts = 3 };
        scene.Server.Fault = call => Writes(scene).Count() > 5 ? FakeFault.Away : null;

        var fault = await Assert.ThrowsAsync<QdrantException>(() => Sync(scene, position, options).RunAsync(Upserts(100)));
        Assert.Equal(QdrantFault.Unreachable, fault.Fault);
        Assert.Equal(40, position.Kept);
        scene.Server.LoseWhatIsNotCarriedOut();
        scene.Server.Fault = _ => null;
        await Sync(scene, position, options).RunAsync(Upserts(100));

        Assert.Equal(100, scene.Stored.Count());
        Assert.Equal(100, position.Kept);
    }

    [Theory]
    [InlineData(500, QdrantFault.Failed)]
    [InlineData(400, QdrantFault.Rejected)]
    [InlineData(401, QdrantFault.KeyRefused)]
    public async Task What_a_person_has_to_mend_is_not_tried_again(int status, object fault)
    {
        await using var scene = await Tested.StartAsync();
        scene.Server.Fault = call => call.IsUpsert ? FakeFault.Of(status) : null;

        Assert.Equal((QdrantFault)fault, (await Assert.ThrowsAsync<QdrantException>(() => Sync(scene, new TestPosition()).RunAsync(Upserts(5)))).Fault);
        Assert.Single(Writes(scene));
    }

    [Fact]
    public async Task Nothing_is_sent_into_a_collection_of_another_shape()
    {
        await using var scene = await Tested.StartAsync(dimensions: 4);

        var fault = await Assert.ThrowsAsync<QdrantException>(
            () => new QdrantSync(scene.With(new QdrantShape(8)), new TestPosition(), new JumpingClock()).RunAsync(Upserts(5)));

        Assert.Equal((QdrantFault.OtherShape, 0), (fault.Fault, Writes(scene).Count()));
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_nothing_under_way()
    {
        await using var scene = await Tested.StartAsync();
        using var stop = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsUpsert ? new FakeFault { Hold = arrived } : null;

        var run = Sync(scene, new TestPosition(), new SyncOptions { BatchPoints = 2 }).RunAsync(Upserts(100), stop.Token);
        await arrived.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(Writes(scene).Count(), 1, 2);
    }
}

/// <inheritdoc/>
public sealed class QdrantSyncFaultTests : QdrantSyncFaultContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;
}
