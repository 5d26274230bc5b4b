using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory.Importing;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using LocalsOnly.Tests.Memory;
using Microsoft.KernelMemory;
using Microsoft.KernelMemory.AI;
using Microsoft.KernelMemory.FileSystem.DevTools;
using Microsoft.KernelMemory.MemoryStorage;
using Microsoft.KernelMemory.MemoryStorage.DevTools;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>Conversations copied into a store of Kernel Memory, which may fail or be left at every step.</summary>
public abstract class ConversationImportContract : IDisposable
{
    private const string Index = "conversations";

    private readonly KernelHouse _house = new();

    internal abstract IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors);

    public void Dispose()
    {
        _house.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_document_is_a_conversation_with_tags_and_a_piece_is_turns()
    {
        await _house.StoreStoryAsync();
        using var copy = new Copy(this, "copy");

        var tally = await copy.RunAsync();

        Assert.Equal(new ImportTally(6, 6, 0, 6), tally);
        var record = Assert.Single(await copy.RecordsAsync(MemoryFilters.ByDocument("chatgpt_3Atable")));
        Assert.Equal(
            "User: How do I finish a walnut table?\n\nAssistant: Walnut takes oil well: sand to 240, then three thin coats.\n\nUser: And how long does each coat of oil dry?\n\nAssistant: A day each, two in winter.",
            record.Payload["text"].ToString());
        Assert.Equal("Walnut table", record.Payload["file"].ToString());
        Assert.Equal("2025-03-14T09:00:00Z", record.Payload["last_update"].ToString());
        Assert.Equal(["user", "assistant"], record.Tags["author"]);
        foreach (var (name, value) in ((string, string)[])[("owner", "owner"), ("persona", "*"), ("channel", "*"), ("source", "chatgpt"), ("year", "2025"), ("ym", "2025-03"), ("day", "2025-03-14"), ("conversation", "chatgpt:table"), ("message", "chatgpt:table:m0")])
            Assert.Equal([value], record.Tags[name]);
        Assert.Equal(["chatgpt:kelly"], (await copy.RecordsAsync(MemoryFilters.ByTag("persona", "kelly"))).Select(each => each.Tags["conversation"].Single()));
        Assert.Equal(["chatgpt:garden"], (await copy.RecordsAsync(MemoryFilters.ByTag("channel", "garden"))).Select(each => each.Tags["conversation"].Single()));
        Assert.Equal(["chatgpt:guest"], (await copy.RecordsAsync(MemoryFilters.ByTag("owner", "guest"))).Select(each => each.Tags["conversation"].Single()));
        Assert.Equal(["claude:shelf"], (await copy.RecordsAsync(MemoryFilters.ByTag("ym", "2024-11"))).Select(each => each.Tags["conversation"].Single()));
    }

    [Fact]
    public async Task A_long_conversation_is_cut_between_turns_and_a_long_turn_behind_a_sentence()
    {
        var turns = Enumerable.Range(0, 12).Select(i => string.Join(' ', Enumerable.Repeat($"walnut{i}", 60)) + ".").ToArray();
        turns[5] = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Sentence number {i} about the walnut table in the hall of the house."));
        await _house.StoreAsync(Audience.Everyone, KernelHouse.Said("long", "chatgpt", "Long", Talk.Start, turns));
        using var copy = new Copy(this, "copy");

        await copy.RunAsync();

        var texts = (await copy.RecordsAsync()).OrderBy(record => record.GetPartitionNumber()).Select(record => record.GetPartitionText()).ToList();
        Assert.True(texts.Count > 5);
        Assert.All(texts, text => Assert.True(text.StartsWith("User: ", StringComparison.Ordinal) || text.StartsWith("Assistant: ", StringComparison.Ordinal)));
        Assert.All(texts, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        foreach (var turn in turns.Where((_, i) => i != 5)) Assert.Single(texts, text => text.Contains(turn, StringComparison.Ordinal));
        for (var i = 0; i < 60; i++) Assert.Contains(texts, text => text.Contains($"Sentence number {i} about the walnut table in the hall of the house.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Importing_again_writes_nothing_also_when_the_index_was_made_anew()
    {
        await _house.StoreStoryAsync();
        using var copy = new Copy(this, "copy");
        await copy.RunAsync();
        var before = await copy.StateAsync();
        copy.Writes.Clear();

        Assert.Equal(new ImportTally(6, 0, 0, 0), await copy.RunAsync());
        await _house.House.Rebuild.RunAsync();
        Assert.Equal(new ImportTally(6, 0, 0, 0), await copy.RunAsync());

        Assert.DoesNotContain(copy.Writes, write => write != "create");
        Assert.Equal(before, await copy.StateAsync());
    }

    [Fact]
    public async Task Progress_is_told_for_every_conversation()
    {
        await _house.StoreStoryAsync();
        using var copy = new Copy(this, "copy");
        var told = new Told();

        await copy.RunAsync(told);

        Assert.Equal(Enumerable.Range(1, 6), told.Reports.Select(report => report.Done));
        Assert.All(told.Reports, report => Assert.Equal((6, report.Done), (report.Total, report.Written)));
    }

    [Fact]
    public async Task What_grew_is_written_anew_and_what_is_forgotten_or_undone_is_gone_from_the_copy()
    {
        await _house.StoreStoryAsync();
        using var copy = new Copy(this, "copy");
        await copy.RunAsync();

        await ChangeAsync();
        var tally = await copy.RunAsync();

        Assert.Equal((6, 2, 1), (tally.Conversations, tally.Written, tally.Removed));
        Assert.Empty(await copy.RecordsAsync(MemoryFilters.ByDocument("chatgpt_3Arain")));
        Assert.Contains("xylophone", Assert.Single(await copy.RecordsAsync(MemoryFilters.ByDocument("chatgpt_3Anew"))).GetPartitionText(), StringComparison.Ordinal);
        var shelf = (await copy.RecordsAsync(MemoryFilters.ByDocument("claude_3Ashelf"))).Select(record => record.GetPartitionText()).ToList();
        Assert.Contains(shelf, text => text.Contains("varnish", StringComparison.Ordinal));
        using var fresh = new Copy(this, "fresh");
        await fresh.RunAsync();
        Assert.Equal(await fresh.StateAsync(), await copy.StateAsync());
    }

    [Theory]
    [InlineData(Failing.Before)]
    [InlineData(Failing.After)]
    public async Task Killed_at_any_step_the_next_run_ends_in_the_same_state(Failing when)
    {
        await _house.StoreStoryAsync();
        var copies = new List<Copy>();
        // However far each comes with the first import.
        for (var step = 1; ; step++)
        {
            var copy = new Copy(this, $"copy-{when}-{step}");
            copies.Add(copy);
            if (await copy.KillAsync(step, when)) break;
        }
        Assert.True(copies.Count > 6);
        using (var whole = new Copy(this, $"whole-{when}"))
        {
            await whole.RunAsync();
            var first = await whole.StateAsync();
            foreach (var copy in copies)
            {
                await copy.RunAsync();
                Assert.Equal(first, await copy.StateAsync());
            }
        }

        // And now with an import that changes, removes and adds.
        await ChangeAsync();
        using var changed = new Copy(this, $"changed-{when}");
        await changed.RunAsync();
        var second = await changed.StateAsync();
        for (var step = 1; step <= copies.Count; step++)
        {
            await copies[step - 1].KillAsync(step, when);
            await copies[step - 1].RunAsync();
            Assert.Equal(second, await copies[step - 1].StateAsync());
            copies[step - 1].Dispose();
        }
    }

    [Fact]
    public async Task A_run_that_is_cancelled_stops_and_the_next_goes_on()
    {
        await _house.StoreStoryAsync();
        using var copy = new Copy(this, "copy");
        using var stop = new CancellationTokenSource();
        var told = new Told { Each = report => { if (report.Done == 2) stop.Cancel(); } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => copy.RunAsync(told, stop.Token));
        var tally = await copy.RunAsync();

        Assert.Equal((6, 4), (tally.Conversations, tally.Written));
        using var whole = new Copy(this, "whole");
        await whole.RunAsync();
        Assert.Equal(await whole.StateAsync(), await copy.StateAsync());
    }

    // One grows, one shrinks to nothing that is recalled elsewhere, one goes, one comes.
    private async Task ChangeAsync()
    {
        await _house.StoreAsync(Audience.Everyone, KernelHouse.Said("new", "chatgpt", "New", new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), "The xylophone is in the attic."));
        await _house.StoreAsync(Audience.Everyone, KernelHouse.Said("shelf", "claude", "Shelf in the hall, varnished", new(2024, 11, 20, 9, 0, 0, TimeSpan.Zero),
            "The shelf is walnut too, should I oil it?", "Yes, the same oil as for the walnut table.", "Then varnish it?", string.Join(' ', Enumerable.Repeat("No varnish over oil, it will not hold.", 60))));
        await _house.House.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:rain" });
    }

    /// <summary>When a step fails.</summary>
    public enum Failing
    {
        /// <summary>Instead of being done.</summary>
        Before,

        /// <summary>When it has been done and nobody has heard of it.</summary>
        After,
    }

    private sealed class Told : IProgress<KernelMemoryProgress>
    {
        public List<KernelMemoryProgress> Reports { get; } = [];

        public Action<KernelMemoryProgress> Each { get; init; } = _ => { };

        public void Report(KernelMemoryProgress value)
        {
            Reports.Add(value);
            Each(value);
        }
    }

    /// <summary>A copy in a folder of its own, with its ledger.</summary>
    private sealed class Copy : IDisposable
    {
        private readonly ConversationImportContract _test;
        private readonly string _folder;
        private readonly WordVectors _vectors = new();
        private readonly IMemoryDb _store;

        public Copy(ConversationImportContract test, string name)
        {
            _test = test;
            _folder = Directory.CreateDirectory(test._house.House.PathOf(name)).FullName;
            _store = test.Create(Path.Combine(_folder, "store"), _vectors);
        }

        public List<string> Writes { get; } = [];

        /// <summary>Runs as a new process would.</summary>
        public async Task<ImportTally> RunAsync(IProgress<KernelMemoryProgress>? progress = null, CancellationToken cancellationToken = default)
        {
            using var ledger = new ImportLedger(Path.Combine(_folder, "import.db"));
            return await new ConversationImport(_test._house.Conversations, new CountedMemoryDb(_store) { OnWrite = Writes.Add }, _vectors, ledger, Index).RunAsync(progress, cancellationToken);
        }

        /// <returns>Whether it came to its end before that step.</returns>
        public async Task<bool> KillAsync(int step, Failing when)
        {
            using var ledger = new ImportLedger(Path.Combine(_folder, "import.db"));
            try
            {
                await new ConversationImport(_test._house.Conversations, new CountedMemoryDb(_store) { FailAt = step, When = when }, _vectors, ledger, Index).RunAsync(null, CancellationToken.None);
                return true;
            }
            catch (KilledException)
            {
                return false;
            }
        }

        public Task<List<MemoryRecord>> RecordsAsync(params MemoryFilter[] filters) => ReadAsync(filters);

        /// <summary>All that is in it, in words that can be compared.</summary>
        public async Task<List<string>> StateAsync() =>
            [.. (await ReadAsync([])).Select(record => $"{record.Id} {RecordJson.Write(record)} {string.Join(',', record.Vector.Data.ToArray().Where(number => number != 0).Take(5))}").Order(StringComparer.Ordinal)];

        public void Dispose() => (_store as IDisposable)?.Dispose();

        private async Task<List<MemoryRecord>> ReadAsync(MemoryFilter[] filters)
        {
            var records = new List<MemoryRecord>();
            await foreach (var record in _store.GetListAsync(Index, filters, -1, withEmbeddings: true)) records.Add(record);
            return records;
        }
    }

    private sealed class KilledException : Exception;

    /// <summary>A store that counts what is written, one record a step, and fails at one of them.</summary>
    private sealed class CountedMemoryDb(IMemoryDb inner) : IMemoryDb
    {
        private int _step;

        public int FailAt { get; init; }

        public Failing When { get; init; }

        public Action<string> OnWrite { get; init; } = _ => { };

        public Task CreateIndexAsync(string index, int vectorSize, CancellationToken cancellationToken = default) => StepAsync("create", () => inner.CreateIndexAsync(index, vectorSize, cancellationToken));

        public Task<string> UpsertAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => StepAsync("upsert", () => inner.UpsertAsync(index, record, cancellationToken));

        public Task DeleteAsync(string index, MemoryRecord record, CancellationToken cancellationToken = default) => StepAsync("delete", () => inner.DeleteAsync(index, record, cancellationToken));

        public Task<IEnumerable<string>> GetIndexesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task DeleteIndexAsync(string index, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<(MemoryRecord, double)> GetSimilarListAsync(
            string index, string text, ICollection<MemoryFilter>? filters = null, double minRelevance = 0, int limit = 1, bool withEmbeddings = false, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<MemoryRecord> GetListAsync(string index, ICollection<MemoryFilter>? filters = null, int limit = 1, bool withEmbeddings = false, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        private async Task<string> StepAsync(string name, Func<Task> work)
        {
            OnWrite(name);
            var isLast = ++_step == FailAt;
            if (isLast && When == Failing.Before) throw new KilledException();
            await work();
            return isLast ? throw new KilledException() : name;
        }
    }
}

/// <summary>Into the house's store.</summary>
public sealed class ConversationImportIntoHybridTests : ConversationImportContract
{
    internal override IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors) =>
        new HybridMemoryDb(directory, new QuestionVectors(vectors, "words", Timeout.InfiniteTimeSpan, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
}

/// <summary>Into Kernel Memory's own.</summary>
public sealed class ConversationImportIntoFilesTests : ConversationImportContract
{
    internal override IMemoryDb Create(string directory, ITextEmbeddingGenerator vectors) => new SimpleVectorDb(new SimpleVectorDbConfig { StorageType = FileSystemTypes.Disk, Directory = directory }, vectors);
}
