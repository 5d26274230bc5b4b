using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace LocalsOnly.Simulation.Answering;

/// <summary>A passage that a prompt gives, as its author is called in an answer.</summary>
internal sealed record Passage(string Id, string? Title, string? Date, string? Author, string Text);

/// <summary>A user message taken apart: the passages it gives, and what it asks.</summary>
internal sealed partial record Prompt(IReadOnlyList<Passage> Passages, string Question)
{
    /// <summary>
    /// Reads <c>&lt;passage id="1" title="…" date="…" author="you"&gt;text&lt;/passage&gt;</c> blocks, then the question: what follows the
    /// last line that begins with <c>Question:</c>, or everything that is not a passage.
    /// </summary>
    public static Prompt Read(string message)
    {
        var passages = new List<Passage>();
        foreach (Match block in Block().Matches(message))
        {
            var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (Match attribute in Attribute().Matches(block.Groups["attributes"].Value))
                attributes[attribute.Groups["name"].Value] = WebUtility.HtmlDecode(attribute.Groups["value"].Value).Trim();
            passages.Add(new Passage(
                Given(attributes, "id") ?? (passages.Count + 1).ToString(CultureInfo.InvariantCulture),
                Given(attributes, "title"),
                Given(attributes, "date"),
                Given(attributes, "author"),
                block.Groups["text"].Value));
        }

        var rest = Block().Replace(message, "\n");
        var marks = QuestionLine().Matches(rest);
        var question = marks.Count == 0 ? rest : rest[(marks[^1].Index + marks[^1].Length)..];
        return new Prompt(passages, question.Trim());
    }

    private static string? Given(Dictionary<string, string> attributes, string name) =>
        attributes.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    [GeneratedRegex("""<passage\b(?<attributes>(?:\s+[\w-]+="[^"]*")*)\s*>(?<text>.*?)</passage>""", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(?<name>[\w-]+)=""(?<value>[^""]*)""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^[ \t]*Question:[ \t]*", RegexOptions.Multiline)]
    private static partial Regex QuestionLine();
}
