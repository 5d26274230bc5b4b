using LocalsOnly.Memory;
using LocalsOnly.Memory.Index;
using Microsoft.Data.Sqlite;

namespace LocalsOnly.Tests.Memory;

public sealed class IndexTests : IDisposable
{
    private static readonly string[] s_queries = ["walnut table", "kiln temperature", "cone six glaze"];

    private readonly TestMemory _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("deleted")]
    [InlineData("garbage")]
    [InlineData("zeroed behind its header")]
    [InlineData("cut in half")]
    [InlineData("of another version")]
    [InlineData("empty")]
    public async Task An_index_that_is_damaged_is_rebuilt_from_the_archive_and_recalls_the_same(string damage)
    {
        await StoreSomeAsync();
        var before = await RecallAsync();
        _house.Close();
        Damage(damage);
        _house.Reopen();
        await _house.Store.CatchUpAsync();

        Assert.Equal(before, await RecallAsync());
        if (damage is not ("deleted" or "empty")) Assert.NotEmpty(Directory.GetFiles(_house.Local, "index.db.corrupt-*"));
    }

    [Fact]
    public async Task Damage_that_recall_meets_first_is_repaired_on_the_way()
    {
        await StoreSomeAsync();
        var before = await RecallAsync();
        _house.Close();
        Damage("zeroed behind its header");
        _house.Reopen();

        Assert.Equal(before, await RecallAsync());
    }

    [Fact]
    public async Task Damage_that_many_readers_meet_at_once_is_repaired_once()
    {
        await StoreSomeAsync();
        var before = await RecallAsync();
        _house.Close();
        Damage("zeroed behind its header");
        _house.Reopen();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(RecallAsync)));
        Assert.All(all, found => Assert.Equal(before, found));
        Assert.Single(Directory.GetFiles(_house.Local, "index.db.corrupt-*Z"));
    }

    [Fact]
    public async Task Inspecting_an_index_that_lacks_a_page_says_what_to_do()
    {
        await StoreSomeAsync();
        _house.Close();
        using (var connection = new SqliteConnection($"Data Source={_house.IndexFile};Pooling=False"))
        {
            connection.Open();
            connection.Execute("DELETE FROM pages");
        }
        _house.Reopen();

        var fault = await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Index.InspectAsync());
        Assert.Contains("delete index.db in Data:Local", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catching_up_twice_indexes_once()
    {
        await StoreSomeAsync();
        _house.Close();
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen();

        Assert.Equal(4, await _house.Store.CatchUpAsync());
        Assert.Equal(0, await _house.Store.CatchUpAsync());
        Assert.Equal(3, (await _house.Memory.CountAsync(TestMemory.Scope)).Conversations);
    }

    [Fact]
    public async Task Another_archive_means_another_index()
    {
        await StoreSomeAsync();
        _house.Close();
        Directory.Delete(_house.Nas, recursive: true);
        using (var other = new TestMemory(_house.Nas)) await other.StoreAsync(Talk.Of("z", "Elsewhere", "juniper hedge"));
        _house.Reopen();
        await _house.Store.CatchUpAsync();

        Assert.Empty(await _house.RecallKeysAsync("walnut"));
        Assert.Single(await _house.RecallKeysAsync("juniper"));
    }

    [Fact]
    public async Task The_latest_line_of_a_conversation_wins_after_a_rebuild()
    {
        await _house.StoreAsync(Talk.Of("a", "Old title", "walnut"));
        await _house.StoreAsync(Talk.Of("a", "New title", "walnut", "oak") with { UpdatedAt = Talk.Start.AddDays(1) });
        _house.Close();
        Damage("deleted");
        _house.Reopen();
        await _house.Store.CatchUpAsync();

        var conversation = await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a");
        Assert.Equal(("New title", 2), (conversation!.Title, conversation.Messages.Count));
    }

    [Fact]
    public async Task A_conversation_opens_by_its_key_and_by_any_message_key_exactly_as_stored()
    {
        var stored = Talk.Of("a", "Walnut", "one", "two") with { Account = "acc", Model = null, CreatedAt = null };
        stored = stored with
        {
            Messages = [stored.Messages[0] with { Attachments = ["plan.pdf"], At = null }, stored.Messages[1], Talk.Message("a", "t", "m0", "secret", MessageAuthor.Tool, MessageKind.ToolResult, active: false)],
        };
        await _house.StoreAsync(stored);

        foreach (var key in (string[])["chatgpt:a", "chatgpt:a:m1", "chatgpt:a:t"])
        {
            var opened = await _house.Memory.OpenAsync(TestMemory.Scope, key);
            Assert.Equivalent(stored, opened, strict: true);
        }
        Assert.Null(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a:nothing"));
    }

    [Theory]
    [InlineData("Workshop", "walnut table", "oak bench", "pine shelf")]
    [InlineData("Renamed", "walnut table", "oak bench", "pine shelf")]
    [InlineData("Workshop", "walnut table and chair", "oak bench", "pine shelf")]
    [InlineData("Workshop", "walnut table")]
    public async Task An_index_that_followed_a_change_is_the_same_as_one_made_anew(string title, params string[] turns)
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "walnut table", "oak bench"), Talk.Of("b", "Garden", "roses by the table"));
        await _house.StoreAsync(Talk.Of("a", title, turns) with { UpdatedAt = Talk.Start.AddDays(1), Leaf = $"chatgpt:a:m{turns.Length - 1}" });
        string[] keys = ["chatgpt:a", "chatgpt:b"];
        var state = await ArchiveState.ReadAsync(_house, keys);
        var scores = await ScoresAsync();

        Assert.Equal(state, await ArchiveState.RebuildAsync(_house, keys));
        Assert.Equal(scores, await ScoresAsync());

        async Task<string> ScoresAsync()
        {
            var found = new List<string>();
            foreach (var query in (string[])["walnut", "table chair", "oak bench", "renamed", "workshop", "pine"])
                foreach (var passage in await _house.Memory.SearchAsync(TestMemory.Scope, query, 10)) found.Add($"{query}: {passage.MessageKey} {passage.Score:0.000000}");
            return string.Join('\n', found.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task An_empty_memory_answers_without_being_prepared()
    {
        Assert.Empty(await _house.RecallKeysAsync("anything"));
        Assert.Equal(0, (await _house.Memory.CountAsync(TestMemory.Scope)).Messages);
        Assert.Equal(0, await _house.Store.CatchUpAsync());
    }

    // One of them grows, so that sums kept while indexing are compared with sums of a rebuild.
    private Task<List<StoreOutcome>> StoreSomeAsync() => _house.StoreAsync(
        Talk.Of("a", "Workshop", "The walnut table is 92 wide"),
        Talk.Of("b", "Pottery", "Which kiln temperature for cone six glaze?", "1222 degrees for the glaze"),
        Talk.Of("a", "Workshop", "The walnut table is 92 wide", "Noted the table", "Thanks, with two coats of oil on the table"),
        Talk.Of("c", "Garden", "Roses need pruning in March", "Late March"));

    private async Task<List<(string, double)>> RecallAsync()
    {
        var found = new List<(string, double)>();
        foreach (var query in s_queries)
            found.AddRange((await _house.Memory.RecallAsync(TestMemory.Scope, query, 10)).Select(passage => (passage.MessageKey, Math.Round(passage.Score, 9))));
        Assert.NotEmpty(found);
        return found;
    }

    private void Damage(string kind)
    {
        var file = _house.IndexFile;
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = kind == "of another version" ? "PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(TRUNCATE)";
            command.ExecuteNonQuery();
        }
        var bytes = File.ReadAllBytes(file);
        switch (kind)
        {
            case "deleted": File.Delete(file); break;
            case "empty": File.WriteAllBytes(file, []); break;
            case "garbage": File.WriteAllText(file, string.Concat(Enumerable.Repeat("this is no database ", 1000))); break;
            case "cut in half": File.WriteAllBytes(file, bytes[..(bytes.Length / 2)]); break;
            case "zeroed behind its header":
                bytes.AsSpan(8192).Clear();
                File.WriteAllBytes(file, bytes);
                break;
        }
    }
}
