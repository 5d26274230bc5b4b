using LocalsOnly.Memory;

namespace LocalsOnly.Tests.Memory;

public sealed class ScopeTests : IAsyncLifetime, IDisposable
{
    private readonly TestMemory _house = new();

    public async Task InitializeAsync()
    {
        await StoreAsync(Audience.Everyone, "shared");
        await StoreAsync(new Audience("owner", Persona: "kelly"), "kelly");
        await StoreAsync(new Audience("owner", Channel: "garden"), "garden");
        await StoreAsync(new Audience("guest"), "guest");
        await using var writer = await _house.Store.OpenWriterAsync();
        var claude = Talk.Of("x", "Walnut", "walnut claude");
        await writer.StoreAsync(claude with { Key = "claude:x", Source = "claude", Messages = [claude.Messages[0] with { Key = "claude:x:m0" }] });
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData("owner", null, null, null, "claude:x chatgpt:garden chatgpt:kelly chatgpt:shared")]
    [InlineData("owner", "kelly", null, null, "claude:x chatgpt:garden chatgpt:kelly chatgpt:shared")]
    [InlineData("owner", "solus", null, null, "claude:x chatgpt:garden chatgpt:shared")]
    [InlineData("owner", "solus", "garden", null, "claude:x chatgpt:garden chatgpt:shared")]
    [InlineData("owner", "kelly", "kitchen", null, "claude:x chatgpt:kelly chatgpt:shared")]
    [InlineData("owner", null, "kitchen", null, "claude:x chatgpt:shared")]
    [InlineData("owner", null, null, "claude", "claude:x")]
    [InlineData("owner", "kelly", null, "claude", "claude:x")]
    [InlineData("owner", "solus", null, "claude chatgpt", "claude:x chatgpt:garden chatgpt:shared")]
    [InlineData("owner", null, null, "nowhere", "")]
    [InlineData("guest", null, null, null, "chatgpt:guest")]
    [InlineData("stranger", null, null, null, "")]
    public async Task A_scope_sees_its_own_in_recall_in_search_in_opening_and_in_counts(string owner, string? persona, string? channel, string? sources, string visible)
    {
        var scope = new MemoryScope(owner, persona, channel, sources?.Split(' '));
        var expected = visible.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
        var passages = await _house.Memory.RecallAsync(scope, "walnut", 50);

        Assert.Equal(expected, passages.Select(passage => passage.ConversationKey).Order(StringComparer.Ordinal));
        Assert.Equal(expected, (await _house.Memory.SearchAsync(scope, "walnut", 50)).Select(passage => passage.ConversationKey).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Count, (await _house.Memory.CountAsync(scope)).Conversations);
        foreach (var key in (string[])["claude:x", "chatgpt:garden", "chatgpt:kelly", "chatgpt:shared", "chatgpt:guest"])
        {
            Assert.Equal(expected.Contains(key), await _house.Memory.OpenAsync(scope, key) is not null);
            Assert.Equal(expected.Contains(key), await _house.Memory.OpenAsync(scope, key + ":m0") is not null);
        }
    }

    [Theory]
    [InlineData("garden", "chatgpt:garden")]
    [InlineData("kitchen", "")]
    [InlineData(null, "")]
    public async Task Where_others_listen_only_what_was_said_there_is_seen(string? channel, string visible)
    {
        var scope = new MemoryScope("owner", "kelly", channel) { Shared = true };

        Assert.Equal(visible, string.Join(' ', (await _house.Memory.SearchAsync(scope, "walnut", 50)).Select(passage => passage.ConversationKey)));
        Assert.Equal(visible.Length == 0 ? 0 : 1, (await _house.Memory.CountAsync(scope)).Conversations);
        Assert.Null(await _house.Memory.OpenAsync(scope, "chatgpt:shared"));
        Assert.Null(await _house.Memory.OpenAsync(scope, "chatgpt:kelly:m0"));
    }

    private async Task StoreAsync(Audience audience, string id)
    {
        await using var writer = await _house.Everything.OpenWriterAsync(audience, []);
        await writer.StoreAsync(Talk.Of(id, "Walnut", $"walnut {id}"));
    }
}
