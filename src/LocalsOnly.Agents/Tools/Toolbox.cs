namespace LocalsOnly.Agents.Tools;

/// <summary>All tools of the house, and which of them a persona has.</summary>
internal sealed class Toolbox
{
    private readonly Dictionary<string, Tool> _tools;

    /// <exception cref="InvalidOperationException">Two tools have one name.</exception>
    public Toolbox(IEnumerable<IToolset> toolsets)
    {
        var tools = toolsets.SelectMany(set => set.Tools).ToList();
        if (tools.GroupBy(tool => tool.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two tools are called {twice.Key}.");
        _tools = tools.ToDictionary(tool => tool.Name, StringComparer.Ordinal);
    }

    /// <summary>Every tool, by name.</summary>
    public IReadOnlyCollection<Tool> All => _tools.Values;

    /// <summary>The tools that the persona's header names, in the order of their names, so that their schemas are the same bytes in every turn.</summary>
    public IReadOnlyList<Tool> For(Persona persona) =>
        [.. persona.Tools.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => _tools.GetValueOrDefault(name)).OfType<Tool>()];

    /// <summary>Names in the header that no tool has.</summary>
    public IReadOnlyList<string> Unknown(Persona persona) => [.. persona.Tools.Where(name => !_tools.ContainsKey(name))];
}
