using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>A key under <c>checks</c>.</summary>
/// <param name="Name">The key.</param>
/// <param name="Read">Makes checks of its value.</param>
internal sealed record CheckKind(string Name, Func<YamlNode, ScenarioReading, IEnumerable<Check>> Read)
{
    private const int LongestWords = 500;
    private const int MostWords = 2000;
    private const int MostMarks = 20;
    private static readonly string[] s_languages = ["en", "fr", "de"];

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<CheckKind> All { get; } =
    [
        new("must_call", (node, reading) => Names(node, reading, "must_call").Select(name => new MustCall(YamlTree.LineOf(node), name))),
        new("must_not_call", (node, reading) => Names(node, reading, "must_not_call").Select(name => new MustNotCall(YamlTree.LineOf(node), name))),
        new("must_say", (node, reading) => Phrases(node, reading, "must_say").Select(phrase => new MustSay(phrase.Line, phrase.Phrase))),
        new("must_not_say", (node, reading) => Phrases(node, reading, "must_not_say").Select(phrase => new MustNotSay(phrase.Line, phrase.Phrase))),
        new("must_not_name", (node, reading) => Names(node, reading, "must_not_name").Select(name => new MustNotName(YamlTree.LineOf(node), name))),
        new("ends_with", (node, reading) =>
            Phrases(node, reading, "ends_with").Select(phrase => phrase.Phrase).ToList() is { Count: > 0 } endings ? [new EndsWith(YamlTree.LineOf(node), endings)] : []),
        new("at_most_words", (node, reading) => reading.Count(node, "at_most_words", MostWords) is { } words ? [new AtMostWords(YamlTree.LineOf(node), words)] : []),
        new("language", (node, reading) => reading.OneOf(node, "language", s_languages) is { } code ? [new InLanguage(YamlTree.LineOf(node), code)] : []),
        new("hands_over_to", (node, reading) => Names(node, reading, "hands_over_to").Select(name => new HandsOverTo(YamlTree.LineOf(node), name.ToLowerInvariant()))),
        new("cites", (node, reading) => reading.Count(node, "cites", MostMarks) is { } marks ? [new Cites(YamlTree.LineOf(node), marks)] : []),
        new("no_invented_figures", (node, reading) => reading.IsTrue(node, "no_invented_figures") ? [new NoInventedFigures(YamlTree.LineOf(node))] : []),
        new("no_unverified", (node, reading) => reading.IsTrue(node, "no_unverified") ? [new NoUnverified(YamlTree.LineOf(node))] : []),
    ];

    private static IEnumerable<string> Names(YamlNode node, ScenarioReading reading, string key) => reading.Texts(node, key, LongestWords).Select(text => text.Text);

    private static List<(int Line, Phrase Phrase)> Phrases(YamlNode node, ScenarioReading reading, string key)
    {
        var phrases = new List<(int, Phrase)>();
        foreach (var (at, text) in reading.Texts(node, key, LongestWords))
        {
            try
            {
                phrases.Add((YamlTree.LineOf(at), Phrase.Parse(text)));
            }
            catch (FormatException broken)
            {
                reading.Wrong(at, broken.Message);
            }
        }

        return phrases;
    }
}
