using System.Globalization;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Evaluation;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Agents.Peers;
using LocalsOnly.Agents.Tools;
using LocalsOnly.Agents.Turns;

namespace LocalsOnly.Agents.Personas;

/// <summary>Everything that can be wrong with the personas' files at once, what only shows when they are held against the house included.</summary>
internal sealed partial class PersonaCheckup(IPersonaStore personas, Toolbox toolbox, IEnumerable<IReplyGuard> guards)
{
    /// <summary>About 3,000 tokens, which every turn begins with.</summary>
    public const int LongestPrompt = 12_000;

    private const int LongestDescription = 80;
    private static readonly string[] s_sources = ["chatgpt", "claude", "claude-code", "here", "knowledge"];
    private readonly HashSet<string> _guards = [.. guards.Select(guard => guard.Name).OfType<string>()];

    /// <param name="folder">The folder with one folder for each persona.</param>
    /// <param name="only">Id of the one that is meant; null for all.</param>
    public IReadOnlyList<PersonaFinding> Run(string folder, string? only)
    {
        var found = personas.Problems.Where(problem => only is null || problem.Id == only).Select(problem => new PersonaFinding(problem.Id, false, problem.Sentence)).ToList();
        foreach (var persona in personas.All.Where(persona => only is null || persona.Id == only))
        {
            found.AddRange(Header(persona));
            found.AddRange(Prompt(persona, folder));
            found.AddRange(Evals(persona, folder));
        }

        return found;
    }

    private IEnumerable<PersonaFinding> Header(Persona persona)
    {
        var tools = toolbox.All.Select(tool => tool.Name).ToList();
        foreach (var name in toolbox.Unknown(persona)) yield return Wrong(persona, $"tools names {Quoted(name)}, which this house does not have{Near(name, tools)}");
        foreach (var id in persona.Peers)
        {
            if (id == persona.Id) yield return Wrong(persona, $"peers names {Quoted(id)} itself; leave it out");
            else if (personas.Find(id) is null) yield return Wrong(persona, $"peers names {Quoted(id)}, and there is no such persona{Near(id, personas.All.Select(other => other.Id))}");
        }

        foreach (var name in persona.Guards.Where(name => !_guards.Contains(name))) yield return Maybe(persona, $"guards names {name}, and nothing in this house looks over replies by that name yet");
        foreach (var source in (persona.Sources ?? []).Where(source => !s_sources.Contains(source)))
            yield return Maybe(persona, $"memory.sources names {Quoted(source)}, from which no import comes{Near(source, s_sources)}");
        if (persona.Description.Length > LongestDescription)
            yield return Wrong(persona, string.Create(CultureInfo.InvariantCulture, $"description has {persona.Description.Length} characters and may have {LongestDescription}"));
        if (PersonaIds.Refuse(persona.Id) is { } refused) yield return Maybe(persona, refused.TrimEnd('.'));
        if (personas.All.FirstOrDefault(other => other.Id != persona.Id && other.Name.Equals(persona.Name, StringComparison.OrdinalIgnoreCase)) is { } twin)
            yield return Wrong(persona, $"name is {persona.Name}, and so is that of {twin.Id}; answers could not be told apart");
    }

    private static IEnumerable<PersonaFinding> Prompt(Persona persona, string folder)
    {
        if (persona.Prompt.Length > LongestPrompt)
            yield return Wrong(persona, string.Create(CultureInfo.InvariantCulture, $"the prompt has {persona.Prompt.Length} characters and may have {LongestPrompt}; what it only sometimes needs belongs into knowledge/{persona.Id}"));
        if (ControlTokens.Defuse(persona.Prompt) != persona.Prompt) yield return Wrong(persona, "the prompt holds a word that steers chat templates, such as <think> or [INST]; take it out");
        var first = FirstPromptLine(persona, folder);
        foreach (var (number, line) in persona.Prompt.Split('\n').Index())
        {
            if (Date().Match(line) is { Success: true } date) yield return Wrong(persona, $"the prompt holds the date {date.Value}, and it is the same in every turn; what changes is told by the host", first + number);
            if (Price().Match(line) is { Success: true } price) yield return Wrong(persona, $"the prompt holds the price {price.Value.Trim()}, which would count as known for ever; use relative words", first + number);
            if (line.Contains(PersonaTemplate.ToWrite, StringComparison.Ordinal)) yield return Maybe(persona, "this line still waits for its author", first + number);
        }
    }

