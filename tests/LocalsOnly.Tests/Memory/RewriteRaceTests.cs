using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;
using LocalsOnly.Memory.Index;

namespace LocalsOnly.Tests.Memory;

/// <summary>What others do between the instant at which a rewritten archive counts and the one at which the index is told where its lines are now.</summary>
public sealed class RewriteRaceTests : IDisposable
{
    // More than one transaction of an index that is made anew.
    private const int Count = 600;

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_index_that_another_process_begins_anew_meanwhile_is_completed()
    {
        await StoreAsync();
        using var other = _house.Another();
        using var begun = new SemaphoreSlim(0);
        using var told = new SemaphoreSlim(0);
        Task<int>? indexing = null;
        _house.Everything.Files = new RewritingFiles(() =>
        {
            indexing = Task.Run(() => other.Get<Indexer>().CatchUp(CancellationToken.None, new Step(() =>
            {
                begun.Release();
                told.Wait(TimeSpan.FromSeconds(60));
            })));
            begun.Wait(TimeSpan.FromSeconds(60));
        });
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:c3" });
        Assert.NotNull(indexing);
        told.Release(Count);
        await indexing;

        Assert.Equal(Count - 1, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        _house.Reopen();
        await _house.Store.CatchUpAsync();
        Assert.Equal(Count - 1, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        Assert.Equal([StoreOutcome.Updated], await _house.StoreAsync(Talk.Of("c4", "Title 4", "walnut 4", "and an answer")));
    }

    [Fact]
    public async Task Who_indexes_in_the_same_process_waits_until_the_index_is_told()
    {
        await StoreAsync();
        Task<int>? indexing = null;
        _house.Everything.Files = new RewritingFiles(() => indexing = _house.Store.CatchUpAsync());
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:c3" });

        Assert.Equal(0, await indexing!);
        Assert.Equal(Count - 1, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
    }

    private Task<List<StoreOutcome>> StoreAsync() => _house.StoreAsync([.. Enumerable.Range(0, Count).Select(i => Talk.Of($"c{i}", $"Title {i}", $"walnut {i}"))]);

    private sealed class Step(Action act) : IProgress<IndexingProgress>
    {
        public void Report(IndexingProgress value) => act();
    }

    // Acts once, when the new manifest counts and the first old segment is gone.
    private sealed class RewritingFiles(Action act) : ArchiveFiles
    {
        private bool _hasActed;

        public override void Delete(string path)
        {
            base.Delete(path);
            if (_hasActed || !Path.GetFileName(path).StartsWith("conversations-", StringComparison.Ordinal)) return;
            _hasActed = true;
            act();
        }
    }
}
