using System.Text;
using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

/// <summary>Exports overlap: what several imports hold is stored once, and goes with the last of them.</summary>
public sealed class HeldTests : IDisposable
{
    private static readonly Conversation s_walnut = Talk.Of("a", "Workshop", "walnut");
    private static readonly Conversation s_roses = Talk.Of("b", "Garden", "roses");
    private static readonly Conversation s_bread = Talk.Of("c", "Kitchen", "bread");
    private static readonly string[] s_keys = [s_walnut.Key, s_roses.Key, s_bread.Key];

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_a_later_import_held_as_well_stays_when_the_first_is_undone()
    {
        await _house.ImportAsync(s_walnut, s_roses);
        await _house.ImportAsync(s_walnut, s_bread);

        Assert.Equal(new UndoResult(1, false, 1, 0, 1), await _house.Keeping.UndoAsync(1));
        Assert.Single(await _house.RecallKeysAsync("walnut"));
        Assert.Empty(await _house.RecallKeysAsync("roses"));
        Assert.Equal([StoreOutcome.Unchanged, StoreOutcome.Added], await _house.StoreAsync(s_walnut, s_roses));

        Assert.Equal(new UndoResult(2, false, 1, 0, 0), await _house.Keeping.UndoAsync(2));
        Assert.Single(await _house.RecallKeysAsync("walnut"));
        Assert.Equal(new UndoResult(3, false, 2, 0, 0), await _house.Keeping.UndoAsync(3));
        Assert.Equal(0, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
    }

    [Fact]
    public async Task Undoing_changes_nothing_when_a_later_import_held_everything()
    {
        await _house.ImportAsync(s_walnut, s_roses);
        await _house.ImportAsync(s_bread, s_roses, s_walnut);
        var before = await ArchiveState.ReadAsync(_house, s_keys);
        Assert.Equal(new UndoResult(1, false, 0, 0, 2), await _house.Keeping.UndoAsync(1));
        Assert.Equal(before, await ArchiveState.ReadAsync(_house, s_keys));
        Assert.Equal(before, await ArchiveState.RebuildAsync(_house, s_keys));
    }

    [Fact]
    public async Task What_is_recognised_by_its_bytes_is_held()
    {
        await _house.ImportAsync(s_walnut, "raw a");
        await using (var writer = await _house.Store.OpenWriterAsync())
        {
            Assert.True(writer.Knows("raw a"u8));
            Assert.False(writer.Knows("raw c"u8));
            await writer.StoreAsync(s_bread, Encoding.UTF8.GetBytes("raw c"));
        }
        Assert.Equal(new UndoResult(1, false, 0, 0, 1), await _house.Keeping.UndoAsync(1));
        Assert.Equal(new CompactResult(0, 0, 0), await _house.Keeping.CompactAsync());
        Assert.Equal(["raw a", "raw c"], ArchiveFile.Payloads(_house.Nas));
        Assert.Single(await _house.RecallKeysAsync("walnut"));
    }

    [Fact]
    public async Task Compacting_keeps_what_is_held_until_its_last_import_is_undone()
    {
        await _house.ImportAsync(s_walnut, s_roses);
        await _house.ImportAsync(s_walnut, s_bread);
        await _house.Keeping.UndoAsync(1);
        Assert.Equal(1, (await _house.Keeping.CompactAsync()).Observations);
        var before = await ArchiveState.ReadAsync(_house, s_keys);
        Assert.Equal(before, await ArchiveState.RebuildAsync(_house, s_keys));

        Assert.Equal(new UndoResult(2, false, 2, 0, 0), await _house.Keeping.UndoAsync(2));
        Assert.Equal(2, (await _house.Keeping.CompactAsync()).Observations);
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
        Assert.DoesNotContain(ArchiveFile.Lines(_house.Nas), line => line.Contains("\"held\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_forgotten_conversation_not_even_a_hash_stays()
    {
        await _house.ImportAsync(s_walnut, s_roses);
        await _house.ImportAsync(s_walnut, s_roses, s_bread);
        Assert.Contains(ArchiveFile.Lines(_house.Nas), line => line.Contains(HashOf(s_walnut), StringComparison.Ordinal) && line.Contains("\"held\"", StringComparison.Ordinal));

        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = s_walnut.Key });
        Assert.DoesNotContain(ArchiveFile.Lines(_house.Nas), line => line.Contains(HashOf(s_walnut), StringComparison.Ordinal));
        Assert.Contains(ArchiveFile.Lines(_house.Nas), line => line.Contains(HashOf(s_roses), StringComparison.Ordinal) && line.Contains("\"held\"", StringComparison.Ordinal));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);

        await _house.Keeping.UndoAsync(1);
        Assert.Single(await _house.RecallKeysAsync("roses"));
        Assert.Empty(await _house.RecallKeysAsync("walnut"));
    }

    [Fact]
    public async Task More_than_a_line_can_name_is_held_in_several()
    {
        var many = Enumerable.Range(0, 600).Select(i => Talk.Of($"n{i}", $"Talk {i}", $"words {i}")).ToArray();
        await _house.ImportAsync(many);
        await _house.ImportAsync([.. many, s_bread]);
        Assert.Equal(new UndoResult(1, false, 0, 0, 600), await _house.Keeping.UndoAsync(1));
        Assert.Equal(601, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
        Assert.Equal(2, ArchiveFile.Lines(_house.Nas).Count(line => line.Contains("\"kind\":\"held\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_an_import_repeats_of_itself_is_no_second_hold()
    {
        await using (var writer = await _house.Store.OpenWriterAsync())
        {
            await writer.StoreAsync(s_walnut);
            await writer.CommitAsync();
            Assert.Equal(StoreOutcome.Unchanged, await writer.StoreAsync(s_walnut));
        }
        Assert.DoesNotContain(ArchiveFile.Lines(_house.Nas), line => line.Contains("\"held\"", StringComparison.Ordinal));
        Assert.Equal(new UndoResult(1, false, 1, 0, 0), await _house.Keeping.UndoAsync(1));
    }

    [Fact]
    public async Task A_reading_of_the_same_bytes_that_was_undone_does_not_come_back()
    {
        await _house.ImportAsync(Talk.Of("a", "Workshop", "walnut", "wrongly read"), "raw a");
        await _house.Keeping.UndoAsync(1);
        await _house.ImportAsync(s_walnut, "raw a");
        await using (var writer = await _house.Store.OpenWriterAsync())
        {
            Assert.True(writer.Knows("raw a"u8));
            await writer.StoreAsync(s_bread, Encoding.UTF8.GetBytes("raw c"));
        }
        var before = await ArchiveState.ReadAsync(_house, s_keys);
        Assert.Equal(before, await ArchiveState.RebuildAsync(_house, s_keys));
        Assert.Equal(1, (await _house.Keeping.CompactAsync()).Observations);
        await _house.Keeping.UndoAsync(2);
        Assert.Equal(before, await ArchiveState.ReadAsync(_house, s_keys));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Importing_again_what_was_interrupted_completes_what_is_held(bool comesToItsEnd)
    {
        await _house.ImportAsync(s_walnut, s_roses);
        await ImportAsync("feb.zip", completes: false, s_bread);
        Assert.Null(await ImportAsync("feb.zip", comesToItsEnd, s_bread, s_walnut, s_roses));
        Assert.Equal(comesToItsEnd ? "completed" : "interrupted", (await _house.Keeping.ListImportsAsync())[1].Outcome);

        Assert.Equal(new UndoResult(1, false, 0, 0, 2), await _house.Keeping.UndoAsync(1));
        var before = await ArchiveState.ReadAsync(_house, s_keys);
        Assert.Equal(before, await ArchiveState.RebuildAsync(_house, s_keys));
    }

    [Fact]
    public async Task What_came_to_its_end_and_other_inputs_are_not_completed()
    {
        await _house.ImportAsync(s_walnut, s_roses);
        await ImportAsync("feb.zip", completes: true, s_bread);
        await ImportAsync("mar.zip", completes: false, Talk.Of("d", "Cellar", "wine"));
        Assert.Null(await ImportAsync("feb.zip", completes: true, s_bread, s_walnut));
        Assert.Null(await ImportAsync("apr.zip", completes: true, s_bread, s_walnut));
        Assert.Equal(new UndoResult(1, false, 2, 0, 0), await _house.Keeping.UndoAsync(1));
    }

    [Fact]
    public async Task What_is_held_twice_in_a_session_is_noted_once()
    {
        await _house.ImportAsync(s_walnut);
        await using (var writer = await _house.Store.OpenWriterAsync())
        {
            await writer.StoreAsync(s_bread);
            for (var i = 0; i < 3; i++)
            {
                await writer.StoreAsync(s_walnut);
                await writer.CommitAsync();
            }
        }
        Assert.Single(ArchiveFile.Lines(_house.Nas), line => line.Contains("\"held\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Undoing_what_another_import_brought_as_well_changes_nothing_and_says_so()
    {
        await _house.ImportAsync(s_walnut);
        await _house.Keeping.UndoAsync(1);
        await _house.ImportAsync(s_walnut);
        await _house.ImportAsync(s_bread, s_walnut);
        Assert.Equal(new UndoResult(3, false, 1, 0, 0), await _house.Keeping.UndoAsync(3));
    }

    private async Task<int?> ImportAsync(string name, bool completes, params Conversation[] conversations)
    {
        await using var writer = await _house.Store.OpenWriterAsync([name]);
        foreach (var conversation in conversations) await writer.StoreAsync(conversation);
        if (completes) writer.Complete(new Dictionary<string, long>());
        return writer.Import;
    }

    private static string HashOf(Conversation conversation) => Digest.Of(conversation).ToString();
}
