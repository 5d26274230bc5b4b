using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>Takes the values out of a file's nodes, and notes what is wrong with them.</summary>
internal sealed class ScenarioReading(string file)
{
    private readonly List<ScenarioProblem> _problems = [];

    public string File => file;

    public IReadOnlyList<ScenarioProblem> Problems => _problems;

    public void Wrong(YamlNode? node, string clause) => Wrong(node is null ? null : YamlTree.LineOf(node), clause);

    public void Wrong(int? line, string clause) => _problems.Add(new ScenarioProblem(file, line, clause));

    /// <summary>The values of a mapping by their keys; an unknown key is refused, with the one that was probably meant. Null when it is no mapping.</summary>
    public Dictionary<string, YamlNode>? Fields(YamlNode node, string what, IReadOnlyList<string> known)
    {
        if (Entries(node, what) is not { } entries) return null;
        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (key, name, value) in entries)
        {
            if (known.Contains(name)) fields.Add(name, value);
            else
                Wrong(key, Nearest.Of(name, known) is { } near
                    ? $"{what} has no '{PersonSentences.Plain(name)}'; did you mean {near}?"
                    : $"{what} has no '{PersonSentences.Plain(name)}'; known are {string.Join(", ", known)}");
        }

        return fields;
    }

    /// <summary>The entries of a mapping whose keys are names of any kind; null when it is none.</summary>
    public List<(YamlNode Key, string Name, YamlNode Value)>? Entries(YamlNode node, string what)
    {
        if (node is not YamlMappingNode mapping)
        {
            Wrong(node, $"{what} is written as keys with values, each on a line of its own");
            return null;
        }

        var entries = new List<(YamlNode, string, YamlNode)>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is YamlScalarNode { Value: { Length: > 0 } name }) entries.Add((key, name, value));
            else Wrong(key, $"a key of {what} is no plain word");
        }

        return entries;
    }

    /// <summary>A text that is not empty; null, with a problem, when it is none.</summary>
    public string? Text(YamlNode node, string what, int longest)
    {
        if (node is not YamlScalarNode { Value: { } value } || string.IsNullOrWhiteSpace(value))
        {
            Wrong(node, $"{what} is a text that is not empty; quote it when it has a colon in it");
            return null;
        }

        if (value.Length > longest)
        {
            Wrong(node, string.Create(CultureInfo.InvariantCulture, $"{what} has {value.Length} characters and may have {longest}"));
            return null;
        }

        return value.Trim();
    }

    /// <summary>One text, or a list of them.</summary>
    public List<(YamlNode Node, string Text)> Texts(YamlNode node, string what, int longest)
    {
        if (node is YamlSequenceNode { Children.Count: 0 }) Wrong(node, $"{what} is an empty list; leave it out");
        var texts = new List<(YamlNode, string)>();
        foreach (var item in node is YamlSequenceNode list ? list.Children : [node])
            if (Text(item, what, longest) is { } text) texts.Add((item, text));
        return texts;
    }

    public string? OneOf(YamlNode node, string what, IReadOnlyList<string> allowed)
    {
        if (Text(node, what, 40) is not { } word) return null;
        if (allowed.Contains(word)) return word;
        Wrong(node, $"{what} is '{PersonSentences.Plain(word)}'; write {string.Join(", ", allowed.SkipLast(1))} or {allowed[^1]}");
        return null;
    }

    public int? Count(YamlNode node, string what, int most)
    {
        if (node is YamlScalarNode { Value: { } text } && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most) return count;
        Wrong(node, string.Create(CultureInfo.InvariantCulture, $"{what} is a whole number from 1 to {most}"));
        return null;
    }

    public bool IsTrue(YamlNode node, string what)
    {
        if (node is YamlScalarNode { Value: "true" }) return true;
        Wrong(node, $"{what} is only ever true; leave it out when it is not to hold");
        return false;
    }
}
