using LocalsOnly.Memory;
using LocalsOnly.Memory.Qdrant;
using LocalsOnly.Tests.Memory.Qdrant.Fake;

namespace LocalsOnly.Tests.Memory.Qdrant;

public abstract class QdrantSyncContract
{
    private protected abstract TestedQdrant Tested { get; }

    [Fact]
    public async Task Points_go_in_batches_of_which_the_last_is_waited_for()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
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
        await using var scene = await Tested.StartAsync();

        await Sync(scene, new TestPosition(), new SyncOptions { BatchBytes = 4000 }).RunAsync(Upserts(20));

        // About 450 bytes each: 9 make 4000.
        Assert.Equal(3, Writes(scene).Count());
    }

    [Fact]
    public async Task A_run_goes_on_behind_the_kept_position_and_a_run_with_nothing_new_writes_nothing()
    {
        await using var scene = await Tested.StartAsync();
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
        await using var scene = await Tested.StartAsync();
        var position = new TestPosition();
        await Sync(scene, position).RunAsync(Upserts(10));
        await scene.Client.DeleteCollectionAsync(QdrantScene.Name);

        await Sync(scene, position).RunAsync(Upserts(10));

        Assert.Equal(10, scene.Stored.Count());
    }

    [Fact]
    public async Task A_position_is_forgotten_before_its_collection_is_made_anew()
    {
        await using var scene = await Tested.StartAsync(ensure: false);
        // The machine fails just as the collection is to be made.
        scene.Server.Fault = call => call.Method == "PUT" ? FakeFault.Of(500) : null;
        var position = new TestPosition { Kept = 10 };

        await Assert.ThrowsAsync<QdrantException>(() => Sync(scene, position).RunAsync(Upserts(10)));

        Assert.Null(position.Kept);
    }

    [Fact]
    public async Task Changes_of_a_conversation_take_effect_in_their_order_within_a_batch()
    {
        await using var scene = await Tested.StartAsync();

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
        await using var scene = await Tested.StartAsync();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsUpsert && Writes(scene).Count() == 1 ? new FakeFault { Hold = arrived, Release = release.Task } : null;

        var run = Sync(scene, new TestPosition(), new SyncOptions { BatchPoints = 2, InFlight = 4 }).RunAsync(Changes());
        await arrived.Task;
        await UntilAsync(() => Writes(scene).Count() == 2);
        Assert.DoesNotContain(scene.Server.Calls, call => call.IsDelete);
        release.SetResult();
        await run;

        Assert.Equal(["b:1", "b:2", "c:1", "d:1"], scene.Stored);

        // The second batch is sent when the first is there: which of two came first would be for the server to decide.
        async IAsyncEnumerable<SyncItem> Changes()
        {
            foreach (var item in (SyncItem[])[Upsert(1, "a:1"), Upsert(2, "a:2"), Upsert(3, "b:1")]) yield return item;
            await arrived.Task;
            foreach (var item in (SyncItem[])[Upsert(4, "b:2"), new SyncDelete(5, "owner", "a"), Upsert(6, "c:1"), Upsert(7, "d:1")]) yield return item;
        }
    }

    [Fact]
    public async Task A_source_is_read_no_faster_than_the_server_takes_it()
    {
        // Two batches under way, a third that is full, and the change that would not fit.
        const int Most = 31;
        await using var scene = await Tested.StartAsync();
        var release = new TaskCompletionSource();
        scene.Server.Fault = call => call.IsUpsert ? new FakeFault { Hold = new(), Release = release.Task } : null;
        var read = 0;

        var run = Sync(scene, new TestPosition(), new SyncOptions { BatchPoints = 10, InFlight = 2 }).RunAsync(Counted(Upserts(1000)));
        await UntilAsync(() => Volatile.Read(ref read) == Most);
        // Whoever did not wait would now go on.
        for (var i = 0; i < 200; i++) await Task.Yield();
        release.SetResult();
        await run;

        Assert.Equal(1000, scene.Stored.Count());

        async IAsyncEnumerable<SyncItem> Counted(IAsyncEnumerable<SyncItem> items)
        {
            await foreach (var item in items)
            {
                Assert.True(Interlocked.Increment(ref read) <= Most || release.Task.IsCompleted);
                yield return item;
            }
        }
    }

    [Fact]
    public async Task A_position_that_several_changes_share_is_kept_when_all_of_them_are_in()
    {
        await using var scene = await Tested.StartAsync();
        var position = new TestPosition();

        await Sync(scene, position, new SyncOptions { BatchPoints = 2, BatchesPerPosition = 1 }).RunAsync(Items(
            Upsert(1, "a:1"), Upsert(5, "a:2"), Upsert(5, "a:3"), Upsert(5, "a:4"), Upsert(5, "a:5"), Upsert(9, "b:1")));

        // Not 5 after two, nor after four, of them.
        Assert.Equal([1L, 9L], position.All);
    }

    [Fact]
    public async Task Positions_that_fall_are_refused()
    {
        await using var scene = await Tested.StartAsync();
        var position = new TestPosition();

        await Assert.ThrowsAsync<InvalidOperationException>(() => Sync(scene, position).RunAsync(Items(Upsert(2, "a:1"), Upsert(1, "a:2"))));

        Assert.Null(position.Kept);
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

    internal static IAsyncEnumerable<SyncItem> Upserts(int count) => Items([.. Enumerable.Range(1, count).Select(i => Upsert(i, $"a{i}:m"))]);

    internal static QdrantSync Sync(QdrantScene scene, ISyncPosition position, SyncOptions? options = null) => new(scene.Collection, position, new JumpingClock(), options);

    internal static IEnumerable<FakeCall> Writes(QdrantScene scene) => scene.Server.Calls.Where(call => call.IsUpsert);

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

/// <inheritdoc/>
public sealed class QdrantSyncTests : QdrantSyncContract
{
    private protected override TestedQdrant Tested => TestedQdrant.Rest;
}
