using System.Text.Json;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Archive;

namespace LocalsOnly.Tests.Memory;

/// <summary>All that a house knows, as one comparable list.</summary>
internal static class ArchiveState
{
    public static async Task<List<string>> ReadAsync(TestMemory house, params IEnumerable<string> keys)
    {
        var state = new List<string>();
        foreach (var key in keys)
            if (await house.Memory.OpenAsync(TestMemory.Scope, key) is { } conversation) state.Add(JsonSerializer.Serialize(conversation, ArchiveFormat.Json.Conversation));
        var counts = await house.Memory.CountAsync(TestMemory.Scope);
        state.Add($"{counts.Conversations} conversations, {counts.Messages} messages");
        return state;
    }

    /// <summary>The same after the index was lost.</summary>
    public static async Task<List<string>> RebuildAsync(TestMemory house, params IEnumerable<string> keys)
    {
        house.Close();
        Directory.Delete(house.Local, recursive: true);
        house.Reopen();
        await house.Store.CatchUpAsync();
        return await ReadAsync(house, keys);
    }
}
