namespace LocalsOnly.Agents.Evaluation;

/// <summary>The scenarios of a persona, as its files stand now.</summary>
/// <param name="Scenarios">Those that can be put, in the order of the files' names.</param>
/// <param name="Problems">What is wrong with the files.</param>
internal sealed record ScenarioSet(IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems)
{
    private const int MostBytes = 1 << 20;

    public static string FolderOf(string agents, string persona) => Path.Combine(agents, persona, "evals");

    /// <param name="agents">The folder with one folder for each persona.</param>
    /// <param name="persona">Id of the persona.</param>
    public static ScenarioSet Load(string agents, string persona)
    {
        var (scenarios, problems) = (new List<Scenario>(), new List<ScenarioProblem>());
        var folder = FolderOf(agents, persona);
        if (!Directory.Exists(folder)) return new ScenarioSet([], []);
        foreach (var file in Files(folder, persona, problems).Order(StringComparer.Ordinal))
        {
            var name = $"agents/{persona}/evals/{Path.GetFileName(file)}";
            if (Path.GetExtension(file) != ".yaml")
            {
                problems.Add(new ScenarioProblem(name, null, "only files that end in .yaml are read here; rename it or move it away"));
                continue;
            }

            if (Read(file, name, problems) is not { } text) continue;
            var (found, wrong) = ScenarioFile.Parse(persona, name, text);
            problems.AddRange(wrong);
            foreach (var scenario in found)
            {
                if (scenarios.Find(other => other.Name.Equals(scenario.Name, StringComparison.OrdinalIgnoreCase)) is { } twin)
                    problems.Add(new ScenarioProblem(name, scenario.Line, $"'{PersonSentences.Plain(scenario.Name)}' is already the name of a scenario in {twin.File}; call one of them something else"));
                else scenarios.Add(scenario);
            }
        }

        return new ScenarioSet(scenarios, problems);
    }

    private static string[] Files(string folder, string persona, List<ScenarioProblem> problems)
    {
        try
        {
            return [.. Directory.GetFiles(folder).Where(file => !Path.GetFileName(file).StartsWith('.'))];
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ScenarioProblem($"agents/{persona}/evals", null, $"it cannot be listed ({closed.Message.TrimEnd('.')})"));
            return [];
        }
    }

    private static string? Read(string file, string name, List<ScenarioProblem> problems)
    {
        try
        {
            if (new FileInfo(file).Length <= MostBytes) return File.ReadAllText(file);
            problems.Add(new ScenarioProblem(name, null, "it is longer than 1 MB; split it"));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException)
        {
            problems.Add(new ScenarioProblem(name, null, $"it cannot be read ({closed.Message.TrimEnd('.')})"));
        }

        return null;
    }
}
