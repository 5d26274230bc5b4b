using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace LocalsOnly.Agents.Evaluation;

/// <summary>The nodes of a YAML text. What opens too deep, or refers back, is refused before anything is built of it: neither the stack nor the memory can be exhausted.</summary>
internal static class YamlTree
{
    // A result of a tool in a scenario of a list lies six deep.
    private const int MostDepth = 12;

    /// <param name="text">The whole file.</param>
    /// <param name="line">Where it is wrong, when it is.</param>
    /// <exception cref="FormatException">What is wrong, as a clause.</exception>
    public static YamlNode? Read(string text, out int? line)
    {
        line = null;
        try
        {
            if (Refusal(text) is { } refused)
            {
                line = refused.Line;
                throw new FormatException(refused.Clause);
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
        }
        catch (YamlException broken)
        {
            line = (int)broken.Start.Line;
            var twice = broken.Message.Contains("uplicate", StringComparison.Ordinal);
            throw new FormatException(twice ? "a key stands there twice; keep one" : "this is no valid YAML; check colons, brackets, quotes and indentation, and put a text with a colon in quotes", broken);
        }
    }

    public static int LineOf(YamlNode node) => (int)node.Start.Line;

    private static (int Line, string Clause)? Refusal(string text)
    {
        var parser = new Parser(new StringReader(text));
        var depth = 0;
        var documents = 0;
        while (parser.MoveNext())
        {
            var current = parser.Current!;
            depth += current.NestingIncrease;
            var line = (int)current.Start.Line;
            if (depth > MostDepth) return (line, "it is nested too deep");
            if (current is AnchorAlias) return (line, "it refers to another place with *; write the text out");
            if (current is DocumentStart && ++documents > 1) return (line, "a second document begins here; keep one");
        }

        return null;
    }
}
