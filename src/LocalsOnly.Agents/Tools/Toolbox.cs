namespace LocalsOnly.Agents.Tools;

/// <summary>All tools of the house, and which of them a persona has.</summary>
internal sealed class Toolbox : IPersonaTools
{
    private readonly IToolset[] _toolsets;

    /// <exception cref="InvalidOperationException">Two tools have one name.</exception>
    public Toolbox(IEnumerable<IToolset> toolsets)
    {
        _toolsets = [.. toolsets];
        if (All.GroupBy(tool => tool.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two tools are called {twice.Key}.");
    }

    /// <summary>Every tool that is known by now.</summary>
    public IEnumerable<Tool> All => _toolsets.SelectMany(set => set.ArePrivate ? set.Tools.Select(tool => tool with { Private = true }) : set.Tools);

    /// <summary>Completes when every desk has said which tools it has.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken) => Task.WhenAll(_toolsets.Select(set => set.ReadyAsync(cancellationToken)));

    /// <summary>The tools that the persona's header names or that are given to it, in the order of their names, so that their schemas are the same bytes in every turn.</summary>
    public IReadOnlyList<Tool> For(Persona persona) =>
        [.. All.Where(tool => tool.Personas?.Contains(persona.Id) ?? persona.Tools.Contains(tool.Name)).DistinctBy(tool => tool.Name, StringComparer.Ordinal).OrderBy(tool => tool.Name, StringComparer.Ordinal)];

    /// <summary>Names in the header that no tool has.</summary>
    public IReadOnlyList<string> Unknown(Persona persona)
    {
        var known = All.Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
        return [.. persona.Tools.Where(name => !known.Contains(name))];
    }
}
