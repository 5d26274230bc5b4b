using LocalsOnly.Memory;
using LocalsOnly.SemanticKernel.KernelMemory;
using LocalsOnly.SemanticKernel.KernelMemory.Importing;
using LocalsOnly.SemanticKernel.KernelMemory.Storing;
using Microsoft.KernelMemory;

namespace LocalsOnly.SemanticKernel.Tests.KernelMemory;

/// <summary>In a store that knows tags only, the same is seen from every scope as in the house's own memory.</summary>
public sealed class ScopeTagsTests : IAsyncLifetime, IDisposable
{
    private readonly KernelHouse _house = new();
    private HybridMemoryDb _store = null!;

    public async Task InitializeAsync()
    {
        await _house.StoreStoryAsync();
        _house.House.Knowledge.Update(Path.GetDirectoryName(Path.GetDirectoryName(_house.House.Write("knowledge/shared/wood.md", "# Wood\n\nWalnut moves little in dry air.")))!, CancellationToken.None);
        _store = new HybridMemoryDb(_house.House.PathOf("copy"));
        using var ledger = new ImportLedger(_house.House.PathOf("import.db"));
        await new ConversationImport(_house.Conversations, _store, new LocalsOnly.SemanticKernel.KernelMemory.Models.HouseEmbeddings(null), ledger, "conversations").RunAsync(null, CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _house.Dispose();
    }

    public static TheoryData<string, string?, string?, string?, bool> All()
    {
        var all = new TheoryData<string, string?, string?, string?, bool>();
        foreach (var owner in (string[])["owner", "guest", "stranger"])
            foreach (var persona in (string?[])[null, "", "kelly", "solus", "*"])
                foreach (var channel in (string?[])[null, "garden", "kitchen"])
                    foreach (var sources in (string?[])[null, "chatgpt", "claude", "knowledge", "chatgpt claude", "nowhere"])
                        foreach (var shared in (bool[])[false, true]) all.Add(owner, persona, channel, sources, shared);
        return all;
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task What_is_seen_by_tags_is_what_the_house_lets_be_seen(string owner, string? persona, string? channel, string? sources, bool shared)
    {
        var scope = new MemoryScope(owner, persona, channel, sources?.Split(' ')) { Shared = shared };
        var expected = new List<string>();
        await foreach (var place in _house.Conversations.ReadAsync(scope, CancellationToken.None)) expected.Add(place.Key);
        var records = new ScopedMemoryDb(_store, null, scope);

        var listed = new List<string>();
        await foreach (var record in records.GetListAsync("conversations", limit: -1)) listed.Add(record.Tags["conversation"].Single()!);
        var found = new List<string>();
        await foreach (var (record, _) in records.GetSimilarListAsync("conversations", "walnut", limit: -1)) found.Add(record.Tags["conversation"].Single()!);

        Assert.Equal(expected.Order(StringComparer.Ordinal), listed.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(expected.Where(key => key != "chatgpt:rain").Order(StringComparer.Ordinal), found.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_filter_narrows_a_scope_and_never_widens_it()
    {
        var records = new ScopedMemoryDb(_store, null, new MemoryScope("owner", "solus", "kitchen"));
        foreach (var filter in (MemoryFilter[])[MemoryFilters.ByTag("persona", "kelly"), MemoryFilters.ByTag("channel", "garden"), MemoryFilters.ByTag("owner", "guest"), MemoryFilters.ByDocument("chatgpt_3Akelly")])
            await foreach (var record in records.GetListAsync("conversations", [filter], -1)) Assert.Fail(record.Id);

        var seen = new List<string>();
        await foreach (var record in records.GetListAsync("conversations", [MemoryFilters.ByTag("persona", "kelly"), MemoryFilters.ByTag("source", "claude"), new MemoryFilter()], -1)) seen.Add(record.Tags["conversation"].Single()!);
        Assert.Equal(["claude:shelf"], seen);
    }
}