    private IEnumerable<PersonaFinding> Evals(Persona persona, string folder)
    {
        var set = ScenarioSet.Load(folder, persona.Id);
        foreach (var problem in set.Problems) yield return new PersonaFinding(persona.Id, false, problem.Sentence);
        if (set is { Scenarios.Count: 0, Problems.Count: 0 }) yield return new PersonaFinding(persona.Id, true, $"agents/{persona.Id} has no evals; agents/README.md says how to write one.");
        var tools = toolbox.All.Select(tool => tool.Name).ToList();
        foreach (var scenario in set.Scenarios)
        {
            foreach (var check in scenario.Checks)
            {
                // Another desk may bring the tool later, so that its eval waits for it.
                if (check is MustCall { Tool: var tool } && tool != AskAgentFunction.ToolName && !tools.Contains(tool))
                    yield return Unknown(scenario, check.Line, $"must_call names {Quoted(tool)}, which this house does not have{Near(tool, tools)}", true);
                else if (check is MustCall { Tool: var unnamed } && unnamed != AskAgentFunction.ToolName && !persona.Tools.Contains(unnamed))
                    yield return Unknown(scenario, check.Line, $"must_call names {unnamed}, and the header of {persona.Id} does not", true);
                else if (check is HandsOverTo { Peer: var peer } && !persona.Peers.Contains(peer))
                    yield return Unknown(scenario, check.Line, $"hands_over_to names {Quoted(peer)}, whom {persona.Id} may not ask{Near(peer, persona.Peers)}", false);
            }

            foreach (var name in scenario.Given.Tools.Keys.Where(name => !tools.Contains(name)))
                yield return Unknown(scenario, scenario.Line, $"given tools names {Quoted(name)}, which this house does not have{Near(name, tools)}", true);
            foreach (var id in scenario.Given.Colleagues.Keys.Where(id => !persona.Peers.Contains(id)))
                yield return Unknown(scenario, scenario.Line, $"given colleagues names {Quoted(id)}, whom {persona.Id} may not ask{Near(id, persona.Peers)}", false);
            foreach (var source in scenario.Given.Passages.Select(passage => passage.Source).Where(source => persona.Sources?.Contains(source) == false).Distinct())
                yield return Unknown(scenario, scenario.Line, $"a given passage is from {Quoted(source)}, from which {persona.Id} does not recall", false);
        }
    }

    private static PersonaFinding Unknown(Scenario scenario, int line, string clause, bool warning) =>
        new(scenario.Persona, warning, new ScenarioProblem(scenario.File, line, clause).Sentence);

    private static PersonaFinding Wrong(Persona persona, string clause, int? line = null) => new(persona.Id, false, new ScenarioProblem($"agents/{persona.Id}/persona.md", line, clause).Sentence);

    private static PersonaFinding Maybe(Persona persona, string clause, int? line = null) => Wrong(persona, clause, line) with { IsWarning = true };

    private static string Quoted(string name) => $"'{PersonSentences.Plain(name)}'";

    private static string Near(string name, IEnumerable<string> known) => Nearest.Of(name, known) is { } near ? $"; did you mean {near}?" : "";

    /// <summary>Line of the file on which the prompt begins.</summary>
    private static int FirstPromptLine(Persona persona, string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, persona.Id, "persona.md")).ReplaceLineEndings("\n");
            var at = text.IndexOf(persona.Prompt, StringComparison.Ordinal);
            return at < 0 ? 1 : text.AsSpan(0, at).Count('\n') + 1;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 1;
        }
    }

    [GeneratedRegex(
        @"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b|\b\d{1,2}(?:st|nd|rd|th|er|\.)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|januar|februar|märz|juni|juli|oktober|dezember)(?:\s+\d{4})?\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?(?:,\s*\d{4})?\b|\b(?:in|since|of|as\s+of|depuis|seit)\s+20\d{2}\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Date();

    [GeneratedRegex(@"[$€£¥₿]\s?\d[\d.,' ]*\s?(?:k|m|bn|billion|million)?\b|\b\d[\d.,']*\s?(?:[$€£¥₿]|(?:usd|usdc|usdt|eur|gbp|chf|dollars?|euros?)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Price();
}

/// <summary>Something that is, or may be, wrong with a persona's files.</summary>
/// <param name="Id">Whose.</param>
/// <param name="IsWarning">It may be meant that way.</param>
/// <param name="Sentence">What, where, and what to do.</param>
internal sealed record PersonaFinding(string Id, bool IsWarning, string Sentence);
