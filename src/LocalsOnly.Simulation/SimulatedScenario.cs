using LocalsOnly.Simulation.State;

namespace LocalsOnly.Simulation;

/// <summary>
/// One thing that happens to people with an exo cluster, by name: a way of answering, a load, a stage of a model's life, a fault. The list
/// is that of the protocol facts (exo.md §6).
/// </summary>
public sealed class SimulatedScenario
{
    private readonly Action<SimulatedExoNode> _apply;
    private readonly Func<SimulatedExoNodeOptions, SimulatedExoNodeOptions>? _configure;

    private SimulatedScenario(
        string name, string summary, Action<SimulatedExoNode> apply, Func<SimulatedExoNodeOptions, SimulatedExoNodeOptions>? configure = null)
    {
        (Name, Summary, _apply, _configure) = (name, summary, apply, configure);
    }

    /// <summary>In kebab-case, e.g. <c>error-mid-text</c>.</summary>
    public string Name { get; }

    /// <summary>What one will see, in one sentence.</summary>
    public string Summary { get; }

    /// <summary>Every scenario: answers, then load, then lifecycle, then faults.</summary>
    public static IReadOnlyList<SimulatedScenario> All { get; } = [.. ScenarioCatalog.All];

    /// <summary>The scenario of that name, in any case; null when there is none.</summary>
    public static SimulatedScenario? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Options with what the scenario must know before a node starts: its pace, its machines.</summary>
    public SimulatedExoNodeOptions Configure(SimulatedExoNodeOptions options) => _configure?.Invoke(options) ?? options;

    /// <summary>Plays the scenario on a node that runs; it should have been started with options from <see cref="Configure"/>.</summary>
    public void Apply(SimulatedExoNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _apply(node);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static SimulatedScenario Of(
        string name,
        string summary,
        Action<SimulatedExoNode> apply,
        Func<SimulatedExoNodeOptions, SimulatedExoNodeOptions>? configure = null) => new(name, summary, apply, configure);

    internal static SimulatedScenario Of(string name, string summary, SimulatedAnswer answer) => new(name, summary, node => node.Answer = answer);

    internal static SimulatedScenario Of(string name, string summary, SimulatedFault fault) => new(name, summary, node => node.Fault = fault);

    internal static SimulatedScenario Of(string name, string summary, SimulatedPlacement placement) =>
        new(name, summary, node => node.Placement = placement);
}
