using LocalsOnly.Host.CommandLine;
using LocalsOnly.Memory;
using LocalsOnly.Tests.Memory;
using ModelContextProtocol.Protocol;
using Composition = LocalsOnly.Host.Worker.House;

namespace LocalsOnly.Tests.Host.Mcp;

/// <summary>What one server never shows: what is another persona's, another person's, or of a source that is not shown.</summary>
public sealed class ServerScopeTests : McpHouseTests
{
    private static readonly string[] s_everything = ["claude:x", "chatgpt:kelly", "chatgpt:solus", "chatgpt:shared", "chatgpt:guest"];

    public override async Task InitializeAsync()
    {
        await StoreAsync(Audience.Everyone, "shared");
        await StoreAsync(new Audience("owner", Persona: "kelly"), "kelly");
        await StoreAsync(new Audience("owner", Persona: "solus"), "solus");
        await StoreAsync(new Audience("guest"), "guest");
        var claude = Talk.Of("x", "Walnut", "walnut claude");
        await House.Memory.StoreAsync(claude with { Key = "claude:x", Source = "claude", Messages = [claude.Messages[0] with { Key = "claude:x:m0" }] });
    }

    [Theory]
    [InlineData(null, null, "chatgpt:shared claude:x")]
    [InlineData("kelly", null, "chatgpt:kelly chatgpt:shared claude:x")]
    [InlineData("solus", null, "chatgpt:shared chatgpt:solus claude:x")]
    [InlineData("nobody", null, "chatgpt:shared claude:x")]
    [InlineData("kelly", "claude", "claude:x")]
    [InlineData("kelly", "chatgpt", "chatgpt:kelly chatgpt:shared")]
    [InlineData(null, "nowhere", "")]
    public async Task A_server_shows_its_scope_in_every_tool_and_nothing_else(string? persona, string? source, string visible)
    {
        var expected = visible.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var client = await House.ConnectAsync(source is null ? McpHouse.View(persona) : McpHouse.View(persona, source));
        var answers = new List<CallToolResult>();

        var recalled = await client.AskAsync("recall", """{ "query": "walnut", "limit": 20 }""");
        var status = await client.AskAsync("status");
        Assert.Equal(expected, recalled.Structured().GetProperty("passages").EnumerateArray().Select(passage => passage.GetProperty("conversation").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(expected.Length, status.Structured().GetProperty("conversations").GetInt32());
        Assert.Equal(expected.Length, status.Structured().GetProperty("messages").GetInt32());
        Assert.Equal(persona, status.Structured().TryGetProperty("persona", out var seen) ? seen.GetString() : null);
        foreach (var key in s_everything)
            foreach (var opening in (string[])[key, key + ":m0"])
            {
                var opened = await client.AskAsync("open", $$"""{ "key": "{{opening}}", "around": 20 }""");
                if (expected.Contains(key)) Assert.Equal(key, opened.Structured().GetProperty("conversation").GetString());
                else Assert.Equal($"Nothing is remembered here under '{opening}'; keys come from recall.", opened.Sentence());
                if (expected.Contains(key)) answers.Add(opened);
            }
        // Not even in passing.
        foreach (var hidden in s_everything.Except(expected))
            Assert.All([.. answers, recalled, status], answer => Assert.DoesNotContain(hidden, answer.Text() + answer.StructuredContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_outside_the_scope_is_refused_and_the_others_are_named()
    {
        var client = await House.ConnectAsync(McpHouse.View("kelly", "claude"));

        Assert.Equal("source 'chatgpt' is not shown here; this server shows claude.", (await client.AskAsync("recall", """{ "query": "walnut", "source": "chatgpt" }""")).Sentence());
        Assert.Equal(["claude:x:m0"], (await client.AskAsync("recall", """{ "query": "walnut", "source": "claude" }""")).Keys());
    }

    [Fact]
    public async Task A_persona_and_sources_on_the_command_line_are_both_kept_to()
    {
        using var home = new TemporaryDirectory();
        home.Write("agents/ada/persona.md", "---\nname: Ada\ndescription: Reads.\nmemory:\n  sources: [claude, chatgpt]\n---\nYou read.\n");
        await using var services = Composition.BuildForCommand(TestHouse.Configuration(home.Path, null, new Dictionary<string, string?> { ["Agents:Folder"] = home.Combine("agents"), ["Agents:TimeZone"] = "Europe/Paris" }));

        Assert.Equal(new MemoryScope("owner", "", Sources: null), McpCommand.View(services, null, []).Scope);
        Assert.Equal("Europe/Paris", McpCommand.View(services, null, []).Zone.Id);
        Assert.Equal(["claude"], McpCommand.View(services, null, ["Claude", "claude"]).Scope.Sources);
        Assert.Equal(["claude", "chatgpt"], McpCommand.View(services, "ADA", []).Scope.Sources);
        Assert.Equal(["chatgpt"], McpCommand.View(services, "ada", ["ChatGPT", "elsewhere"]).Scope.Sources);
        Assert.Equal("ada", McpCommand.View(services, "Ada", []).Scope.Persona);
        Assert.Equal("Ada recalls only from claude, chatgpt; name one of these with --source, or leave it out.", Assert.Throws<CommandException>(() => McpCommand.View(services, "ada", ["elsewhere"])).Message);
        Assert.Equal("There is no persona 'bob'; there is ada.", Assert.Throws<CommandException>(() => McpCommand.View(services, "bob", [])).Message);
    }

    private async Task StoreAsync(Audience audience, string id)
    {
        await using var writer = await House.Memory.Everything.OpenWriterAsync(audience, []);
        await writer.StoreAsync(Talk.Of(id, "Walnut", $"walnut {id}"));
    }
}
