using System.Globalization;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Guards;
using LocalsOnly.Inference;
using YamlDotNet.Core;

namespace LocalsOnly.Agents.Personas;

/// <summary>Reads <c>agents/&lt;id&gt;/persona.md</c>: a YAML header between <c>---</c> lines, then the prompt.</summary>
internal static partial class PersonaFile
{
    private const int MaxPassages = 20;
    private const string DefaultAccent = "#6b7280";

    /// <exception cref="FormatException">One sentence with the line and what to write instead.</exception>
    public static Persona Parse(string id, string content)
    {
        var (yaml, prompt) = Split(content);
        PersonaHeader header;
        try
        {
            header = PersonaHeader.Parse(yaml);
        }
        catch (YamlException broken)
        {
            // The header starts on line 2 of the file.
            throw new FormatException($"line {broken.Start.Line + 1}: {Reason(broken)}", broken);
        }

        if (prompt.Length == 0) throw new FormatException("there is no prompt after the header; write who the persona is below the second ---");
        return new Persona(
            id,
            Required(header.Name, "name", "VINCE"),
            Required(header.Description, "description", "Market data and paper trading"),
            ParseTier(header.Tier),
            header.Tools ?? [],
            ParseSources(header.Memory?.Sources),
            ParsePassages(header.Memory?.Passages),
            header.Channels ?? [],
            header.Peers ?? [],
            ParseAccent(header.Accent),
            prompt)
        {
            Guards = ParseGuards(header.Guards),
        };
    }

    private static (string Yaml, string Prompt) Split(string content)
    {
        content = content.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (!content.StartsWith("---\n", StringComparison.Ordinal))
            throw new FormatException("line 1: the file must begin with a line --- that opens the header");
        var end = content.IndexOf("\n---\n", 3, StringComparison.Ordinal);
        if (end < 0 && content.EndsWith("\n---", StringComparison.Ordinal)) end = content.Length - 4;
        if (end < 0) throw new FormatException("the header is not closed; put a line --- between the header and the prompt");
        return (end > 4 ? content[4..(end + 1)] : "", content[Math.Min(end + 5, content.Length)..].Trim());
    }

    private static string Required(string? value, string key, string example) =>
        string.IsNullOrWhiteSpace(value)
            ? throw new FormatException($"the header has no '{key}'; add a line like {key}: {example}")
            : value.Trim();

    private static Tier? ParseTier(string? value) => value?.Trim().ToLowerInvariant() switch
    {
        "heavy" => Tier.Heavy,
        "light" => Tier.Light,
        "auto" or null => null,
        _ => throw new FormatException($"tier is '{value}'; write heavy, light or auto"),
    };

    private static string[]? ParseSources(object? value) => value switch
    {
        null => null,
        string word when word.Trim().Equals("all", StringComparison.OrdinalIgnoreCase) => null,
        string word => [word.Trim()],
        IEnumerable<object> list => [.. list.Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)!.Trim())],
        _ => throw new FormatException("memory.sources is neither a list nor the word all; write sources: [chatgpt, claude]"),
    };

    private static int ParsePassages(int? value) => value switch
    {
        null => 6,
        >= 0 and <= MaxPassages => value.Value,
        _ => throw new FormatException($"memory.passages is {value}; write a number from 0 to {MaxPassages}"),
    };

    private static string[] ParseGuards(List<string>? names) =>
        names?.FirstOrDefault(name => !GuardNames.All.Contains(name)) is { } unknown
            ? throw new FormatException($"there is no guard '{unknown}'; there are {string.Join(", ", GuardNames.All)}")
            : [.. names ?? []];

    private static string ParseAccent(string? value) =>
        value is null ? DefaultAccent
        : HexColour().IsMatch(value) ? value.ToLowerInvariant()
        : throw new FormatException($"accent is '{value}'; write a colour like \"#0f766e\", in quotes");

    private static string Reason(YamlException broken)
    {
        var message = broken.InnerException?.Message ?? broken.Message;
        var unknown = UnknownProperty().Match(message);
        return unknown.Success
            ? $"unknown key '{unknown.Groups[1].Value}'; known are name, description, tier, tools, guards, memory (sources, passages), channels, peers, accent"
            : message.Contains("deserializ", StringComparison.Ordinal)
                ? "the value cannot be read; check its brackets, quotes and indentation"
                : $"the header is not valid YAML ({message.TrimEnd('.')}); check brackets, quotes and indentation";
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$")]
    private static partial Regex HexColour();

    [GeneratedRegex("Property '([^']+)' not found")]
    private static partial Regex UnknownProperty();
}
