using System.Text.RegularExpressions;
using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using LocalsOnly.Scheduling;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LocalsOnly.Tests.Agents;

/// <summary>The personas and the tools that ship, together as in the host.</summary>
public sealed class ShippedToolTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _services;

    public ShippedToolTests() => _services = Build();

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Data:Local"] = _directory.Path, ["Agents:Folder"] = Path.Combine(Repository.Root, "agents"), ["Data:Offline"] = "true" })
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IChatClient, ScriptedModel>()
            .AddMemory(configuration)
            .AddAgents(configuration)
            .AddScheduling(configuration)
            .BuildServiceProvider();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _services.DisposeAsync().AsTask();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_persona_has_the_tools_that_its_header_names()
    {
        var toolbox = _services.GetRequiredService<Toolbox>();

        Assert.All(_services.GetRequiredService<IPersonaStore>().All, persona =>
        {
            Assert.Empty(toolbox.Unknown(persona));
            Assert.Equal(persona.Tools.Count, toolbox.For(persona).Count);
            Assert.InRange(persona.Tools.Count, 8, 32);
        });
    }

    [Fact]
    public void Every_tool_is_some_personas_and_has_a_name_that_ordinary_text_does_not_hold()
    {
        var named = _services.GetRequiredService<IPersonaStore>().All.SelectMany(persona => persona.Tools).ToHashSet();

        Assert.All(_services.GetRequiredService<Toolbox>().All, tool =>
        {
            Assert.Contains(tool.Name, named);
            Assert.Matches(new Regex("^[a-z]+(_[a-z]+)+$"), tool.Name);
            Assert.False(string.IsNullOrWhiteSpace(tool.Function.Description));
        });
    }

    [Fact]
    public void What_writes_has_to_be_asked_for_and_what_trades_on_paper_by_a_person()
    {
        var writing = _services.GetRequiredService<Toolbox>().All.Where(tool => tool.Effect == ToolEffect.Write).ToList();

        // A signal is only said, and a task waits for a code that the person writes.
        Assert.Equal(["paper_signal", "task_confirm", "task_propose"], writing.Where(tool => tool.AskedBy.Count == 0).Select(tool => tool.Name).Order());
        Assert.Equal(["paper_close", "paper_open", "paper_reset_breaker", "paper_stop", "task_confirm", "task_propose"], writing.Where(tool => tool.PersonOnly).Select(tool => tool.Name).Order());
    }

    [Fact]
    public async Task Schemas_are_the_same_bytes_in_two_hosts()
    {
        await using var other = Build();

        Assert.Equal(Schemas(_services), Schemas(other));
    }

    [Fact]
    public async Task Offline_every_tool_that_asks_outside_says_so_in_a_sentence()
    {
        var price = _services.GetRequiredService<Toolbox>().All.Single(tool => tool.Name == "market_price");
        var turn = new ToolTurn(_services.GetRequiredService<IPersonaStore>().Find("vince")!, null, "BTC?", DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);

        string said;
        try
        {
            said = (await price.Function.InvokeAsync(turn.Arguments(new Dictionary<string, object?> { ["symbols"] = "BTC" })))!.ToString()!;
        }
        catch (ToolException refused)
        {
            said = refused.Message;
        }

        Assert.Contains("Data:Offline", said, StringComparison.Ordinal);
    }

    private static string Schemas(ServiceProvider services) =>
        string.Join('\n', services.GetRequiredService<Toolbox>().All.OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool => tool.Name + tool.Function.Description + tool.Function.JsonSchema.GetRawText()));
}
