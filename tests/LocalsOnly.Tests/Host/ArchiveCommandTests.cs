using System.Text.Json;
using LocalsOnly.Host.Worker;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;
using Microsoft.Extensions.DependencyInjection;

namespace LocalsOnly.Tests.Host;

public sealed class ArchiveCommandTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _home = new();

    private string Data => _home.Combine("data");

    public async Task InitializeAsync()
    {
        await ImportAsync("first.zip", Talk.Of("a", "Workshop", "walnut table"), Talk.Of("b", "Garden", "roses"));
        await ImportAsync("second.zip", Talk.Of("c", "Kitchen", "bread"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Imports_are_listed_shown_and_undone()
    {
        var list = await LocalsAsync("imports", "list");
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("first.zip", list.Output, StringComparison.Ordinal);
        Assert.Contains("second.zip", list.Output, StringComparison.Ordinal);

        var show = Json(await LocalsAsync("imports", "show", "1", "--json"));
        Assert.Equal(["Garden", "Workshop"], show.GetProperty("conversations").EnumerateArray().Select(label => label.GetProperty("title").GetString()));

        var undo = await LocalsAsync("imports", "undo", "1");
        Assert.Contains("Import 1 is undone: 2 conversations are gone", undo.Output, StringComparison.Ordinal);
        Assert.Equal(4, (await LocalsAsync("search", "walnut")).ExitCode);
        Assert.Equal(0, (await LocalsAsync("search", "bread")).ExitCode);
        Assert.Contains("nothing changed", (await LocalsAsync("imports", "undo", "1")).Output, StringComparison.Ordinal);

        var unknown = await LocalsAsync("imports", "undo", "9");
        Assert.Equal(4, unknown.ExitCode);
        Assert.Contains("There is no import 9", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undoing_says_what_stays_because_another_import_holds_it_too()
    {
        await ImportAsync("third.zip", Talk.Of("b", "Garden", "roses"), Talk.Of("a", "Workshop plan", "walnut table", "oak"), Talk.Of("d", "Cellar", "wine"));
        var undo = await LocalsAsync("imports", "undo", "1");
        Assert.Contains("Import 1 is undone: 0 conversations are gone, 1 is what the other imports make of it, 1 stays, because other imports hold the same.", undo.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await LocalsAsync("search", "roses")).ExitCode);
    }

    [Fact]
    public async Task Forgetting_shows_first_needs_a_yes_and_is_for_good_until_it_is_allowed()
    {
        var preview = await LocalsAsync("forget", "--search", "walnut");
        Assert.Equal(1, preview.ExitCode);
        Assert.Contains("Workshop", preview.Output, StringComparison.Ordinal);
        Assert.Contains("--yes", preview.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await LocalsAsync("search", "walnut")).ExitCode);

        var forgotten = Json(await LocalsAsync("forget", "--search", "walnut", "--yes", "--json"));
        Assert.True(forgotten.GetProperty("forgotten").GetBoolean());
        Assert.Equal("chatgpt:a", forgotten.GetProperty("conversations")[0].GetProperty("key").GetString());
        Assert.Equal(4, (await LocalsAsync("search", "walnut")).ExitCode);
        Assert.Equal(4, (await LocalsAsync("forget", "--search", "walnut", "--yes")).ExitCode);

        Assert.Equal(1, Json(await LocalsAsync("forget", "--allow", "chatgpt:a", "--json")).GetProperty("allowed").GetInt32());
        Assert.Equal(4, (await LocalsAsync("forget", "--allow", "all")).ExitCode);
    }

    [Theory]
    [InlineData("forget")]
    [InlineData("forget", "--yes")]
    [InlineData("forget", "--allow", "all", "--source", "chatgpt")]
    [InlineData("forget", "--before", "soon")]
    public async Task Forgetting_without_saying_what_is_not_understood(params string[] arguments) =>
        Assert.Equal(2, (await LocalsAsync(arguments)).ExitCode);

    [Fact]
    public async Task The_archive_is_verified_and_compacted()
    {
        await LocalsAsync("imports", "undo", "2");
        var compacted = Json(await LocalsAsync("archive", "compact", "--json"));
        Assert.Equal(1, compacted.GetProperty("observations").GetInt32());
        var verified = await LocalsAsync("archive", "verify");
        Assert.Equal(0, verified.ExitCode);
        Assert.Contains("2 conversations", verified.Output, StringComparison.Ordinal);

        var file = Directory.GetFiles(Path.Combine(Data, "archive"), "conversations-*").Single();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        var damaged = await LocalsAsync("archive", "verify");
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("conversations-000001.r2.jsonl.gz: what is at byte 0 is damaged", damaged.Errors, StringComparison.Ordinal);
    }

    private async Task ImportAsync(string name, params Conversation[] conversations)
    {
        await using var services = House.BuildForCommand(TestHouse.Configuration(Data, null));
        await using var writer = await services.GetRequiredService<IConversationStore>().OpenWriterAsync([name]);
        foreach (var conversation in conversations) await writer.StoreAsync(conversation);
        writer.Complete(new Dictionary<string, long> { ["found"] = conversations.Length, ["added"] = conversations.Length });
    }

    private static JsonElement Json((int ExitCode, string Output, string Errors) result)
    {
        Assert.True(result.ExitCode == 0, result.Errors);
        return JsonSerializer.Deserialize<JsonElement>(result.Output);
    }

    private Task<(int ExitCode, string Output, string Errors)> LocalsAsync(params string[] arguments) =>
        LocalsProgram.RunAsync(_home.Path, [.. arguments, "--data", Data]);
}
