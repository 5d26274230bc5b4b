using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>Reads <c>agents/&lt;id&gt;/evals/*.yaml</c>: a list of scenarios. Every mistake is told with its line, and what was probably meant.</summary>
internal sealed class ScenarioFile
{
    private const int LongestName = 100;
    private const int LongestText = 20_000;
    private static readonly string[] s_keys = ["name", "language", "messages", "given", "checks"];
    private static readonly string[] s_languages = ["en", "fr", "de"];

    private readonly string _persona;
    private readonly ScenarioReading _reading;
    private readonly List<Scenario> _scenarios = [];

    private ScenarioFile(string persona, string file) => (_persona, _reading) = (persona, new ScenarioReading(file));

    /// <param name="persona">Id of the persona.</param>
    /// <param name="file">What the file is called in a sentence.</param>
    /// <param name="text">All of it.</param>
    public static (IReadOnlyList<Scenario> Scenarios, IReadOnlyList<ScenarioProblem> Problems) Parse(string persona, string file, string text)
    {
        var its = new ScenarioFile(persona, file);
        its.Read(text);
        return (its._scenarios, its._reading.Problems);
    }

    private void Read(string text)
    {
        int? line = null;
        try
        {
            switch (YamlTree.Read(text, out line))
            {
                case YamlSequenceNode { Children.Count: > 0 } list:
                    foreach (var item in list.Children) ReadScenario(item);
                    break;
                case YamlMappingNode other:
                    _reading.Wrong(other, "the file is one list of scenarios; begin each with - name:");
                    break;
                default:
                    _reading.Wrong((int?)null, "there is no scenario in it; begin one with - name:");
                    break;
            }
        }
        catch (FormatException broken)
        {
            _reading.Wrong(line, broken.Message);
        }
    }

    private void ReadScenario(YamlNode node)
    {
        var before = _reading.Problems.Count;
        if (_reading.Fields(node, "a scenario", s_keys) is not { } fields) return;
        var name = fields.TryGetValue("name", out var named) ? _reading.Text(named, "name", LongestName) : null;
        if (named is null) _reading.Wrong(node, "a scenario has no name; begin it with - name: and what it is about");
        var language = fields.TryGetValue("language", out var spoken) ? _reading.OneOf(spoken, "language", s_languages) : null;
        var messages = fields.TryGetValue("messages", out var said) ? ReadMessages(said) : [];
        if (said is null) _reading.Wrong(node, "a scenario has no messages; write what the person says under messages:");
        var given = fields.TryGetValue("given", out var world) ? GivenReading.Read(world, _reading) : GivenFacts.Nothing;
        var checks = fields.TryGetValue("checks", out var wanted) ? ReadChecks(wanted) : [];
        if (wanted is null) _reading.Wrong(node, "a scenario has no checks; say under checks: what must come of it");
        if (_reading.Problems.Count == before) _scenarios.Add(new Scenario(_persona, _reading.File, YamlTree.LineOf(node), name!, language, messages, given, checks));
    }

    private List<TurnMessage> ReadMessages(YamlNode node)
    {
        var messages = new List<TurnMessage>();
        IEnumerable<YamlNode> items = node is YamlSequenceNode list ? list.Children : [node];
        foreach (var item in items)
        {
            var reply = item is YamlMappingNode { Children.Count: 1 } given && given.Children.Keys.First() is YamlScalarNode { Value: "reply" } ? given.Children.Values.First() : null;
            if (item is YamlMappingNode && reply is null)
            {
                _reading.Wrong(item, "a message is a text, or reply: with what the persona is to have answered; quote a text with a colon in it");
                continue;
            }

            if (_reading.Text(reply ?? item, "a message", LongestText) is not { } text) continue;
            if (reply is not null && messages is [] or [.., { FromPerson: false }]) _reading.Wrong(item, "a reply stands after a message of the person");
            messages.Add(new TurnMessage(reply is null, text));
        }

        if (messages.Count > 0 && !messages[^1].FromPerson) _reading.Wrong(node, "the last message is the person's, because its answer is what is checked");
        if (node is YamlSequenceNode { Children.Count: 0 }) _reading.Wrong(node, "there is no message under messages");
        return messages;
    }

    private List<Check> ReadChecks(YamlNode node)
    {
        var checks = new List<Check>();
        if (_reading.Fields(node, "checks", [.. CheckKind.All.Select(kind => kind.Name)]) is not { } fields) return checks;
        foreach (var (name, value) in fields) checks.AddRange(CheckKind.All.First(kind => kind.Name == name).Read(value, _reading));
        if (fields.Count == 0 && node is YamlMappingNode { Children.Count: 0 }) _reading.Wrong(node, "there is no check under checks");
        return checks;
    }
}
