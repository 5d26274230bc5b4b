using LocalsOnly.Agents;
using LocalsOnly.Agents.Evaluation;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Memory;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LocalsOnly.Tests.Agents.Evaluation;

/// <summary>A house of two personas with a few tools and a scripted model, evaluated as <c>locals eval personas</c> does.</summary>
internal sealed class EvaluatedHouse : IToolset, IAsyncDisposable, IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Lazy<ServiceProvider> _services;

    public EvaluatedHouse()
    {
        Write("vince", "VINCE", "market_price, paper_open, time_now", "figures, execution", "solus");
        Write("solus", "Solus", "option_decision", "execution", "");
        Tools =
        [
            Tool("market_price", (string symbol) => Ran("market_price", symbol), ToolEffect.Outward),
            Tool("paper_open", (string symbol) => Ran("paper_open", symbol), ToolEffect.Write),
            Tool("time_now", (AIFunctionArguments arguments) => $"{ToolTurn.Of(arguments).Now:yyyy-MM-dd HH:mm zzz}", ToolEffect.None),
            Tool("option_decision", () => "skip", ToolEffect.None),
        ];
        _services = new(Build);
    }

    public ScriptedModel Model { get; } = new();

    public ScriptedMemory Memory { get; } = new();

    public IReadOnlyList<Tool> Tools { get; }

    /// <summary>What reached the house's own tools.</summary>
    public List<string> Reached { get; } = [];

    public async Task<ScenarioResult> RunAsync(string scenario)
    {
        var (scenarios, problems) = ScenarioFile.Parse("vince", "agents/vince/evals/x.yaml", scenario);
        Assert.Empty(problems);
        return await _services.Value.GetRequiredService<PersonaEvaluation>().RunAsync(Assert.Single(scenarios), new EvaluationPin(null, null), 1, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_services.IsValueCreated) await _services.Value.DisposeAsync();
        Dispose();
    }

    public void Dispose()
    {
        Model.Dispose();
        _directory.Dispose();
    }

    private string Ran(string tool, string with)
    {
        Reached.Add($"{tool} {with}");
        return "70000 USD";
    }

    private static Tool Tool(string name, Delegate method, ToolEffect effect) => new(AIFunctionFactory.Create(method, name, $"{name} for a test")) { Effect = effect };

    private void Write(string id, string name, string tools, string guards, string peers) => _directory.Write(
        Path.Combine("agents", id, "persona.md"), $"---\nname: {name}\ndescription: {name} at work\ntier: heavy\ntools: [{tools}]\nguards: [{guards}]\npeers: [{peers}]\n---\nYou are {name}.\n");

    private ServiceProvider Build()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Agents:Folder"] = _directory.Combine("agents"), ["Agents:TimeZone"] = "UTC" }).Build();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IChatClient>(Model);
        services.AddSingleton<IMemory>(Memory);
        services.AddMemory(configuration);
        services.AddAgents(configuration);
        services.RemoveAll<IToolset>();
        services.AddSingleton<IToolset>(this);
        return services.AddPersonaEvaluation(_directory.Combine("data")).BuildServiceProvider();
    }
}
