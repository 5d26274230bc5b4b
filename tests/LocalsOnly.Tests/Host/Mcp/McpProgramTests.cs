using System.Text.Json;

namespace LocalsOnly.Tests.Host.Mcp;

/// <summary>The program as another program starts it.</summary>
public sealed class McpProgramTests : IDisposable
{
    private const string Initialize = """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"by hand","version":"1"}}}""";

    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_program_that_speaks_by_hand_lists_recalls_opens_and_ends()
    {
        var export = Path.Combine(Repository.Root, "tests", "LocalsOnly.Tests", "Fixtures", "exports", "01-chatgpt-classic-2025-full-fields.json");
        Assert.Equal(0, (await LocalsProgram.RunAsync(_home.Path, ["import", export])).ExitCode);
        using var program = McpProgram.Start(_home.Path);

        var server = await program.InitializeAsync();
        var tools = (await program.AskAsync(2, "tools/list")).GetProperty("result").GetProperty("tools");
        var recalled = (await program.AskAsync(3, "tools/call", """{"name":"recall","arguments":{"query":"Why is sunlight important for plants?","limit":2}}""")).GetProperty("result");
        var key = recalled.GetProperty("structuredContent").GetProperty("passages")[0].GetProperty("key").GetString()!;
        var opened = (await program.AskAsync(4, "tools/call", $$$"""{"name":"open","arguments":{"key":"{{{key}}}","around":1}}""")).GetProperty("result").GetProperty("structuredContent");
        var wrong = (await program.AskAsync(5, "tools/call", """{"name":"recall","arguments":{"query":"x","limit":99}}""")).GetProperty("result");
        var unknown = await program.AskAsync(6, "tools/call", """{"name":"forget","arguments":{}}""");
        var status = (await program.AskAsync(7, "tools/call", """{"name":"status"}""")).GetProperty("result").GetProperty("structuredContent");
        var (exitCode, rest, errors) = await program.EndAsync();

        Assert.Equal("2025-06-18", server.GetProperty("protocolVersion").GetString());
        Assert.Equal("localsonly", server.GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.Equal(3, tools.GetArrayLength());
        Assert.True(tools.EnumerateArray().All(tool => tool.GetProperty("annotations").GetProperty("readOnlyHint").GetBoolean()));
        Assert.Contains("How photosynthesis works", recalled.GetProperty("content")[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(key, opened.GetProperty("focus").GetString());
        Assert.Equal("limit must be a whole number from 1 to 20.", wrong.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.True(wrong.GetProperty("isError").GetBoolean());
        Assert.True(unknown.TryGetProperty("error", out _));
        Assert.Equal(1, status.GetProperty("conversations").GetInt32());
        Assert.Equal((0, 0, ""), (exitCode, rest.Length, errors));
    }

    [Fact]
    public async Task Everything_asked_before_the_input_ended_is_answered()
    {
        using var program = McpProgram.Start(_home.Path);
        await program.SendAsync(
            Initialize, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", "this is no JSON",
            """{"jsonrpc":"2.0","id":"two","method":"tools/call","params":{"name":"recall","arguments":{"query":"anything"}}}""",
            """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"status"}}""", """{"jsonrpc":"2.0","id":4,"method":"ping"}""");
        var (exitCode, lines, _) = await program.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal(["1", "3", "4", "two"], lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("id").ToString()).Order(StringComparer.Ordinal));
        Assert.Contains("Nothing is remembered here yet.", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_works_beside_a_running_host()
    {
        await using var house = await TestHouse.StartAsync(samples: true);
        using var program = McpProgram.Start(_home.Path, "--data", house.DataDirectory, "--persona", "kelly");
        await program.InitializeAsync();

        var status = (await program.AskAsync(2, "tools/call", """{"name":"status"}""")).GetProperty("result").GetProperty("structuredContent");
        var recalled = (await program.AskAsync(3, "tools/call", """{"name":"recall","arguments":{"query":"the trip to Lisbon"}}""")).GetProperty("result").GetProperty("structuredContent");
        var (exitCode, _, errors) = await program.EndAsync();
        using var health = await house.Http.GetAsync(new Uri(house.Url, "/api/status"));

        Assert.Equal("kelly", status.GetProperty("persona").GetString());
        Assert.True(status.GetProperty("conversations").GetInt32() > 0);
        Assert.True(recalled.GetProperty("passages").GetArrayLength() > 0);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.True(health.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData(4, "There is no persona 'nobody'; there is eliza, kelly, otaku, solus, vince.", "--persona", "nobody")]
    [InlineData(2, "Unrecognized command or argument 'extra'.", "extra")]
    [InlineData(3, "nowhere.json does not exist", "--config", "nowhere.json")]
    public async Task A_mistake_on_its_command_line_is_a_sentence_beside_the_protocol(int exitCode, string sentence, params string[] arguments)
    {
        using var program = McpProgram.Start(_home.Path, arguments);
        var ended = await program.EndAsync();

        Assert.Equal(exitCode, ended.ExitCode);
        Assert.Empty(ended.Lines);
        Assert.Contains(sentence, ended.Errors, StringComparison.Ordinal);
    }
}
