using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Mcp;
using LocalsOnly.Host.Worker;
using LocalsOnly.Import;
using LocalsOnly.Import.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Host.Mcp;

/// <summary>A persona's tools from an MCP server, which here is the house's own memory server: a true one, as a process of its own.</summary>
public sealed class McpToolsetTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_tools_of_a_server_are_asked_for_once_and_called_by_their_names()
    {
        await ImportAsync();
        await using var toolset = Toolset("archive", Server());
        Assert.Empty(toolset.Tools);

        await toolset.ReadyAsync(default);

        Assert.Equal(["archive_open", "archive_recall", "archive_status"], toolset.Tools.Select(tool => tool.Name));
        var recall = toolset.Tools.Single(tool => tool.Name == "archive_recall");
        Assert.Equal((ToolEffect.Outward, true), (recall.Effect, recall.Foreign));
        Assert.Contains("Jacarandá", await CallAsync(recall, "Which hotel did we book in Lisbon?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_refuses_is_a_sentence_and_what_breaks_is_connected_again()
    {
        await ImportAsync();
        await using var toolset = Toolset("archive", Server());
        await toolset.ReadyAsync(default);
        var recall = toolset.Tools.Single(tool => tool.Name == "archive_recall");

        var refused = await Assert.ThrowsAsync<ToolException>(() => CallAsync(recall, ""));
        Assert.Contains("query", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Jacarandá", await CallAsync(recall, "Which hotel did we book in Lisbon?"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_started_costs_its_tools_and_nobodys_turn()
    {
        await using var toolset = Toolset("gone", new McpServerOptions { Command = _home.Combine("no-such-program") });

        await toolset.ReadyAsync(default);

        Assert.Empty(toolset.Tools);
    }

    [Fact]
    public async Task A_server_cannot_take_the_place_of_a_tool_of_the_house()
    {
        await ImportAsync();
        await using var foreign = Toolset("memory", Server());
        await foreign.ReadyAsync(default);
        Assert.Contains(foreign.Tools, tool => tool.Name == "memory_recall");
        var own = new Tool(Microsoft.Extensions.AI.AIFunctionFactory.Create(() => "own", "memory_recall"));

        var toolbox = new Toolbox([new Own(own), new Late(foreign)]);

        Assert.Same(own, Assert.Single(toolbox.For(new Persona("eliza", "Eliza", "", null, ["memory_recall"], null, 6, [], [], "#000000", "x"))));
    }

    [Fact]
    public async Task A_server_at_an_address_outside_the_house_is_not_asked()
    {
        await using var toolset = Toolset("far", new McpServerOptions { Url = new Uri("http://203.0.113.7:9/mcp") });

        await toolset.ReadyAsync(default);

        Assert.Empty(toolset.Tools);
    }

    private static async Task<string> CallAsync(Tool tool, string question)
    {
        var persona = new Persona("eliza", "Eliza", "", null, [], null, 6, [], [], "#000000", "x");
        var turn = new ToolTurn(persona, null, question, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
        return (await tool.Function.InvokeAsync(turn.Arguments(new Dictionary<string, object?> { ["query"] = question })))!.ToString()!;
    }

    private static McpToolset Toolset(string name, McpServerOptions server)
    {
        var options = new McpToolsOptions();
        options.Servers[name] = server;
        return new McpToolset(Options.Create(options), TimeProvider.System, NullLoggerFactory.Instance);
    }

    private McpServerOptions Server()
    {
        var server = new McpServerOptions { Command = "dotnet" };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "locals.dll"), "mcp", "--data", _home.Path]) server.Arguments.Add(argument);
        return server;
    }

    private async Task ImportAsync()
    {
        await using var services = House.BuildForCommand(TestHouse.Configuration(_home.Path, null));
        await services.GetRequiredService<ImportService>().ImportAsync(await SampleExports.WriteAsync(_home.Combine("samples")), null);
    }

    private sealed class Own(Tool tool) : IToolset
    {
        public IReadOnlyList<Tool> Tools { get; } = [tool];
    }

    /// <summary>Its tools were not known yet when the box was made.</summary>
    private sealed class Late(IToolset inner) : IToolset
    {
        private int _looks;

        public IReadOnlyList<Tool> Tools => _looks++ == 0 ? [] : inner.Tools;
    }
}
