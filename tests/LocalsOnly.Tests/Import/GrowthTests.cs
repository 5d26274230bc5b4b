using static LocalsOnly.Tests.Import.ExportJson;

namespace LocalsOnly.Tests.Import;

/// <summary>The same conversation in one export and in a later one that leaves out what tells it is later, or where it ends.</summary>
public sealed class GrowthTests : IDisposable
{
    private readonly ExportHouse _house = new();

    public void Dispose() => _house.Dispose();

    [Theory]
    [InlineData(",\"update_time\":null")]
    [InlineData("")]
    public async Task A_conversation_that_grew_and_does_not_say_when_is_newer_by_its_newest_message(string updated)
    {
        await _house.ImportJsonAsync(Array(ChatGptWith(Fields("Talk", ",\"update_time\":1750000100"), At("a", null, 1750000000), At("b", "a", 1750000100))));
        await _house.ImportJsonAsync(Array(ChatGptWith(Fields("Renamed", updated), At("a", null, 1750000000), At("b", "a", 1750000100), At("c", "b", 1750000200))));
        var merged = await _house.StoredAsync("chatgpt:c");
        Assert.Equal("Renamed", merged.Title);
        Assert.Equal("Juniper a|Juniper b|Juniper c", await _house.SaidAsync("chatgpt:c"));
        Assert.All(merged.Messages, message => Assert.True(message.Active));
    }

    [Fact]
    public async Task A_newer_export_that_is_cut_off_and_names_no_end_hides_nothing()
    {
        await _house.ImportJsonAsync(Array(ChatGptWith(Fields("Talk", ",\"update_time\":1750000200,\"current_node\":\"c\""), At("a", null, 1750000000), At("b", "a", 1750000100), At("c", "b", 1750000200))));
        await _house.ImportJsonAsync(Array(ChatGptWith(Fields("Renamed", ",\"update_time\":1750000900"), At("a", null, 1750000000), At("b", "a", 1750000100))));
        var merged = await _house.StoredAsync("chatgpt:c");
        Assert.Equal("Renamed", merged.Title);
        Assert.All(merged.Messages, message => Assert.True(message.Active));
    }

    private static string Fields(string title, string more) => $"\"id\":\"c\",\"create_time\":1750000000,\"title\":\"{title}\"{more}";

    private static string At(string id, string? parent, long seconds) => Node(id, parent, "user", $",\"create_time\":{seconds}");
}
