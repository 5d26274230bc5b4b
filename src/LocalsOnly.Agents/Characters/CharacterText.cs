using System.Text.Json;
using System.Text.RegularExpressions;
using LocalsOnly.Agents.Turns;
using LocalsOnly.Memory;
using LocalsOnly.Memory.Redaction;

namespace LocalsOnly.Agents.Characters;

/// <summary>Makes the texts of a character harmless: no control characters, no words that steer a template, no secrets, no placeholders of the framework they come from.</summary>
internal sealed partial class CharacterText(string name)
{
    private readonly Redactor _redactor = new(new RedactionOptions());
    private readonly Dictionary<string, int> _redacted = [];

    /// <summary>Texts in which a word steered a chat template.</summary>
    public int Defused { get; private set; }

    /// <summary>Secrets that were taken out.</summary>
    public int Redacted => _redacted.Values.Sum();

    public string Clean(string text)
    {
        text = new string([.. text.ReplaceLineEndings("\n").Where(c => !char.IsControl(c) || c is '\n' or '\t')]);
        text = Placeholder().Replace(text, match => match.Groups[1].Value.ToLowerInvariant() switch
        {
            "agentname" or "name" or "char" => name,
            "user" or ['u', 's', 'e', 'r', ..] => "Person",
            _ => match.Groups[1].Value,
        });
        var safe = ControlTokens.Defuse(text);
        if (safe != text) Defused++;
        return _redactor.Redact(safe, _redacted).Trim();
    }

    /// <summary>The texts of a string or a list of strings; what is neither is counted.</summary>
    public (List<string> Texts, int Wrong) Texts(JsonElement value)
    {
        var (texts, wrong) = (new List<string>(), 0);
        foreach (var item in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value])
        {
            if (item.ValueKind != JsonValueKind.String) wrong++;
            else if (Clean(item.GetString()!) is { Length: > 0 } text) texts.Add(text);
        }

        return (texts, wrong);
    }

    [GeneratedRegex(@"\{\{\s*(\w{1,40})\s*\}\}")]
    private static partial Regex Placeholder();
}
