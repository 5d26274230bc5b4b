using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

public sealed class UndoTests : IDisposable
{
    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task An_import_is_listed_with_its_inputs_its_totals_and_what_it_touched()
    {
        await using (var writer = await _house.Store.OpenWriterAsync(["export.zip"]))
        {
            await writer.StoreAsync(Talk.Of("a", "Workshop", "walnut"));
            writer.Complete(new Dictionary<string, long> { ["found"] = 1 });
        }
        await _house.StoreAsync(Talk.Of("b", "Garden", "roses"));

        var imports = await _house.Keeping.ListImportsAsync();
        Assert.Equal([(1, "completed", 1), (2, "interrupted", 1)], imports.Select(import => (import.Number, import.Outcome!, import.Conversations)));
        Assert.Equal(["export.zip"], imports[0].Inputs);
        Assert.Equal(1, imports[0].Totals["found"]);
        Assert.Equal("Workshop", (await _house.Keeping.FindImportAsync(1))!.Conversations.Single().Title);
        Assert.Null(await _house.Keeping.FindImportAsync(3));
    }

    [Fact]
    public async Task An_import_that_brings_nothing_new_leaves_no_trace()
    {
        var talk = Talk.Of("a", "Workshop", "walnut");
        Assert.Equal(1, await _house.ImportAsync(talk));
        Assert.Null(await _house.ImportAsync(talk));
        Assert.Single(await _house.Keeping.ListImportsAsync());
    }

    [Fact]
    public async Task Undoing_an_import_on_which_a_later_one_builds_leaves_what_the_later_one_has()
    {
        await _house.StoreAsync(Talk.Of("a", "Old title", "one", "two"), Talk.Of("b", "Garden", "roses"));
        await _house.StoreAsync(Talk.Of("a", "New title", "one", "two", "three") with { UpdatedAt = Talk.Start.AddDays(1) });

        Assert.Equal(new UndoResult(1, false, 1, 1, 0), await _house.Keeping.UndoAsync(1));
        Assert.Equal("New title", (await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Title);
        Assert.Null(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:b"));
        Assert.Empty(await _house.RecallKeysAsync("roses"));
    }

    [Fact]
    public async Task Undoing_the_later_import_restores_the_earlier_state()
    {
        await _house.StoreAsync(Talk.Of("a", "Old title", "one", "two"));
        var before = await ArchiveState.ReadAsync(_house, "chatgpt:a");
        await _house.StoreAsync(Talk.Of("a", "New title", "one", "two and more", "three") with { UpdatedAt = Talk.Start.AddDays(1) });

        Assert.Equal(new UndoResult(2, false, 0, 1, 0), await _house.Keeping.UndoAsync(2));
        Assert.Equal(before, await ArchiveState.ReadAsync(_house, "chatgpt:a"));
        Assert.Equal(before, await ArchiveState.RebuildAsync(_house, "chatgpt:a"));
    }

    [Fact]
    public async Task What_was_undone_can_be_imported_again_and_has_a_number_of_its_own()
    {
        var talk = Talk.Of("a", "Workshop", "walnut");
        await _house.ImportAsync(talk, "raw bytes");
        await _house.Keeping.UndoAsync(1);
        Assert.Empty(await _house.RecallKeysAsync("walnut"));

        Assert.Equal(2, await _house.ImportAsync(talk, "raw bytes"));
        Assert.Single(await _house.RecallKeysAsync("walnut"));
        Assert.Single(ArchiveFile.Payloads(_house.Nas));
    }

    [Fact]
    public async Task Undoing_twice_or_something_that_never_was_changes_nothing_and_says_so()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut"));
        await _house.Keeping.UndoAsync(1);
        Assert.True((await _house.Keeping.UndoAsync(1))!.AlreadyUndone);
        Assert.Null(await _house.Keeping.UndoAsync(7));
    }

    [Fact]
    public async Task Compacting_removes_what_was_undone_and_keeps_undo_exact()
    {
        await _house.ImportAsync(Talk.Of("a", "Workshop", "walnut"), "raw a");
        await _house.ImportAsync(Talk.Of("b", "Garden", "roses"), "raw b");
        await _house.ImportAsync(Talk.Of("c", "Kitchen", "bread"), "raw c");
        await _house.Keeping.UndoAsync(2);
        var compacted = await _house.Keeping.CompactAsync();

        Assert.Equal((1, 1), (compacted.Observations, compacted.Payloads));
        Assert.True(compacted.FreedBytes > 0);
        Assert.Equal(["raw a", "raw c"], ArchiveFile.Payloads(_house.Nas));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
        var before = await ArchiveState.ReadAsync(_house, "chatgpt:a", "chatgpt:b", "chatgpt:c");
        Assert.Equal(before, await ArchiveState.RebuildAsync(_house, "chatgpt:a", "chatgpt:b", "chatgpt:c"));
        Assert.Equal([1, 2, 3], (await _house.Keeping.ListImportsAsync()).Select(import => import.Number));

        await _house.Keeping.UndoAsync(3);
        Assert.Equal(1, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        Assert.Equal(1, (await _house.Keeping.CompactAsync()).Observations);
        Assert.Equal(new CompactResult(0, 0, 0), await _house.Keeping.CompactAsync());
    }

    [Fact]
    public async Task After_compacting_what_grew_is_still_merged_from_its_observations()
    {
        await _house.StoreAsync(Talk.Of("x", "Undone", "gone"));
        await _house.StoreAsync(Talk.Of("a", "Old", "one", "two"));
        await _house.Keeping.UndoAsync(1);
        await _house.Keeping.CompactAsync();
        Assert.Equal([StoreOutcome.Updated], await _house.StoreAsync(Talk.Of("a", "New", "one", "two", "three") with { UpdatedAt = Talk.Start.AddDays(1) }));
        await _house.Keeping.UndoAsync(3);
        Assert.Equal("Old", (await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Title);
    }
}
