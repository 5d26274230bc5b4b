using LocalsOnly.Memory;
using LocalsOnly.Memory.Knowledge;

namespace LocalsOnly.Tests.Memory.Knowledge;

public sealed class KnowledgeIndexTests : IDisposable
{
    private readonly TestMemory _house = new();

    private string Root => _house.PathOf("knowledge");

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task What_is_written_changed_and_removed_is_recalled_by_those_whose_it_is()
    {
        _house.Write("knowledge/solus/wheel.md", "# The wheel\n\nSell a put on the walnut future.");
        _house.Write("knowledge/shared/house.md", "# The house\n\nThe walnut table is in the hall.");
        Assert.Equal(2, _house.Knowledge.Update(Root, default));
        Assert.Equal(["knowledge:shared/house.md", "knowledge:solus/wheel.md"], await KeysAsync("solus"));
        Assert.Equal(["knowledge:shared/house.md"], await KeysAsync("kelly"));

        _house.Write("knowledge/solus/wheel.md", "# The wheel\n\nSell a put on the oak future.");
        File.Delete(_house.PathOf("knowledge/shared/house.md"));
        Assert.Equal(2, _house.Knowledge.Update(Root, default));
        Assert.Empty(await KeysAsync("solus"));
        Assert.Equal(0, _house.Knowledge.Update(Root, default));
    }

    [Fact]
    public async Task An_index_that_was_made_anew_learns_again()
    {
        _house.Write("knowledge/shared/house.md", "# The house\n\nThe walnut table is in the hall.");
        await _house.StoreAsync(Talk.Of("a", "Chat", "oak bench"));
        _house.Knowledge.Update(Root, default);
        await _house.Rebuild.RunAsync();
        Assert.Empty(await KeysAsync("kelly"));
        Assert.Equal(1, _house.Knowledge.Update(Root, default));
        Assert.Single(await KeysAsync("kelly"));
    }

    private async Task<List<string>> KeysAsync(string persona) =>
        [.. (await _house.Memory.SearchAsync(new MemoryScope(MemoryScope.DefaultOwner, persona, "hall"), "walnut", 10)).Select(passage => passage.ConversationKey).Order(StringComparer.Ordinal)];
}
