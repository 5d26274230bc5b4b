using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;

namespace LocalsOnly.Tests.Memory;

public sealed class IndexRebuildTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_rebuilt_index_recalls_the_same_and_leaves_nothing_behind()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table", "Noted"), Talk.Of("b", "Garden", "Roses in March"));
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table", "Noted", "And the oak") with { UpdatedAt = Talk.Start.AddDays(1) });
        var before = await RecallAsync();
        var seen = new List<IndexingProgress>();
        Assert.Equal(3, await _house.Rebuild.RunAsync(new Seen(seen)));

        Assert.Equal(before, await RecallAsync());
        Assert.Equal(seen[^1].BytesTotal, seen[^1].BytesDone);
        Assert.Empty(Directory.GetFiles(_house.Local, "index.rebuild*"));
    }

    [Fact]
    public async Task While_it_is_made_the_old_one_answers_and_what_is_stored_meanwhile_is_in_the_new_one()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        await _house.Rebuild.RunAsync(new Meanwhile(() =>
        {
            Assert.Single(_house.RecallKeysAsync("walnut").GetAwaiter().GetResult());
            _house.StoreAsync(Talk.Of("b", "Garden", "Roses in March")).GetAwaiter().GetResult();
        }));

        Assert.Single(await _house.RecallKeysAsync("walnut"));
        Assert.Single(await _house.RecallKeysAsync("roses"));
    }

    [Fact]
    public async Task Large_conversations_are_indexed_in_small_steps()
    {
        var text = string.Join(' ', Enumerable.Range(0, 600_000).Select(i => $"walnut{i % 1000}"));
        for (var i = 0; i < 4; i++) await _house.StoreAsync(Talk.Of($"large{i}", "Large", text[i..]));
        var seen = new List<IndexingProgress>();
        Assert.Equal(4, await _house.Rebuild.RunAsync(new Seen(seen)));
        Assert.InRange(seen.Count, 2, 4);
    }

    [Fact]
    public async Task One_that_was_stopped_changes_nothing_and_the_next_one_completes_it()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _house.Rebuild.RunAsync(new Meanwhile(stop.Cancel), stop.Token).ContinueWith(
            run => { stop.Token.ThrowIfCancellationRequested(); return run.Result; }, TaskScheduler.Default));
        Assert.Single(await _house.RecallKeysAsync("walnut"));

        await _house.Rebuild.RunAsync();
        Assert.Single(await _house.RecallKeysAsync("walnut"));
        Assert.Empty(Directory.GetFiles(_house.Local, "index.rebuild*"));
    }

    [Fact]
    public async Task An_archive_that_is_away_is_no_reason_to_lose_the_index()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        Directory.Move(_house.Nas, _house.Nas + ".away");
        Assert.Contains("mount it", (await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Rebuild.RunAsync())).Message, StringComparison.Ordinal);
        Assert.Single(await _house.RecallKeysAsync("walnut"));
    }

    private async Task<List<string>> RecallAsync()
    {
        var found = new List<string>();
        foreach (var query in (string[])["walnut table", "oak", "roses"])
            found.AddRange((await _house.Memory.RecallAsync(TestMemory.Scope, query, 10)).Select(passage => $"{passage.MessageKey} {passage.Score:0.0000}"));
        return found;
    }

    private sealed class Seen(List<IndexingProgress> seen) : IProgress<IndexingProgress>
    {
        public void Report(IndexingProgress value) => seen.Add(value);
    }

    private sealed class Meanwhile(Action act) : IProgress<IndexingProgress>
    {
        private bool _done;

        public void Report(IndexingProgress value)
        {
            if (_done) return;
            _done = true;
            act();
        }
    }
}
