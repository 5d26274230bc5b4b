using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

public sealed class IndexSnapshotTests : IDisposable
{
    private readonly TestMemory _house = new();

    private string Folder => Path.Combine(_house.Nas, "index");

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task A_new_machine_begins_with_the_copy_and_adds_what_came_after()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        Assert.True(await _house.Snapshot.WriteAsync());
        await _house.StoreAsync(Talk.Of("b", "Garden", "Roses in March"));
        LoseIndex();

        Assert.Equal(1, await _house.Store.CatchUpAsync());
        Assert.Single(await _house.RecallKeysAsync("walnut"));
        Assert.Single(await _house.RecallKeysAsync("roses"));
    }

    [Fact]
    public async Task A_copy_of_the_same_content_is_not_written_twice()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        Assert.True(await _house.Snapshot.WriteAsync());
        Assert.False(await _house.Snapshot.WriteAsync());
        await _house.StoreAsync(Talk.Of("b", "Garden", "Roses"));
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await _house.Snapshot.WriteAsync());
        Assert.Single(Directory.GetFiles(Folder, "*.db"));
    }

    [Theory]
    [InlineData("a flipped bit")]
    [InlineData("cut off")]
    [InlineData("gone")]
    [InlineData("no manifest")]
    [InlineData("manifest cut off")]
    public async Task A_copy_that_is_damaged_is_not_used_and_nothing_is_lost(string damage)
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table"));
        await _house.Snapshot.WriteAsync();
        var (copy, manifest) = (Directory.GetFiles(Folder, "*.db").Single(), Path.Combine(Folder, "snapshot.json"));
        switch (damage)
        {
            case "a flipped bit":
                var bytes = File.ReadAllBytes(copy);
                bytes[^100] ^= 1;
                File.WriteAllBytes(copy, bytes);
                break;
            case "cut off": File.WriteAllBytes(copy, File.ReadAllBytes(copy)[..5000]); break;
            case "gone": File.Delete(copy); break;
            case "no manifest": File.Delete(manifest); break;
            default: File.WriteAllText(manifest, "{\"file\":"); break;
        }
        LoseIndex();

        Assert.Equal(1, await _house.Store.CatchUpAsync());
        Assert.Single(await _house.RecallKeysAsync("walnut"));
    }

    [Fact]
    public async Task What_is_forgotten_is_in_no_copy()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut quartzite"), Talk.Of("b", "Garden", "Roses"));
        await _house.Snapshot.WriteAsync();
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:a" });
        Assert.Null(_house.Snapshot.Find());
        await _house.Snapshot.WriteAsync();

        foreach (var file in Directory.GetFiles(_house.Root, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("quartzite", await File.ReadAllTextAsync(file), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await _house.RecallKeysAsync("quartzite"));
    }

    [Fact]
    public async Task A_copy_made_under_other_rules_of_redaction_is_deleted()
    {
        await _house.StoreAsync(Talk.Of("a", "Workshop", "The walnut table, code word Bluebird"));
        await _house.Snapshot.WriteAsync();
        _house.Reopen(("Redaction:Patterns:0:Name", "code word"), ("Redaction:Patterns:0:Expression", "Bluebird"));
        await _house.Store.CatchUpAsync();

        Assert.Null(_house.Snapshot.Find());
        Assert.Empty(Directory.GetFiles(Folder, "*.db"));
    }

    [Fact]
    public async Task Without_an_archive_there_is_nowhere_to_keep_a_copy() =>
        Assert.Contains("mount it", (await Assert.ThrowsAsync<MemoryStoreException>(() => _house.Snapshot.WriteAsync())).Message, StringComparison.Ordinal);

    private void LoseIndex()
    {
        _house.Close();
        Directory.Delete(_house.Local, recursive: true);
        _house.Reopen();
    }
}
