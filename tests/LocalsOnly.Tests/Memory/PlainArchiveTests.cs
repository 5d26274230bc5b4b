using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

/// <summary>Archives that the first version of this program wrote: plain lines, no manifest, sessions named by their time.</summary>
public sealed class PlainArchiveTests : IDisposable
{
    private readonly TestMemory _house = new();

    public PlainArchiveTests()
    {
        Directory.CreateDirectory(_house.Nas);
        File.WriteAllText(
            Path.Combine(_house.Nas, "conversations-000001.jsonl"),
            Line("20260101T000000000Z", Talk.Of("a", "Workshop", "walnut table")) + Line("20260201T000000000Z", Talk.Of("b", "Garden", "roses")) +
            Line("20260201T000000000Z", Talk.Of("a", "Workshop", "walnut table", "noted")) + "{\"sha256\":\"01");
    }

    public void Dispose() => _house.Dispose();

    [Fact]
    public async Task They_are_read_without_being_changed()
    {
        Assert.Equal(3, await _house.Store.CatchUpAsync());
        Assert.Equal(2, (await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Messages.Count);
        Assert.Equal(["conversations-000001.jsonl"], Directory.GetFiles(_house.Nas).Select(Path.GetFileName));
    }

    [Fact]
    public async Task They_grow_by_files_of_today_and_keep_their_index()
    {
        await _house.Store.CatchUpAsync();
        Assert.Equal([StoreOutcome.Unchanged, StoreOutcome.Added], await _house.StoreAsync(Talk.Of("b", "Garden", "roses"), Talk.Of("c", "Kitchen", "bread")));
        Assert.Equal(
            ["archive.lock", "conversations-000001.jsonl", "conversations-000002.jsonl.gz", "manifest.json"], Directory.GetFiles(_house.Nas).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFiles(_house.Local, "index.db.corrupt-*"));
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    [Fact]
    public async Task Their_sessions_are_imports_that_can_be_undone()
    {
        await _house.StoreAsync(Talk.Of("c", "Kitchen", "bread"));
        Assert.Equal([(1, 1), (2, 2), (3, 1)], (await _house.Keeping.ListImportsAsync()).Select(import => (import.Number, import.Conversations)));
        await _house.Keeping.UndoAsync(2);
        Assert.Single((await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Messages);
        Assert.Null(await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:b"));
    }

    [Fact]
    public async Task Forgetting_writes_them_anew_in_the_format_of_today_with_the_same_imports()
    {
        await _house.StoreAsync(Talk.Of("c", "Kitchen", "bread"));
        await _house.Keeping.ForgetAsync(new ForgetSelection { ConversationKey = "chatgpt:b" });
        string[] keys = ["chatgpt:a", "chatgpt:b", "chatgpt:c"];
        var state = await ArchiveState.ReadAsync(_house, keys);

        Assert.Empty(Directory.GetFiles(_house.Nas, "*.jsonl"));
        Assert.Equal(state, await ArchiveState.RebuildAsync(_house, keys));
        Assert.Equal([1, 2, 3], (await _house.Keeping.ListImportsAsync()).Select(import => import.Number));
        await _house.Keeping.UndoAsync(2);
        Assert.Single((await _house.Memory.OpenAsync(TestMemory.Scope, "chatgpt:a"))!.Messages);
        Assert.Empty((await _house.Keeping.VerifyAsync()).Faults);
    }

    private static string Line(string batch, Conversation conversation)
    {
        var entry = $"{{\"version\":1,\"stored\":\"2026-01-01T00:00:00+00:00\",\"batch\":\"{batch}\",\"owner\":\"owner\",\"conversation\":{JsonSerializer.Serialize(conversation, ArchiveFormat.Json.Conversation)}}}";
        return $"{{\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(entry)))}\",\"entry\":{entry}}}\n";
    }
}
