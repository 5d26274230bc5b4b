using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

public sealed class QdrantSyncTests
{
    [Fact]
    public async Task Points_go_in_batches_of_which_the_last_is_waited_for()
    {
        await using var scene = await QdrantScene.StartAsync(ensure: false);
        var position = new TestPosition();

        var report = await Sync(scene, position).RunAsync(Upserts(1300));

        Assert.Equal(new SyncReport(Points: 1300, Deleted: 0, Retries: 0, Position: 1300), report);
        Assert.Equal(1300, scene.Stored.Count());
        Assert.Equal(["?wait=false", "?wait=false", "?wait=true"], Writes(scene).Select(call => call.Query));
        Assert.Equal([null, 1300L], position.All);
    }

    [Fact]
    public async Task A_batch_also_ends_when_it_is_large()
    {
        await using var scene = await QdrantScene.StartAsync();

        await Sync(scene, new TestPosition(), new SyncOptions { BatchBytes = 4000 }).RunAsync(Upserts(20));

        // About 450 bytes each: 9 make 4000.
        Assert.Equal(3, Writes(scene).Count());
    }

    [Fact]
    public async Task A_run_goes_on_behind_the_kept_position_and_a_run_with_nothing_new_writes_nothing()
    {
        await using var scene = await QdrantScene.StartAsync();
        var position = new TestPosition { Kept = 7 };
        long? from = null;

        await Sync(scene, position).RunAsync((after, _) =>
        {
            from = after;
            return Upserts(10);
        });
        var writes = Writes(scene).Count();
        var again = await Sync(scene, position).RunAsync(Upserts(10));

        Assert.Equal(7, from);
        Assert.Equal(["a10:m", "a8:m", "a9:m"], scene.Stored);
        Assert.Equal(writes, Writes(scene).Count());
        Assert.Equal(new SyncReport(0, 0, 0, 10), again);
    }

    [Fact]
    public async Task A_collection_that_is_gone_is_filled_from_the_beginning()
    {
        await using var scene = await QdrantScene.StartAsync();
        var position = new TestPosition();
        await Sync(scene, position).RunAsync(Upserts(10));
        await scene.Client.DeleteCollectionAsync(QdrantScene.Name);

        await Sync(scene, position).RunAsync(Upserts(10));

        Assert.Equal(10, scene.Stored.Count());
    }

    [Fact]
    public async Task A_position_is_forgotten_before_its_collection_is_made_anew()
    {
        await using var scene = await QdrantScene.StartAsync(ensure: false);
        // The machine fails just as the collection is to be made.
        scene.Server.Fault = call => call.Method == "PUT" ? FakeFault.Of(500) : null;
        var position = new TestPosition { Kept = 10 };

        await Assert.ThrowsAsync<QdrantException>(() => Sync(scene, position).RunAsync(Upserts(10)));

        Assert.Null(position.Kept);
    }

    [Fact]
    public async Task Changes_of_a_conversation_take_effect_in_their_order_within_a_batch()
    {
        await using var scene = await QdrantScene.StartAsync();

        await Sync(scene, new TestPosition()).RunAsync(Items(
            Upsert(1, "a:1"), Upsert(2, "a:2"), Upsert(3, "b:1"), new SyncDelete(4, "owner", "a"), Upsert(5, "a:2"), new SyncDelete(6, "guest", "b"), Upsert(7, "c:1"),
            new SyncDelete(8, "owner", "c")));

        Assert.Equal(["a:2", "b:1"], scene.Stored);
        // One deletion for each owner and one upsert: not one request for each change.
        Assert.Equal((2, 1), (scene.Server.Calls.Count(call => call.IsDelete), scene.Server.Calls.Count(call => call.IsUpsert)));
    }

    [Fact]
    public async Task Of_two_batches_that_touch_the_same_conversation_the_second_waits_for_the_first()
    {
        await using var scene = await QdrantScene.StartAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() == 1 ? new FakeFault { Hold = arrived, Release = release.Task } : null;

        var run = Sync(scene, new TestPosition(), new SyncOptions { BatchPoints = 2, InFlight = 4 }).RunAsync(Items(
            Upsert(1, "a:1"), Upsert(2, "a:2"), Upsert(3, "b:1"), Upsert(4, "b:2"), new SyncDelete(5, "owner", "a"), Upsert(6, "c:1"), Upsert(7, "d:1")));
        await arrived.Task;
        await UntilAsync(() => Writes(scene).Count() == 2);
        Assert.DoesNotContain(scene.Server.Calls, call => call.IsDelete);
        release.SetResult();
        await run;

        Assert.Equal(["b:1", "b:2", "c:1", "d:1"], scene.Stored);
    }

