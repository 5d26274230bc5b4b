using LocalsOnly.Agents;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Tools.Options;
using LocalsOnly.Memory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LocalsOnly.Tests.Agents.WeeklyOptions;

/// <summary>The desk as the host registers it, with a clock that stands still, and a model that calls its tools.</summary>
internal sealed class OptionsRoom : IDisposable
{
    private static readonly Persona s_solus = new("solus", "Solus", "Options", null, [], null, 0, [], [], "#c08a1e", "You are Solus.");

    private readonly TemporaryDirectory _directory = new();
    private ServiceProvider _services;

    public OptionsRoom() => _services = Start();

    /// <summary>A Monday noon, 92 hours before the settlement of Friday 27 November 2026.</summary>
    public static DateTimeOffset Monday { get; } = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Monday;

    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    public string BookPath => _directory.Combine("desks", "options", "book.jsonl");

    public IReadOnlyList<Tool> Tools => [.. _services.GetServices<IToolset>().SelectMany(toolset => toolset.Tools)];

    /// <summary>Calls a tool as a model would, and moves the clock by a minute, as another message would.</summary>
    public async Task<string> Call(string tool, object? given = null)
    {
        var result = await CallInSameTurn(tool, given);
        Now = Now.AddMinutes(1);
        return result;
    }

    public async Task<string> CallInSameTurn(string tool, object? given = null)
    {
        var arguments = given is null
            ? []
            : given.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(given));
        var turn = new ToolTurn(s_solus, null, "", TimeZoneInfo.ConvertTime(Now, Zone), Zone);
        var result = await Tools.Single(its => its.Name == tool).Function.InvokeAsync(turn.Arguments(arguments));
        return result?.ToString() ?? "";
    }

    /// <summary>The sentence with which a call is refused.</summary>
    public async Task<string> Refusal(string tool, object? given = null)
    {
        var sentence = (await Assert.ThrowsAsync<ToolException>(() => Call(tool, given))).Message;
        Assert.DoesNotContain('\n', sentence);
        Assert.Matches(@"[.!]$", sentence);
        return sentence;
    }

    public void Restart()
    {
        _services.Dispose();
        _services = Start();
    }

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    private ServiceProvider Start() => new ServiceCollection()
        .AddSingleton(Microsoft.Extensions.Options.Options.Create(new DataOptions { Local = _directory.Path }))
        .AddOptionsDesk(new ConfigurationBuilder().Build())
        .BuildServiceProvider();
}