    [Fact]
    public async Task A_source_is_read_no_faster_than_the_server_takes_it()
    {
        await using var scene = await QdrantScene.StartAsync();
        var release = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsUpsert ? new FakeFault { Hold = new(), Release = release.Task } : null;
        var read = 0;

        var run = Sync(scene, new TestPosition(), new SyncOptions { BatchPoints = 10, InFlight = 2 }).RunAsync(Count(Upserts(1000)));
        await UntilAsync(() => Writes(scene).Count() == 2);
        // Two batches under way, a third that is full, and the change that made it so.
        Assert.Equal(31, Volatile.Read(ref read));
        release.SetResult();
        await run;

        Assert.Equal(1000, scene.Stored.Count());

        async IAsyncEnumerable<SyncItem> Count(IAsyncEnumerable<SyncItem> items)
        {
            await foreach (var item in items)
            {
                Interlocked.Increment(ref read);
                yield return item;
            }
        }
    }

    [Fact]
    public async Task A_position_that_several_changes_share_is_kept_when_all_of_them_are_in()
    {
        await using var scene = await QdrantScene.StartAsync();
        var position = new TestPosition();

        await Sync(scene, position, new SyncOptions { BatchPoints = 2, BatchesPerPosition = 1 }).RunAsync(Items(
            Upsert(1, "a:1"), Upsert(5, "a:2"), Upsert(5, "a:3"), Upsert(5, "a:4"), Upsert(5, "a:5"), Upsert(9, "b:1")));

        // Not 5 after two, nor after four, of them.
        Assert.Equal([1L, 9L], position.All);
    }

    [Fact]
    public async Task Positions_that_fall_are_refused()
    {
        await using var scene = await QdrantScene.StartAsync();
        var position = new TestPosition();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Sync(scene, position).RunAsync(Items(Upsert(2, "a:1"), Upsert(1, "a:2"))));

        Assert.Null(position.Kept);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_after_growing_pauses()
    {
        await using var scene = await QdrantScene.StartAsync();
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
        await using var scene = await QdrantScene.StartAsync();
        var clock = new JumpingClock();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() <= 2 ? FakeFault.Of(429, retryAfter: Writes(scene).Count() == 1 ? 9 : 3600) : null;

        await new QdrantSync(scene.Collection, new TestPosition(), clock).RunAsync(Upserts(5));

        Assert.Equal([9, 30], clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_sent_again_and_stored_once()
    {
        await using var scene = await QdrantScene.StartAsync();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() == 1 ? new FakeFault { Abort = true, IsAnswerOnly = true } : null;

        var report = await Sync(scene, new TestPosition()).RunAsync(Upserts(5));

        Assert.Equal((1, 5), (report.Retries, scene.Stored.Count()));
    }

    [Fact]
    public async Task A_server_that_stays_away_ends_the_run_and_the_next_one_finishes_it()
    {
        await using var scene = await QdrantScene.StartAsync();
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
        await using var scene = await QdrantScene.StartAsync();
        scene.Server.Fault = call => call.IsUpsert ? FakeFault.Of(status) : null;

        Assert.Equal((QdrantFault)fault, (await Assert.ThrowsAsync<QdrantException>(() => Sync(scene, new TestPosition()).RunAsync(Upserts(5)))).Fault);
        Assert.Single(Writes(scene));
    }

    [Fact]
    public async Task Nothing_is_sent_into_a_collection_of_another_shape()
    {
        await using var scene = await QdrantScene.StartAsync(dimensions: 4);

        var fault = await Assert.ThrowsAsync<QdrantException>(
            () => new QdrantSync(scene.With(new QdrantShape(8)), new TestPosition(), new JumpingClock()).RunAsync(Upserts(5)));

        Assert.Equal((QdrantFault.OtherShape, 0), (fault.Fault, Writes(scene).Count()));
    }

    [Fact]
    public async Task A_run_that_is_stopped_leaves_nothing_under_way()
    {
        await using var scene = await QdrantScene.StartAsync();
        using var stop = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsUpsert ? new FakeFault { Hold = arrived } : null;

        var run = Sync(scene, new TestPosition(), new SyncOptions { BatchPoints = 2 }).RunAsync(Upserts(100), stop.Token);
        await arrived.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(Writes(scene).Count(), 1, 2);
    }

    internal static SyncUpsert Upsert(long position, string key) => new(position, QdrantScene.Point(key, "walnut"));

    internal static async IAsyncEnumerable<SyncItem> Items(params SyncItem[] items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private static IAsyncEnumerable<SyncItem> Upserts(int count) => Items([.. Enumerable.Range(1, count).Select(i => Upsert(i, $"a{i}:m"))]);

    private static QdrantSync Sync(QdrantScene scene, ISyncPosition position, SyncOptions? options = null) => new(scene.Collection, position, new JumpingClock(), options);

    private static IEnumerable<FakeCall> Writes(QdrantScene scene) => scene.Server.Calls.Where(call => call.IsUpsert);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
